/** Where a front-end of a load balancer listens: the ports, zone and addresses that it answers on. */
import { containsBlock } from "./block";

export const protocols = ["http", "tcp", "udp"] as const;
export type Protocol = (typeof protocols)[number];

export interface Listener {
  readonly protocol: Protocol;
  readonly port: string;
  /** A zone's name, or `all`. */
  readonly zone: string;
  /** Empty: on every address that the load balancer has. */
  readonly dedicatedIps: readonly string[];
  readonly disabled: boolean;
}

export const LAST_PORT = 49_151;

type PortRange = readonly [first: number, last: number];

/** `80`, `8000-8080`, or a list of both separated by commas. Undefined when it is none. */
export function tryPorts(text: string): readonly PortRange[] | undefined {
  const ranges = text.split(",").map((part): PortRange | undefined => {
    const [, first, last = first] = /^([1-9]\d{0,4})(?:-([1-9]\d{0,4}))?$/.exec(part) ?? [];
    return first !== undefined && Number(first) <= Number(last) && Number(last) <= LAST_PORT
      ? [Number(first), Number(last)]
      : undefined;
  });
  return ranges.some((range) => range === undefined) ? undefined : (ranges as PortRange[]);
}

/** The same ports in another order, or in the cloud's spelling. */
export function samePorts(a: string, b: string): boolean {
  const spelling = (text: string) =>
    [
      ...new Set(
        text
          .replaceAll(/\s/g, "")
          .split(",")
          .map((part) => part.replace(/^(\d+)-\1$/, "$1")),
      ),
    ]
      .sort()
      .join();
  return spelling(a) === spelling(b);
}

/**
 * Whether the two would answer for the same packets. A front-end with dedicated addresses and one without share a port
 * by the vendor's design; HTTP is TCP.
 */
export function clash(one: Listener, other: Listener): boolean {
  if (one.disabled || other.disabled || (one.protocol === "udp") !== (other.protocol === "udp")) return false;
  return shareZone(one, other) && sharePort(one, other) && shareAddress(one, other);
}

function shareZone(one: Listener, other: Listener): boolean {
  return one.zone === other.zone || one.zone === "all" || other.zone === "all";
}

function sharePort(one: Listener, other: Listener): boolean {
  const ranges = tryPorts(other.port) ?? [];
  return (tryPorts(one.port) ?? []).some(([first, last]) => ranges.some(([from, to]) => first <= to && from <= last));
}

function shareAddress({ dedicatedIps: ours }: Listener, { dedicatedIps: theirs }: Listener): boolean {
  if (ours.length === 0 || theirs.length === 0) return ours.length === theirs.length;
  return ours.some((ip) => theirs.some((block) => containsBlock(block, ip) || containsBlock(ip, block)));
}
