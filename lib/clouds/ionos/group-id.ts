/** A group's import id: `datacenter/lan/ip`, optionally with the members' names: `?a=NIC&b=NIC`. */
import ipaddr from "ipaddr.js";
import type { GroupRef } from "../cloud";

export const GROUP_ID_EXAMPLE = "DATACENTER/LAN/IP, optionally followed by ?NAME=NIC&NAME=NIC to name the members";

export function formatGroupId({ network, ip }: GroupRef): string {
  return `${network.datacenterId}/${network.lanId}/${ip}`;
}

/** `keys` are the members' names by NIC. */
export function parseGroupId(
  id: string,
): { readonly ref: GroupRef; readonly keys: ReadonlyMap<string, string> } | undefined {
  const [path = "", query = ""] = id.split("?", 2);
  const [datacenterId, lanId, ip, ...rest] = path.split("/");
  if (!datacenterId || !lanId || !ip || rest.length > 0 || !ipaddr.IPv4.isValidFourPartDecimal(ip)) return undefined;
  const keys = new Map([...new URLSearchParams(query)].map(([key, nic]) => [nic, key]));
  return { ref: { ip, network: { datacenterId, lanId } }, keys };
}
