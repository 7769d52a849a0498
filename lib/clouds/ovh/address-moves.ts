/** Routing addresses to services and parking them: whoever moves one, groups, bindings or virtual MACs, does it here. */
import { isNotFound, isStatus } from "../../http/error";
import { pause, throwIfStopped } from "../../http/wait";
import { problem } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";
import { RefusalError } from "../refusal";
import { createTurns } from "../turns";
import type { IpApi } from "./api-ip";
import { bareAddress, canonicalBlock, sameBlock } from "./block";
import type { IpList } from "./ip-list";
import { leaves } from "./move-advice";
import { destinationOf, isRunning, MoveFailedError } from "./ip-tasks";
import type { IpTasks } from "./ip-tasks";
import { noSuchAddress, serviceOf, vrackOf } from "./move-rules";
import type { Obstacle } from "./move-rules";
import type { MoveChecks } from "./move-checks";
import { PLAN_AGE_MS } from "./plan-age";
import type { VrackExit } from "./vrack-exit";
import type { Ip, IpTask } from "./wire";

export interface MoveOptions {
  /** Which instance of a Public Cloud project. */
  readonly nexthop?: string | undefined;
  /** Even when it is routed there already: a next hop cannot be read back. */
  readonly again?: boolean;
}

export interface AddressMoves {
  /**
   * Routes the block to the service, or parks it (`to` null). Already there is success. A task of an earlier run that is
   * still under way is picked up, one that goes elsewhere is awaited; what stands in the way is checked, and the task is
   * followed to its end. Answers where the block was before, null where that is not known any more; undefined when it was
   * there already.
   */
  ensure(
    block: string,
    to: string | null,
    options: MoveOptions,
    signal: AbortSignal,
  ): Promise<{ readonly from: string | null | undefined }>;
  /** What stands in the way, for plans, and who loses it, unless that is `expected`. Reads are shared. */
  check(
    block: string,
    to: string,
    asked: { readonly attribute: string; readonly expected: boolean },
    signal: AbortSignal,
  ): Promise<readonly Diagnostic[]>;
  /** The same as values, of a block that the account has. */
  obstacle(ip: Ip, to: string, nexthop: string | undefined, signal: AbortSignal): Promise<Obstacle | undefined>;
  /** The service, null when it is parked. Undefined: no such block. Not older than `since`, which by default is now. */
  routedTo(block: string, signal: AbortSignal, since?: number): Promise<string | null | undefined>;
  /** The same with all that the API tells of the block. */
  find(block: string, signal: AbortSignal, since?: number): Promise<Ip | undefined>;
  /** Waits until no move of the block is under way; false when there was none. */
  settle(block: string, signal: AbortSignal): Promise<boolean>;
  /** The error for a block that the account has not, or only as a part of another one. */
  missing(block: string, signal: AbortSignal, attribute?: string): Promise<Diagnostic>;
}

export interface MoveTools {
  readonly api: IpApi;
  readonly list: IpList;
  readonly tasks: IpTasks;
  readonly vracks: VrackExit;
  readonly checks: MoveChecks;
}

/** How often a move is begun anew because somebody else's came first. */
const ROUNDS = 5;
/** How often the API is looked at that does not show yet what its task has done. */
const LOOKS = 6;

