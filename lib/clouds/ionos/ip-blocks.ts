/**
 * IP blocks on IONOS. Reserving costs money and a lost answer must not cost it twice, so a block whose creation was cut
 * off is looked for before one is reserved, and taken only when it is beyond doubt ours.
 */
import { HttpError, isStatus } from "../../http/error";
import { DeadlineError, pause, unlessStopped } from "../../http/wait";
import type { IpBlockObservation, IpBlockPort, IpBlockSpec } from "../cloud";
import { problem } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";
import { RefusalError } from "../refusal";
import type { Accepted, IonosApi } from "./api";
import type { IpBlockList } from "./ip-block-list";
import { USER_AGENT } from "./api";
import { followRequest, readSettled } from "./requests";
import type { IpBlock, LoggedRequest } from "./wire";

const attempts = 4;
/** How far back the request log is searched for a creation of ours, in milliseconds. */
const LOG_WINDOW_MS = 24 * 3_600_000;

export function createIpBlocks(api: IonosApi, list: IpBlockList): IpBlockPort {
  /** Blocks that a resource of this process stands for already. */
  const claimed = new Set<string>();

  /** Our own POSTs of exactly this block, out of the request log. */
  async function ownPosts(
    spec: IpBlockSpec,
    createdAfter: Date,
    signal: AbortSignal,
  ): Promise<readonly LoggedRequest[]> {
    const log = await api.requests({ method: "POST", url: "ipblocks", createdAfter }, signal);
    return log.filter((request) => isOwn(request) && asksFor(request, spec));
  }

  /** The block that an earlier, cut-off try reserved; undefined when there is no block of the name at all. */
  async function findLost(spec: IpBlockSpec, signal: AbortSignal): Promise<IpBlock | undefined> {
    const named = (await list.get(Date.now())).filter(({ properties }) => properties?.name === spec.name);
    if (named.length === 0) return undefined;
    const [block] = named;
    if (block && named.length === 1 && isUnused(block) && matches(block, spec) && !claimed.has(block.id)) {
      const posts = await ownPosts(spec, new Date(Date.now() - LOG_WINDOW_MS), signal);
      if (posts.some((post) => targets(post, block.id))) return block;
    }
    throw new RefusalError([nameTaken(spec, named)]);
  }

  async function post(spec: IpBlockSpec, signal: AbortSignal): Promise<Pick<Accepted<IpBlock>, "body" | "location">> {
    const startedAt = new Date(Date.now() - 60_000);
    for (let attempt = 1; ; attempt++) {
      try {
        return await api.createIpBlock(spec, signal);
      } catch (error) {
        if (!(error instanceof HttpError) || !error.maybeDone) throw error;
        // The answer was lost: what became of the request stands in the log, and in the list of blocks.
        await pause(150 * 2 ** attempt, signal, "looking for the block whose creation was not answered", error.message);
        const [lost] = (await list.get(Date.now())).filter((block) => matches(block, spec) && !claimed.has(block.id));
        const [made] = (await ownPosts(spec, startedAt, signal)).slice(-1);
        if (lost) return { body: lost, location: made && `/requests/${made.id}/status` };
        if (attempt === attempts) throw error;
      }
    }
  }

  return {
    async read(id, signal) {
      const known = await unlessStopped(list.get(Date.now() - 60_000), signal, "reading IP blocks");
      const block = known.find((candidate) => candidate.id === id) ?? (await readOne(api, id, signal));
      if (block) claimed.add(block.id);
      return block && observationOf(block);
    },

    async preflight(spec, signal) {
      const known = await unlessStopped(list.get(Date.now() - 60_000), signal, "reading IP blocks");
      const named = known.filter(({ id, properties }) => properties?.name === spec.name && claimed.has(id));
      return named.length === 0 ? [] : [nameTaken(spec, named)];
    },

    async reserve(spec, signal) {
      const lost = await findLost(spec, signal);
      list.markWritten();
      const answer = lost ? { body: lost, location: undefined } : await post(spec, signal);
      list.markWritten();
      const { id } = answer.body;
      claimed.add(id);
      // From here on the block exists: nothing that happens now may lose it.
      try {
        await followRequest(api, answer, `reserving IP block ${spec.name}`, signal);
        const settled = await readSettled(() => api.ipBlock(id, signal), `IP block ${id}`, signal);
        return { block: observationOf(settled), diagnostics: [] };
      } catch (error) {
        if (!(error instanceof DeadlineError) && !signal.aborted && !(error instanceof HttpError)) throw error;
        return { block: observationOf(answer.body), diagnostics: [unsettled(id, error as Error)] };
      }
    },

    async rename(id, name, signal) {
      const answer = await api.renameIpBlock(id, name, signal);
      list.markWritten();
      await followRequest(api, answer, `renaming IP block ${id}`, signal);
    },

    async release(id, signal) {
      try {
        const answer = await api.deleteIpBlock(id, signal);
        list.markWritten();
        await followRequest(api, answer, `giving back IP block ${id}`, signal);
      } catch (error) {
        if (!isStatus(error, 404)) throw error;
      }
    },
  };
}

async function readOne(api: IonosApi, id: string, signal: AbortSignal): Promise<IpBlock | undefined> {
  try {
    return await api.ipBlock(id, signal);
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}

function observationOf({ id, properties }: IpBlock): IpBlockObservation {
  return {
    id,
    name: properties?.name,
    location: properties?.location,
    size: properties?.size,
    ips: properties?.ips ?? [],
  };
}

function matches({ properties }: IpBlock, spec: IpBlockSpec): boolean {
  return properties?.name === spec.name && properties.location === spec.location && properties.size === spec.size;
}

function isUnused({ properties }: IpBlock): boolean {
  return (properties?.ipConsumers ?? []).length === 0;
}

function isOwn({ properties }: LoggedRequest): boolean {
  const agent = Object.entries(properties?.headers ?? {}).find(([name]) => name.toLowerCase() === "user-agent")?.[1];
  return agent?.split("/")[0] === USER_AGENT.split("/")[0];
}

function asksFor({ properties }: LoggedRequest, spec: IpBlockSpec): boolean {
  try {
    const body = JSON.parse(properties?.body ?? "") as Pick<IpBlock, "properties">;
    return matches({ id: "", type: "ipblock", href: "", ...body }, spec);
  } catch {
    return false;
  }
}

function targets({ metadata }: LoggedRequest, id: string): boolean {
  return metadata?.requestStatus?.metadata.targets?.some(({ target }) => target.id === id) ?? false;
}

function nameTaken(spec: IpBlockSpec, blocks: readonly IpBlock[]): Diagnostic {
  const ids = blocks.map(({ id }) => id);
  return problem(
    ["name"],
    "name is taken",
    `name "${spec.name}" belongs to IP block ${ids.join(" and ")} of this contract, and a name is how a block is found ` +
      `again. Choose another name, or take the block over: terraform import ADDRESS ${ids[0] ?? "ID"}.`,
  );
}

function unsettled(id: string, error: Error): Diagnostic {
  return {
    severity: "warning",
    summary: "The IP block is reserved, but not settled yet",
    detail: `IP block ${id} is recorded. ${error.message} The next plan reads it again.`,
  };
}
