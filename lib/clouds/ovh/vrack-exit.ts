/** Taking a block out of a vRack, which parks it. `/ip/{ip}/park` is not for that, as the vendor's console shows. */
import { isNotFound } from "../../http/error";
import { poll } from "../../http/wait";
import type { VrackApi } from "./api-vrack";
import type { VrackTask } from "./wire";

export interface VrackExit {
  /** Resolves when no task of the vRack holds the block in it. What is out already is done. */
  leave(vrack: string, block: string, signal: AbortSignal): Promise<void>;
}

export function createVrackExit(api: VrackApi): VrackExit {
  /** A vRack's list holds what is under way; what is done answers 404 (the vendor's Terraform provider goes by that). */
  async function running(vrack: string, block: string, signal: AbortSignal): Promise<VrackTask | undefined> {
    for (const id of (await api.tasks(vrack, signal)) ?? []) {
      const task = await read(vrack, id, signal);
      if (task?.targetDomain === block && isRunning(task)) return task;
    }
    return undefined;
  }

  const read = (vrack: string, id: number, signal: AbortSignal) =>
    api.task(vrack, id, signal).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });

  return {
    async leave(vrack, block, signal) {
      const task =
        (await running(vrack, block, signal)) ??
        (await api.removeIp(vrack, block, signal).catch((error: unknown) => {
          // It is out already, or somebody is taking it out by now.
          if (isNotFound(error)) return running(vrack, block, signal);
          throw error;
        }));
      if (!task) return;
      await poll(
        async () => {
          const now = await read(vrack, task.id, signal);
          if (!now || now.status === "done") return { done: undefined };
          if (isRunning(now)) return { state: `task ${now.id} is ${now.status}` };
          throw new Error(
            `Task ${now.id} (${now.function} of ${block} in ${vrack}) ended as ${now.status}. Apply again to take it out once more.`,
          );
        },
        { what: `waiting for task ${task.id} that takes ${block} out of ${vrack}`, signal },
      );
    },
  };
}

const isRunning = ({ status }: VrackTask) => ["init", "todo", "doing"].includes(status);
