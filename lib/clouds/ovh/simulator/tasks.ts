import { type Cloud, nextNumber, remember } from "./cloud";
import { carryOut, type Effect } from "./effects";
import type { Task } from "./world";

/** Tasks take time, in steps. Whatever a task does happens when it gets done, and nothing of it when it fails. */

interface NewTask {
  readonly family: Task["family"];
  readonly owner: string;
  readonly name: string;
  readonly effect: Effect;
  /** Words of an injected failure: `cancelled: no such thing` also says which status it ends with. */
  readonly failure?: string | undefined;
  /** Does not begin before this time, milliseconds since 1970. */
  readonly notBefore?: number;
}

export interface Tasks {
  /** Starts one and returns it as it is in the answer to the request: not done yet. */
  start(task: NewTask): Task;
  /** Takes up all that is unfinished in a world that was just loaded. */
  resume(): void;
  isRunning(task: Task): boolean;
  /** Ends one without its effect. */
  cancel(task: Task): void;
  /** When it will end, milliseconds since 1970. */
  endOf(task: Task): number;
}

/** Statuses in which a task can end, the usual failure first; the first steps of each family. */
const FAMILIES = {
  ip: { before: ["init", "todo", "doing"], failures: ["ovhError", "customerError", "cancelled"] },
  server: { before: ["init", "todo", "doing"], failures: ["ovhError", "customerError", "cancelled"] },
  balancer: { before: ["todo", "doing"], failures: ["error", "cancelled", "blocked"] },
  vrack: { before: ["init", "todo", "doing"], failures: ["cancelled"] },
} as const;

function failureOf({ family, failure }: NewTask) {
  if (failure === undefined) return undefined;
  const known: readonly string[] = FAMILIES[family].failures;
  const status = known.find((name) => failure === name || failure.startsWith(`${name}:`));
  const words = status === undefined ? failure : failure.slice(status.length + 1).trim();
  return { status: status ?? known[0] ?? "", words: words || "The operation failed" };
}

export function createTasks(cloud: Cloud): Tasks {
  function step(task: Task): void {
    const [next, ...rest] = task.steps;
    if (!next) return;
    const isLast = rest.length === 0;
    if (isLast) remember(cloud);
    Object.assign(task, { status: next.status, steps: rest, updatedAt: next.at });
    if (!isLast) return;
    task.doneAt = next.at;
    task.comment = task.failure;
    if (task.failure === null) carryOut(cloud, task.effect);
  }

  function schedule(task: Task): void {
    const { world } = cloud;
    const [next] = task.steps;
    if (!next) return;
    cloud.clock.after(next.at - cloud.clock.now(), () => {
      if (cloud.world !== world) return; // another state was loaded
      step(task);
      schedule(task);
    });
  }

  return {
    start(spec) {
      const now = cloud.clock.now();
      const start = Math.max(now, spec.notBefore ?? 0);
      const { settleMs } = cloud.behaviour;
      const failure = failureOf(spec);
      const [first, ...later] = FAMILIES[spec.family].before;
      const during = later.map((status, index) => ({
        at: start + Math.floor((settleMs * (index + 1)) / (later.length + 2)),
        status,
      }));
      const task: Task = {
        id: nextNumber(cloud),
        family: spec.family,
        owner: spec.owner,
        name: spec.name,
        status: first,
        startedAt: now,
        updatedAt: null,
        doneAt: null,
        comment: null,
        steps: [...during, { at: start + settleMs, status: failure?.status ?? "done" }],
        effect: spec.effect,
        failure: failure?.words ?? null,
      };
      cloud.world.tasks[task.id] = task;
      const answered = structuredClone(task);
      if (task.steps.at(-1)?.at === now) while (task.steps.length > 0) step(task);
      else schedule(task);
      return answered;
    },
    resume() {
      for (const task of Object.values(cloud.world.tasks)) schedule(task);
    },
    isRunning: (task) => task.steps.length > 0,
    cancel(task) {
      const now = cloud.clock.now();
      Object.assign(task, { status: "cancelled", steps: [], updatedAt: now, doneAt: now });
    },
    endOf: (task) => task.steps.at(-1)?.at ?? 0,
  };
}

/** The unfinished tasks of one owner with this name. */
export const runningTasks = (cloud: Cloud, family: Task["family"], owner: string, name?: string) =>
  Object.values(cloud.world.tasks).filter(
    (task) =>
      task.family === family &&
      task.owner === owner &&
      (name === undefined || task.name === name) &&
      cloud.tasks.isRunning(task),
  );

/** A new task may be missing from lists at first, as the option says; by its id it is always found. */
export const isListed = ({ behaviour, clock }: Cloud, task: Task) =>
  task.startedAt + behaviour.taskListedAfterMs <= clock.now();
