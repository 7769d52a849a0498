import { unlessStopped } from "../../http/wait";
import type { AddressPort } from "../ports/addresses";
import type { IpBlockList } from "./ip-block-list";
import type { LanGroup } from "./lan-group";
import type { Snapshots } from "./snapshot";

const READ_AGE_MS = 60_000;

/** What the contract knows of one address: its block, who uses it, and the failover group that it is in. */
export function createAddresses(blocks: IpBlockList, snapshots: Snapshots): AddressPort {
  async function groupOf(
    ip: string,
    datacenterIds: readonly string[],
    signal: AbortSignal,
  ): Promise<LanGroup | undefined> {
    const since = Date.now() - READ_AGE_MS;
    for (const datacenterId of datacenterIds) {
      const snapshot = await snapshots.get(datacenterId, since, signal);
      const lan = [...(snapshot?.lans.values() ?? [])].find(({ entries }) => entries.has(ip));
      if (lan) return { ip, network: { datacenterId, lanId: lan.id } };
    }
    return undefined;
  }

  return {
    async read(ip, signal) {
      const list = await unlessStopped(blocks.get(Date.now() - READ_AGE_MS), signal, "reading IP blocks");
      const block = list.find(({ properties }) => properties?.ips?.includes(ip));
      if (!block) return undefined;
      const consumers = (block.properties?.ipConsumers ?? []).filter((consumer) => consumer.ip === ip);
      const datacenterIds = [...new Set(consumers.flatMap(({ datacenterId }) => datacenterId ?? []))];
      return {
        type: "reserved",
        location: block.properties?.location,
        blockId: block.id,
        consumers: consumers.map(({ datacenterId, serverId, serverName, nicId, mac }) => ({
          datacenterId,
          serverId,
          serverName,
          nicId,
          mac,
        })),
        group: await groupOf(ip, datacenterIds, signal),
      };
    },
  };
}
