/** A recovery that fires by itself, armed before anything is struck. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

export interface DeadMan {
  /** From now on it does nothing. */
  disarm(): Promise<void>;
}

/** @throws Error when it could not be started; then nothing may be struck */
export async function armDeadMan(
  command: string,
  afterMs: number,
  file = path.join(__dirname, "dead-man-process.js"),
): Promise<DeadMan> {
  const child = spawn(process.execPath, [file, String(afterMs), command], {
    stdio: ["pipe", "pipe", "ignore"],
    detached: true,
  });
  const ended = once(child, "close");
  const armed = await Promise.race([once(child.stdout, "data").then(() => true), ended.then(() => false)]);
  if (!armed) throw new Error("The recovery that fires by itself could not be armed; nothing has been struck.");
  child.stdin.on("error", () => undefined);
  return {
    async disarm() {
      child.stdin.write("disarm\n");
      await ended;
    },
  };
}
