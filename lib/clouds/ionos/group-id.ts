/** A group's import id: `datacenter/lan/ip`, optionally with the members' names: `?a=NIC&b=NIC`. */
import ipaddr from "ipaddr.js";
import type { GroupRef, Member } from "../ports/groups";
import { lanGroup } from "./lan-group";

export const GROUP_ID_EXAMPLE = "DATACENTER/LAN/IP, optionally followed by ?NAME=NIC&NAME=NIC to name the members";

export function formatGroupId(group: GroupRef): string {
  const { network, ip } = lanGroup(group);
  return `${network.datacenterId}/${network.lanId}/${ip}`;
}

/** Of the members the name and the NIC are known: the read that follows finds their servers. */
export function parseGroupId(
  id: string,
): { readonly ref: GroupRef; readonly members: ReadonlyMap<string, Member> } | undefined {
  const [path = "", query = ""] = id.split("?", 2);
  const [datacenterId, lanId, ip, ...rest] = path.split("/");
  if (!datacenterId || !lanId || !ip || rest.length > 0 || !ipaddr.IPv4.isValidFourPartDecimal(ip)) return undefined;
  const named = [...new URLSearchParams(query)].map(
    ([key, nic]) => [key, { server: "", nic, nexthop: undefined }] as const,
  );
  return { ref: { ip, network: { datacenterId, lanId } }, members: new Map(named) };
}
