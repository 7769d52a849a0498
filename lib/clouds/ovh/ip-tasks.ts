/** The tasks by which addresses move: asked for once, found again after a lost answer, followed to their end. */
import { HttpError, isNotFound } from "../../http/error";
import { pause, poll } from "../../http/wait";
import type { IpApi } from "./api-ip";
import { serviceOf } from "./move-rules";
import type { IpTask } from "./wire";

/** The API took a move and did not make it. */
export class MoveFailedError extends Error {
  constructor(block: string, task: IpTask) {
    const reason = task.comment?.replace(/\.$/, "") || "no reason is given";
    super(`Task ${nameOf(block, task)} ended as ${task.status}: ${reason}. ${ADVICE[task.status] ?? ADVICE.ovhError}`);
    this.name = "MoveFailedError";
  }
}

const ADVICE: Readonly<Record<string, string>> = {
  cancelled: "Apply again to move it once more.",
  customerError: "Put right what it says, then apply again.",
  ovhError: "Apply again; if it fails again, tell OVHcloud's support the number of the task.",
};

export interface Move {
  readonly block: string;
  /** A service, or null for parking. */
  readonly to: string | null;
  readonly nexthop?: string | undefined;
}

export interface IpTasks {
  /** The newest move of a block, whoever asked for it and whether it is under way or not. */
  newest(block: string, signal: AbortSignal): Promise<IpTask | undefined>;
  /**
   * Asks for a move. After a lost answer it is looked for before it is asked for again. Undefined: it was taken, and no
   * task is to be found.
   *
   * @param before the newest move that there was
   */
  request(move: Move, before: IpTask | undefined, signal: AbortSignal): Promise<IpTask | undefined>;
  /** Resolves when the task is done; its other ends are errors. */
  follow(block: string, task: IpTask, signal: AbortSignal): Promise<void>;
}

/** Not moves; every other function is taken for one, because the schema's list may grow. */
const OTHER_FUNCTIONS: ReadonlySet<string> = new Set([
  "arinBlockReassign",
  "changeRipeOrg",
  "checkAndReleaseIp",
  "supernetByoipFailoverPartitioning",
]);
/** How far back a block's tasks are looked at. */
const LATEST = 10;
/** A task may be missing from the list right after it was made (ansible PR #34837). */
const LISTED_AFTER_MS = [0, 100, 400, 1500];
/** How often a move is asked for when no trace of it is found after a lost answer. */
const REQUESTS = 2;
/** For each task that is followed at the same time: together they leave room in the vendor's budget of requests. */
const PACE_MS = { first: 60, longest: 1500 } as const;

/** @param firstLookMs until a task is looked at again for the first time */
export function createIpTasks(api: IpApi, firstLookMs: number = PACE_MS.first): IpTasks {
  let followed = 0;

  async function newest(block: string, signal: AbortSignal): Promise<IpTask | undefined> {
    const ids = [...((await api.tasks(block, signal)) ?? [])].sort((a, b) => b - a);
    for (const id of ids.slice(0, LATEST)) {
      const task = await api.task(block, id, signal).catch((error: unknown) => {
        if (isNotFound(error)) return undefined;
        throw error;
      });
      if (task && !OTHER_FUNCTIONS.has(task.function)) return task;
    }
    return undefined;
  }

  /** What became of a request whose answer was lost: the newest move, if it was not there before and goes there. */
  async function lookUp(
    { block, to }: Move,
    before: IpTask | undefined,
    signal: AbortSignal,
  ): Promise<IpTask | undefined> {
    for (const ms of LISTED_AFTER_MS) {
      await pause(ms, signal, `looking for the move of ${block} whose answer was lost`);
      const task = await newest(block, signal);
      // A task that does not say where it goes may be ours: where the block is when it has ended says the rest.
      const fits = task && (destinationOf(task) === to || destinationOf(task) === null);
      if (fits && task.taskId !== before?.taskId) return task;
    }
    return undefined;
  }

  const send = ({ block, to, nexthop }: Move, signal: AbortSignal) =>
    to === null
      ? api.park(block, signal)
      : api.move(block, { to, ...(nexthop === undefined ? {} : { nexthop }) }, signal);

  return {
    newest,

    async request(move, before, signal) {
      for (let attempt = 1; ; attempt++) {
        try {
          const task = await send(move, signal);
          if (isTask(task)) return task;
          return await lookUp(move, before, signal);
        } catch (error) {
          if (!(error instanceof HttpError) || !error.maybeDone) throw error;
          const made = await lookUp(move, before, signal);
          if (made) return made;
          if (attempt === REQUESTS) throw error;
        }
      }
    },

    async follow(block, task, signal) {
      followed++;
      let seen = false;
      try {
        await poll(
          async () => {
            try {
              const now = await api.task(block, task.taskId, signal);
              seen = true;
              if (now.status === "done") return { done: undefined };
              if (isRunning(now)) return { state: `task ${now.taskId} is ${now.status}` };
              throw new MoveFailedError(block, now);
            } catch (error) {
              if (!isNotFound(error)) throw error;
              // It has ended, as those of a vRack do: whoever asked for it looks at where the block is.
              if (seen || serviceOf(await api.ip(block, signal)) === destinationOf(task)) return { done: undefined };
              return { state: `task ${task.taskId} is not to be found yet` };
            }
          },
          {
            what: `waiting for task ${nameOf(block, task)}`,
            signal,
            firstMs: firstLookMs * followed,
            longestMs: Math.max(5000, PACE_MS.longest * followed),
          },
        );
      } finally {
        followed--;
      }
    },
  };
}

function isTask(answer: Partial<IpTask> | null | undefined): answer is IpTask {
  return answer?.taskId !== undefined;
}

const ENDED: ReadonlySet<string> = new Set(["done", "cancelled", "customerError", "ovhError"]);

/** A status that nobody knows yet is no end. */
export function isRunning({ status }: IpTask): boolean {
  return !ENDED.has(status);
}

/** Null: it parks the block. */
export function destinationOf({ destination }: IpTask): string | null {
  return destination?.serviceName ?? null;
}

function nameOf(block: string, task: IpTask): string {
  return `${task.taskId} (${task.function} of ${block} to ${destinationOf(task) ?? "parking"})`;
}
