/** Adverts on the wire, as tcpdump tells them. It listens in front of the firewall. */
import { parseAddress } from "../keepalived/config/address";
import type { Host } from "./host";

export interface Advert {
  readonly interface: string;
  readonly direction: "in" | "out";
  readonly from: string;
  readonly to: string;
  readonly version: number;
  readonly vrid: number;
  readonly priority: number;
}

export interface Capture {
  readonly seconds: number;
  readonly adverts: readonly Advert[];
}

/** A sentence when nothing could be captured. */
export async function capture(host: Host, seconds: number): Promise<Capture | string> {
  // -Z: it may listen with the rights that it has, and need not become another user, whom a namespace may not have.
  const args = ["-i", "any", "-n", "-t", "-l", "-Z", "root", "ip proto 112 or ip6 proto 112"];
  const ran = await host.run("tcpdump", args, { timeoutMs: seconds * 1000 });
  if (ran === undefined) return "there is no tcpdump: apt-get install tcpdump";
  const refused = /(permission|not permitted|can't|couldn't|no suitable|syntax)[^\n]*/i.exec(ran.stderr);
  if (ran.stdout === "" && refused !== null) return `tcpdump cannot listen here: ${refused[0].trim()}`;
  return { seconds, adverts: parseCapture(ran.stdout) };
}

/** `eth0  Out IP 192.0.2.11 > 192.0.2.12: VRRPv3, Advertisement, vrid 51, prio 150, intvl 10cs, length 12` */
export function parseCapture(text: string): readonly Advert[] {
  const pattern =
    /^(\S+) +(In|Out|M|B|P) +IP6? (\S+) > (\S+): (?:.*\b)?VRRPv(\d), Advertisement, .*?vrid (\d+), prio (\d+)/gm;
  return [...text.matchAll(pattern)].map(([, name = "", direction, from = "", to = "", version, vrid, priority]) => ({
    interface: name,
    direction: direction === "Out" ? "out" : "in",
    from: parseAddress(from)?.address ?? from,
    to: parseAddress(to)?.address ?? to,
    version: Number(version),
    vrid: Number(vrid),
    priority: Number(priority),
  }));
}
