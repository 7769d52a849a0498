/** What the kernel says of interfaces and addresses: `ip -j address`. */
import { parseAddress } from "../keepalived/config/address";
import type { Host } from "./host";

export interface HostInterface {
  readonly name: string;
  readonly up: boolean;
  /** A cable, or what stands for one. */
  readonly carrier: boolean;
  readonly addresses: readonly string[];
}

interface IpLink {
  readonly ifname?: string;
  readonly flags?: readonly string[];
  readonly addr_info?: readonly { readonly local?: string }[];
}

/** Undefined when the host cannot be asked. */
export async function interfacesOf(host: Host): Promise<readonly HostInterface[] | undefined> {
  const ran = await host.run("ip", ["-j", "address", "show"]);
  return ran?.code === 0 ? parseInterfaces(ran.stdout) : undefined;
}

export function parseInterfaces(json: string): readonly HostInterface[] | undefined {
  try {
    const links = JSON.parse(json) as readonly IpLink[];
    return links.map(({ ifname = "", flags = [], addr_info = [] }) => ({
      name: ifname,
      up: flags.includes("UP"),
      carrier: flags.includes("LOWER_UP"),
      addresses: addr_info.flatMap(({ local }) => (local === undefined ? [] : (parseAddress(local)?.address ?? []))),
    }));
  } catch {
    return undefined;
  }
}

export function holds(interfaces: readonly HostInterface[], address: string): HostInterface | undefined {
  return interfaces.find(({ addresses }) => addresses.includes(address));
}
