/** The tasks by which a load balancer's stored configuration goes live: awaited, asked for, followed to their end. */
import { HttpError, isNotFound, isStatus } from "../../http/error";
import { pause, poll } from "../../http/wait";
import { ALL_ZONES, loadBalancerTaskOf } from "./answers";
import type { LoadBalancerApi } from "./api-load-balancer";
import type { LoadBalancerTask } from "./wire";

/** The API took a refresh and did not make it. */
export class RefreshFailedError extends Error {
  constructor(loadBalancer: string, task: LoadBalancerTask, advice: string) {
    super(`${nameOf(task)} of ${loadBalancer} is ${task.status} at ${task.progress} %. ${advice}`);
    this.name = "RefreshFailedError";
  }
}

type Tell = (state: string) => void;

/** The tasks that were listed at one time, by id. */
export interface Listed {
  readonly all: ReadonlySet<number>;
  readonly ended: ReadonlySet<number>;
}

export interface RefreshTasks {
  /** Waits until no refresh runs in the zones that `concerned` answers, or in any when it answers none. */
  quiet(
    loadBalancer: string,
    concerned: () => Promise<readonly string[]>,
    signal: AbortSignal,
    tell: Tell,
  ): Promise<Listed>;
  /** Asks for a refresh of a zone, or of all. Undefined when the API refuses because another one is running. */
  request(
    loadBalancer: string,
    zone: string | undefined,
    before: Listed,
    signal: AbortSignal,
  ): Promise<LoadBalancerTask | undefined>;
  /** Resolves when the task is done; its other ends are errors. */
  follow(loadBalancer: string, task: LoadBalancerTask, signal: AbortSignal, tell: Tell): Promise<void>;
  /**
   * Whether somebody else's refresh of a common zone was asked for before one of ours and had not ended `before`: then
   * ours may have had no effect. "Refreshed several times at once" makes no changes, says the vendor's guide
   * howto_route_ipfo.
   */
  overtaken(
    loadBalancer: string,
    ours: readonly LoadBalancerTask[],
    before: Listed,
    signal: AbortSignal,
  ): Promise<boolean>;
  /** A refresh that is stuck, if there is one. */
  stuck(loadBalancer: string, signal: AbortSignal): Promise<string | undefined>;
}

/** A task may be missing from the list right after it was made (seen with address moves; ansible PR #34837). */
const LISTED_AFTER_MS = [100, 300, 900];

