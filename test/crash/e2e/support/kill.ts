/** Kills a process at a chosen request: as the request arrives, or as soon as the cloud has carried it out. */
import type { Faults } from "../../../../lib/simulator";
import type { RunningProcess } from "../../../support/terraform";
import type { Stack } from "../../../e2e/support/stack";

export type Moment = "before it is carried out" | "once it is carried out";

export interface KillPoint {
  /** Whether the request came, and the process was killed. */
  readonly hit: () => boolean;
  /** `METHOD path` of the request that it died of. */
  readonly request: () => string;
  /** Give it to whatever starts the process. */
  readonly started: (process: RunningProcess) => void;
}

/**
 * The process is gone before anything is answered. "Once it is carried out" counts writes alone: whoever dies of a
 * read has changed as much either way.
 */
export function killAt(
  { faults }: { readonly faults: Faults },
  number: number,
  moment: Moment,
  kill: (process: RunningProcess) => void = (process) => process.kill("SIGKILL"),
): KillPoint {
  let victim: RunningProcess | undefined;
  let count = 0;
  let request = "";
  faults.inject({
    times: 1,
    when: ({ method, path }) => {
      if (victim === undefined || (moment === "once it is carried out" && method === "GET")) return false;
      if (++count !== number) return false;
      request = `${method} ${path}`;
      kill(victim);
      return true;
    },
    fault: { kind: moment === "once it is carried out" ? "lost-answer" : "reset" },
  });
  return {
    hit: () => request !== "",
    request: () => request,
    started: (process) => void (victim = process),
  };
}

/** What a command works on when it is killed. */
export interface KillScene {
  readonly simulator: { readonly faults: Faults };
  readonly stack: Stack;
  close(): Promise<void>;
}

const LANES = 3;

/**
 * Kills the command at one request after the other, each time in a scene of its own, and runs it again.
 * @param judge what must be true after the second run
 * @returns how many points there were
 */
export async function killEverywhere<Scene extends KillScene>(
  command: "apply" | "destroy",
  moment: Moment,
  start: () => Promise<Scene>,
  judge: (scene: Scene, after: string) => void | Promise<void>,
): Promise<number> {
  let next = 1;
  let hits = 0;
  let isOver = false;
  const lane = async () => {
    while (!isOver) {
      if (await killAtPoint(next++)) hits++;
      else isOver = true;
    }
  };
  const killAtPoint = async (number: number): Promise<boolean> => {
    const scene = await start();
    try {
      const point = killAt(scene.simulator, number, moment);
      const cut = await scene.stack.engine([command, "--auto-approve"], { started: point.started });
      expect({ number, code: cut.code }).toEqual({ number, code: point.hit() ? null : 0 });
      if (!point.hit()) return false;
      const again = await scene.stack.engine([command, "--auto-approve"]);
      const after = `request ${number}, ${point.request()}\n${again.stdout}${again.stderr}`;
      expect({ after, code: again.code }).toEqual({ after, code: 0 });
      await judge(scene, after);
      return true;
    } finally {
      await scene.close();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return hits;
}