export function createAddressMoves({ api, list, tasks, vracks, checks }: MoveTools): AddressMoves {
  const turns = createTurns();

  async function read(block: string, signal: AbortSignal): Promise<Ip | undefined> {
    try {
      return await api.ip(block, signal);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async function mustRead(block: string, signal: AbortSignal): Promise<Ip> {
    const ip = await read(block, signal);
    if (!ip) throw new RefusalError([await missing(block, signal)]);
    return ip;
  }

  async function missing(block: string, signal: AbortSignal, attribute = "ip"): Promise<Diagnostic> {
    const enclosing = await list.find(block, signal, Date.now());
    const larger = enclosing && !sameBlock(enclosing.ip, block) ? enclosing.ip : undefined;
    const summary = larger ? `${attribute} is part of a block` : `${attribute} is no address of this account`;
    return problem([attribute], summary, noSuchAddress(attribute, bareAddress(block), larger));
  }

  /** Waits for a move that is under way. One that fails is over as well: what counts is where the block is then. */
  async function settle(block: string, task: IpTask, signal: AbortSignal): Promise<void> {
    try {
      await tasks.follow(block, task, signal);
      await look(block, destinationOf(task), signal);
    } catch (error) {
      if (!(error instanceof MoveFailedError)) throw error;
    } finally {
      markWritten(block);
    }
  }

  function markWritten(block: string): void {
    list.markWritten();
    checks.markWritten(block);
  }

  async function move(block: string, to: string | null, options: MoveOptions, signal: AbortSignal) {
    const doing = `routing ${block} to ${to ?? "parking"}`;
    let from: string | null | undefined;
    let again = options.again ?? false;
    let pickedUp = false;
    for (let round = 1; round <= ROUNDS; round++) {
      throwIfStopped(signal, doing);
      const before = await tasks.newest(block, signal);
      const ip = await mustRead(block, signal);
      from = round === 1 ? serviceOf(ip) : from;
      if (before && isRunning(before)) {
        await settle(block, before, signal);
        pickedUp = destinationOf(before) === to;
        again &&= !pickedUp;
        continue;
      }
      if (serviceOf(ip) === to && !again) return { from: from !== to ? from : pickedUp ? null : undefined };
      await refuse(ip, to, options, signal);
      const task = await begin(ip, to, options, before, signal);
      if (!task) continue;
      again = false;
      const shown = await look(block, to, signal);
      if (shown === to) return { from };
      if ((await tasks.newest(block, signal))?.taskId === task.taskId)
        throw new Error(notShown(block, to, task, shown));
    }
    throw new Error(
      `${block} is moved by somebody else again and again while ${doing}. Let them end, then apply again.`,
    );
  }

  /** Where it could go a moment ago it may be sent: then the API judges. Only the present may refuse. */
  async function obstacle(ip: Ip, to: string, nexthop: string | undefined, signal: AbortSignal) {
    const found = await checks.obstacle(ip, to, nexthop, Date.now() - PLAN_AGE_MS, signal);
    return found && checks.obstacle(ip, to, nexthop, Date.now(), signal);
  }

  async function refuse(ip: Ip, to: string | null, { nexthop }: MoveOptions, signal: AbortSignal): Promise<void> {
    const found = to === null ? undefined : await obstacle(ip, to, nexthop, signal);
    if (found && to !== null) throw new RefusalError([cannotGo(ip.ip, to, found)]);
  }

  /** Moves it once, and answers the task that is done. Undefined when another one came first, or it left a vRack first. */
  async function begin(
    ip: Ip,
    to: string | null,
    { nexthop }: MoveOptions,
    before: IpTask | undefined,
    signal: AbortSignal,
  ): Promise<IpTask | undefined> {
    const block = canonicalBlock(ip.ip);
    const vrack = vrackOf(ip);
    try {
      if (vrack !== undefined) {
        await vracks.leave(vrack, block, signal);
        await look(block, null, signal);
        return undefined;
      }
      const task = await tasks.request({ block, to, nexthop }, before, signal).catch(async (error: unknown) => {
        // What a second move of one block is answered is not documented; nor is a move to where it is.
        if (!isStatus(error, 400, 409)) throw error;
        const other = await tasks.newest(block, signal);
        if (other && other.taskId !== before?.taskId) return undefined;
        if (serviceOf(await mustRead(block, signal)) === to) return undefined;
        throw error;
      });
      if (task) await tasks.follow(block, task, signal);
      return task;
    } finally {
      markWritten(block);
    }
  }

  /** Where the API shows it, given time to show what its task has done. */
  async function look(block: string, to: string | null, signal: AbortSignal): Promise<string | null> {
    for (let looks = 1; ; looks++) {
      const now = serviceOf(await mustRead(block, signal));
      if (now === to || looks === LOOKS) return now;
      await pause(50 * 2 ** looks, signal, `reading where ${block} is routed to`, `still shown at ${now ?? "parking"}`);
    }
  }

  async function find(block: string, signal: AbortSignal, since?: number): Promise<Ip | undefined> {
    if (since === undefined) return read(canonicalBlock(block), signal);
    const found = await list.find(block, signal, since);
    // That it is listed only as a part of another one says nothing: its own 404 does.
    return found && !sameBlock(found.ip, block) ? read(canonicalBlock(block), signal) : found;
  }

  return {
    ensure: (block, to, options, signal) =>
      turns.take(canonicalBlock(block), () => move(canonicalBlock(block), to, options, signal)),

    async check(block, to, { attribute, expected }, signal) {
      const ip = await find(block, signal, Date.now() - PLAN_AGE_MS);
      if (!ip) return [await missing(block, signal, attribute)];
      const found = await obstacle(ip, to, undefined, signal);
      return found ? [cannotGo(block, to, found)] : expected ? [] : leaves(ip, to, attribute);
    },

    obstacle,

    async routedTo(block, signal, since) {
      const ip = await find(block, signal, since);
      return ip && serviceOf(ip);
    },

    find,
    missing,

    async settle(block, signal) {
      const task = await tasks.newest(canonicalBlock(block), signal);
      if (!task || !isRunning(task)) return false;
      await settle(canonicalBlock(block), task, signal);
      return true;
    },
  };
}

function notShown(block: string, to: string | null, { taskId }: IpTask, shown: string | null): string {
  const place = (service: string | null) => service ?? "parking";
  return `Task ${taskId} is done that routes ${block} to ${place(to)}, and OVHcloud shows it at ${place(shown)} all the same. Apply again; if it stays, ask OVHcloud's support with the number of the task.`;
}

function cannotGo(block: string, to: string, { reason, fix }: Obstacle): Diagnostic {
  return problem(
    [],
    "The address cannot go there",
    `${bareAddress(block)} cannot be routed to ${to}: ${reason}. ${fix}`,
  );
}