/** @param firstLookMs until a task is looked at again for the first time */
export function createRefreshTasks(api: LoadBalancerApi, firstLookMs: number = FIRST_LOOK_MS): RefreshTasks {
  const list = (loadBalancer: string, signal: AbortSignal) =>
    api.tasks(loadBalancer, { action: "refreshIplb" }, signal);

  /** What became of a request whose answer was lost: the newest task that was not there before. */
  async function lookUp(
    loadBalancer: string,
    zone: string | undefined,
    before: Listed,
    signal: AbortSignal,
  ): Promise<LoadBalancerTask | undefined> {
    for (const ms of LISTED_AFTER_MS) {
      const found = (await list(loadBalancer, signal))
        .filter((task) => !before.all.has(task.id) && shareZone(task.zones, zone === undefined ? [] : [zone]))
        .sort(later);
      if (found.length > 0) return found.at(-1);
      await pause(ms, signal, `looking for the refresh of ${loadBalancer} whose answer was lost`);
    }
    return undefined;
  }

  return {
    quiet: (loadBalancer, concerned, signal, tell) =>
      poll(
        async () => {
          const all = await list(loadBalancer, signal);
          const done = { done: listed(all) };
          const waited = all.filter((task) => isRunning(task) || isStuck(task, all));
          if (waited.length === 0) return done;
          const zones = await concerned();
          const ours = waited.filter((task) => shareZone(task.zones, zones));
          const blocked = ours.find(({ status }) => status === "blocked");
          if (blocked) throw new RefreshFailedError(loadBalancer, blocked, BLOCKED);
          const [first] = ours;
          return first === undefined ? done : { state: stateOf(first) };
        },
        { what: `waiting for a running refresh of ${loadBalancer}`, signal, tell, firstMs: firstLookMs },
      ),

    async request(loadBalancer, zone, before, signal) {
      for (let attempt = 1; ; attempt++) {
        try {
          const { id, ...task } = (await api.refresh(loadBalancer, zone, signal)) ?? {};
          if (id !== undefined) return loadBalancerTaskOf({ id, ...task });
          const made = await lookUp(loadBalancer, zone, before, signal);
          if (made) return made;
          throw new Error(
            `POST /ipLoadbalancing/${loadBalancer}/refresh was answered without a task, and none is listed.`,
          );
        } catch (error) {
          if (error instanceof HttpError && error.maybeDone) {
            const made = await lookUp(loadBalancer, zone, before, signal);
            if (made) return made;
            if (attempt < REQUESTS) continue;
          }
          // Whether a second refresh is refused, and with what status, is not documented.
          const running = isStatus(error, 400, 409) && (await list(loadBalancer, signal)).some(isRunning);
          if (running || isStatus(error, 409)) return undefined;
          throw error;
        }
      }
    },

    follow(loadBalancer, { id, action, zones }, signal, tell) {
      let missed = 0;
      return poll(
        async () => {
          try {
            const task = await api.task(loadBalancer, id, signal);
            missed = MISSED;
            if (task.status === "done") return { done: undefined };
            if (isRunning(task)) return { state: stateOf(task) };
            throw new RefreshFailedError(loadBalancer, task, task.status === "blocked" ? BLOCKED : FAILED);
          } catch (error) {
            if (!isNotFound(error)) throw error;
            // It has ended, as those of a vRack do: whoever asked for it looks at what is pending.
            if (missed++ >= MISSED) return { done: undefined };
            return { state: `task ${id} is not to be found yet` };
          }
        },
        {
          what: `waiting for task ${id} (${action} of ${zones.join(", ")}) of ${loadBalancer}`,
          signal,
          tell,
          firstMs: firstLookMs,
        },
      );
    },

    async overtaken(loadBalancer, ours, before, signal) {
      const own = new Set(ours.map(({ id }) => id));
      const others = (await list(loadBalancer, signal)).filter(({ id }) => !own.has(id) && !before.ended.has(id));
      return ours.some((task) => others.some((other) => later(task, other) > 0 && shareZone(task.zones, other.zones)));
    },

    async stuck(loadBalancer, signal) {
      const all = await list(loadBalancer, signal);
      const task = all.find((entry) => isStuck(entry, all));
      return task && `${nameOf(task)} of ${loadBalancer} is blocked. ${BLOCKED}`;
    },
  };
}

const FIRST_LOOK_MS = 100;
/** How often a task may be missing that nobody has seen yet. */
const MISSED = 4;
const REQUESTS = 3;
const FAILED =
  "What was live before stays live. Apply again; if it fails again, ask OVHcloud's support with the task's id.";
const BLOCKED = "Only OVHcloud's support can release it: ask with the task's id, then apply again.";

const listed = (tasks: readonly LoadBalancerTask[]): Listed => ({
  all: new Set(tasks.map(({ id }) => id)),
  ended: new Set(tasks.filter((task) => !isRunning(task)).map(({ id }) => id)),
});

const ENDED: ReadonlySet<string> = new Set(["done", "error", "cancelled"]);
/** A status that nobody knows yet is no end. */
const isRunning = ({ status }: LoadBalancerTask) => status !== "blocked" && !ENDED.has(status);

/** A blocked task matters as long as no later refresh of its zones was made. */
const isStuck = (task: LoadBalancerTask, all: readonly LoadBalancerTask[]) =>
  task.status === "blocked" &&
  !all.some((other) => other.status === "done" && later(other, task) > 0 && shareZone(other.zones, task.zones));

/** No zones at all stand for all of them. */
export const areAll = (zones: readonly string[]) => zones.length === 0 || zones.includes(ALL_ZONES);
const shareZone = (one: readonly string[], other: readonly string[]) =>
  areAll(one) || areAll(other) || one.some((zone) => other.includes(zone));

/** Dates have whole seconds; ids grow. */
const later = (one: LoadBalancerTask, other: LoadBalancerTask) =>
  Date.parse(one.creationDate) - Date.parse(other.creationDate) || one.id - other.id;

const nameOf = ({ id, action, zones }: LoadBalancerTask) => `Task ${id} (${action} of ${zones.join(", ")})`;
const stateOf = (task: LoadBalancerTask) => `${nameOf(task)} is ${task.status} at ${task.progress} %`;
