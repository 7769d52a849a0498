/** Tasks of dedicated servers that change virtual MACs: followed to their end, and waited for when nobody here knows them. */
import { HttpError, isNotFound } from "../../http/error";
import { poll } from "../../http/wait";
import { createTurns } from "../turns";
import type { ServerApi } from "./api-server";
import type { DedicatedServerTask } from "./wire";

/** A task that ended without doing what it was for. */
export class TaskFailedError extends Error {
  constructor({ taskId, function: name, status, comment }: DedicatedServerTask, server: string) {
    const words = comment ? `: ${comment}` : ", without a comment";
    super(`Task ${taskId} (${name}) of ${server} ended as ${status}${words}`);
    this.name = "TaskFailedError";
  }
}

export interface ServerTasks {
  /**
   * Sends what starts a task and follows it to its end. When the answer was lost, whatever runs on that server is
   * waited for instead, and `isDone` tells whether the request had come through.
   */
  run(
    server: string,
    start: () => Promise<DedicatedServerTask | null>,
    isDone: () => Promise<boolean>,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Resolves when nothing that an earlier run started is at work on the server's virtual MACs any more: true when that
   * had to be waited for.
   */
  settled(server: string, signal: AbortSignal): Promise<boolean>;
}

const CHANGES_MACS: ReadonlySet<string> = new Set([
  "addVirtualMac",
  "virtualMacAdd",
  "removeVirtualMac",
  "virtualMacDelete",
  "moveVirtualMac",
]);
const FAILED: ReadonlySet<string> = new Set(["cancelled", "customerError", "ovhError"]);
/** They take about a minute; asking more often only uses up requests. */
const PACE = { firstMs: 500, longestMs: 10_000 };

export function createServerTasks(api: ServerApi): ServerTasks {
  const turns = createTurns();
  const seen = new Set<string>();

  function follow(
    server: string,
    { taskId, function: name }: DedicatedServerTask,
    isDone: () => Promise<boolean>,
    signal: AbortSignal,
  ): Promise<undefined> {
    return poll(
      async () => {
        const now = await api.task(server, taskId, signal).catch((error: unknown) => {
          if (isNotFound(error)) return undefined;
          throw error;
        });
        if (now?.status === "done") return { done: undefined };
        if (now && FAILED.has(now.status)) throw new TaskFailedError(now, server);
        // One that has ended may be gone, as those of a vRack are: what it was for tells.
        if (!now && (await isDone())) return { done: undefined };
        return { state: now ? `"${now.status}"` : "not to be found yet" };
      },
      { what: `following task ${taskId} (${name}) of ${server}`, signal, ...PACE },
    );
  }

  /** No task that changes virtual MACs runs there, whoever started it. */
  async function quiet(server: string, signal: AbortSignal): Promise<boolean> {
    let looks = 0;
    await poll(
      async () => {
        looks++;
        // In a task's own order, so that one that steps on meanwhile is not overlooked.
        for (const status of ["init", "todo", "doing"]) {
          const found = await api.tasks(server, status, signal);
          const running = found.find((task) => CHANGES_MACS.has(task.function));
          if (running) return { state: `task ${running.taskId} "${running.status}"` };
        }
        return { done: undefined };
      },
      { what: `waiting for tasks on virtual MACs of ${server}`, signal, ...PACE },
    );
    return looks > 1;
  }

  return {
    async settled(server, signal) {
      // What this run starts it follows itself.
      if (seen.has(server)) return false;
      const waited = await quiet(server, signal);
      seen.add(server);
      return waited;
    },
    async run(server, start, isDone, signal) {
      try {
        // Whether a server takes two at the very same time is not documented.
        const task = await turns.take(server, start);
        if (task?.taskId === undefined) throw withoutTask(server);
        await follow(server, task, isDone, signal);
      } catch (error) {
        if (!(error instanceof HttpError && error.maybeDone)) throw error;
        await quiet(server, signal);
        if (!(await isDone())) throw error;
      }
    },
  };
}

/** As good as lost. */
function withoutTask(server: string): HttpError {
  const reason = "answered without a task";
  return new HttpError(
    { method: "POST or DELETE", path: `/dedicated/server/${server}/virtualMac` },
    { status: 200, reason, maybeDone: true },
  );
}
