/**
 * Reserving costs money and a lost answer must not cost it twice, so a block whose creation was cut off is looked for
 * before one is reserved, and taken only when it is beyond doubt ours.
 */
import { HttpError } from "../../http/error";
import { pause, unlessStopped } from "../../http/wait";
import type { IpBlockSpec } from "../ports/ip-blocks";
import { problem } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";
import { RefusalError } from "../refusal";
import { USER_AGENT } from "./api";
import type { IonosApi } from "./api";
import type { IpBlockList } from "./ip-block-list";
import { followRequest } from "./requests";
import type { IpBlock, LoggedRequest } from "./wire";

const attempts = 3;
/** How often the cloud is asked what became of a creation, before another one is sent. */
const looks = 3;
/** How far back the request log is searched for a creation of ours, in milliseconds. */
const LOG_WINDOW_MS = 24 * 3_600_000;

export interface Created {
  readonly block: IpBlock;
  /** Where to follow the creation; undefined when it is over. */
  readonly location: string | undefined;
}

export function createIpBlockCreation(api: IonosApi, list: IpBlockList) {
  /** Blocks that a resource of this process stands for already. */
  const claimed = new Set<string>();

  async function named(spec: IpBlockSpec, signal: AbortSignal): Promise<readonly IpBlock[]> {
    const all = await unlessStopped(list.get(Date.now()), signal, "reading IP blocks");
    return all.filter(({ properties }) => properties?.name === spec.name);
  }

  /** Our own POSTs of exactly this block, out of the request log. */
  async function ownPosts(spec: IpBlockSpec, signal: AbortSignal): Promise<readonly LoggedRequest[]> {
    const createdAfter = new Date(Date.now() - LOG_WINDOW_MS);
    const log = await api.requests({ method: "POST", url: "ipblocks", createdAfter }, signal);
    return log.filter((request) => isOwn(request) && asksFor(request, spec));
  }

  /** The block that an earlier, cut-off try reserved; undefined when there is no block of the name at all. */
  async function findLost(spec: IpBlockSpec, signal: AbortSignal): Promise<Created | undefined> {
    const blocks = await named(spec, signal);
    if (blocks.length === 0) return undefined;
    const [block] = blocks;
    if (block && blocks.length === 1 && isUnused(block) && matches(block, spec) && !claimed.has(block.id)) {
      const post = (await ownPosts(spec, signal)).find((candidate) => targets(candidate, block.id));
      if (post) return { block, location: `/requests/${post.id}/status` };
    }
    throw new RefusalError([nameTaken(spec, blocks)]);
  }

  async function post(spec: IpBlockSpec, signal: AbortSignal): Promise<Created> {
    for (let attempt = 1; ; attempt++) {
      try {
        const { body, location } = await api.createIpBlock(spec, signal);
        return { block: body, location };
      } catch (error) {
        if (!(error instanceof HttpError) || !error.maybeDone) throw error;
        const lost = await lookFor(spec, error, signal);
        if (lost) return lost;
        if (attempt === attempts) throw error;
      } finally {
        list.markWritten();
      }
    }
  }

  /** What became of a request whose answer was lost stands in the log, and in the list of blocks. */
  async function lookFor(spec: IpBlockSpec, error: HttpError, signal: AbortSignal): Promise<Created | undefined> {
    const doing = "looking for the block whose creation was not answered";
    for (let look = 1; look <= looks; look++) {
      await pause(150 * 2 ** look, signal, doing, error.message);
      const lost = await findLost(spec, signal);
      if (lost) return lost;
      // As long as the cloud works on it another request would reserve a second block.
      const pending = (await ownPosts(spec, signal)).filter(isPending);
      for (const { id } of pending) await followRequest(api, { location: `/requests/${id}/status` }, doing, signal);
    }
    return undefined;
  }

  return {
    claimed,
    /** Reserves, or finds the block that an earlier try reserved. */
    async create(spec: IpBlockSpec, signal: AbortSignal): Promise<Created> {
      const created = (await findLost(spec, signal)) ?? (await post(spec, signal));
      claimed.add(created.block.id);
      return created;
    },
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

function isPending({ metadata }: LoggedRequest): boolean {
  const status = metadata?.requestStatus?.metadata.status;
  return status === "QUEUED" || status === "RUNNING";
}

export function nameTaken(spec: IpBlockSpec, blocks: readonly IpBlock[]): Diagnostic {
  const ids = blocks.map(({ id }) => id);
  return problem(
    ["name"],
    "name is taken",
    `name "${spec.name}" belongs to IP block ${ids.join(" and ")} of this contract, and a name is how a block is found ` +
      `again. Choose another name, or take the block over: terraform import ADDRESS ${ids[0] ?? "ID"}.`,
  );
}
