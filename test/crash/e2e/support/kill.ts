/** Kills a process at a chosen request: as the request arrives, or as soon as the cloud has carried it out. */
import type { Faults } from "../../../../lib/simulator";
import type { RunningProcess } from "../../../support/terraform";

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

/** Calls `run` with 1, 2, 3… in several lanes until one answers that there was nothing left to kill. */
export async function everyPoint(lanes: number, run: (number: number) => Promise<boolean>): Promise<number> {
  let next = 1;
  let hits = 0;
  let isOver = false;
  const lane = async () => {
    while (!isOver) {
      const number = next;
      next += 1;
      if (await run(number)) hits++;
      else isOver = true;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return hits;
}
