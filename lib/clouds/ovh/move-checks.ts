/** Gathers what the rules of moving need to know, sharing what it reads. */
import { isNotFound, isStatus } from "../../http/error";
import { unlessStopped } from "../../http/wait";
import { createSharedReads } from "../shared-read";
import type { IpApi } from "./api-ip";
import type { ServerApi } from "./api-server";
import { canonicalBlock } from "./block";
import type { MacUses } from "./mac-use";
import { destinationsIn, explainUnlisted, judgeListed, serviceOf, unexplained, vrackOf } from "./move-rules";
import type { MoveFacts, Obstacle } from "./move-rules";
import type { ServiceList } from "./service-list";
import type { Ip } from "./wire";

export interface MoveChecks {
  /** Why the block cannot be routed there; undefined when it can, or is there. Nothing that is read is older than `since`. */
  obstacle(
    ip: Ip,
    to: string,
    nexthop: string | undefined,
    since: number,
    signal: AbortSignal,
  ): Promise<Obstacle | undefined>;
  /** What the API says of the block wherever it may go. */
  facts(ip: Ip, since: number, signal: AbortSignal): Promise<MoveFacts>;
  /** Why a service that is no destination is none. */
  explain(facts: MoveFacts, to: string, signal: AbortSignal): Promise<Obstacle | undefined>;
  /** The block was moved: what was read of it before is old. */
  markWritten(block: string): void;
}

export interface CheckTools {
  readonly api: IpApi;
  readonly servers: ServerApi;
  readonly macs: MacUses;
  readonly services: ServiceList;
}

export function createMoveChecks({ api, servers, macs, services }: CheckTools): MoveChecks {
  const nobody = new AbortController().signal;
  const destinations = createSharedReads((block) => api.destinations(block, nobody));
  const writtenAt = new Map<string, number>();

  async function facts(ip: Ip, since: number, signal: AbortSignal): Promise<MoveFacts> {
    const block = canonicalBlock(ip.ip);
    const recent = Math.max(since, writtenAt.get(block) ?? 0);
    const here = serviceOf(ip);
    const [answer, mac] = await Promise.all([
      unlessStopped(destinations(block).get(recent), signal, `reading where ${block} can go`),
      here === null ? undefined : macs.find(here, block, since, signal),
    ]);
    return { ip, destinations: destinationsIn(answer), mac };
  }

  async function explain(known: MoveFacts, to: string, signal: AbortSignal): Promise<Obstacle | undefined> {
    const all = await services.all(signal);
    const isServer = all.some(({ name, family }) => name === to && family === "dedicatedServer");
    const supportsMacs = known.mac && isServer ? await supported(to, signal) : undefined;
    return explainUnlisted(known, to, { services: all, supportsMacs });
  }

  async function supported(server: string, signal: AbortSignal): Promise<boolean | undefined> {
    const network = await servers.network(server, signal).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
    return network && (network.vmac?.supported ?? false);
  }

  return {
    facts,
    explain,

    async obstacle(ip, to, nexthop, since, signal) {
      if (serviceOf(ip) === to) return undefined;
      const known = await facts(ip, since, signal).catch((error: unknown) => {
        // Not granted, or not there (it is marked as beta): then the move itself is judged by the API.
        if (isStatus(error, 403, 404, 405, 501)) return undefined;
        throw error;
      });
      if (!known) return undefined;
      const judged = judgeListed(known, to, nexthop);
      if (judged !== "unlisted") return judged;
      // Where it is already is no destination either, and it may have come there since.
      if (serviceOf(await api.ip(canonicalBlock(ip.ip), signal)) === to) return undefined;
      const explained = await explain(known, to, signal);
      // Nothing is said of where an address may go from a vRack: it is looked at again when it has left.
      return explained ?? (vrackOf(ip) === undefined ? unexplained(to) : undefined);
    },

    markWritten: (block) => void writtenAt.set(block, Date.now()),
  };
}
