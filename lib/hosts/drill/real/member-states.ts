/** Asks every member for its state, over and over. */
import { pause } from "../../../http/wait";
import { monotonicMs } from "../clock";
import type { LabEvent, VrrpState } from "../lab/wire";
import type { RealMember } from "./plan";
import { runShell } from "./shell";

const timeoutMs = 5000;
const pauseMs = 200;

/** Undefined: the member could not be asked, or did not name a state. */
export async function stateOf({ state }: RealMember): Promise<VrrpState | undefined> {
  const { code, output } = await runShell(state, timeoutMs);
  const [word = ""] = output.trim().split(/\s+/);
  return code === 0 && ["MASTER", "BACKUP", "FAULT", "STOP"].includes(word) ? (word as VrrpState) : undefined;
}

/** Tells every change until the signal aborts. */
export function followStates(
  group: string,
  members: readonly RealMember[],
  tell: (event: LabEvent) => void,
  signal: AbortSignal,
): void {
  for (const member of members) {
    void follow(group, member, tell, signal).catch(() => undefined);
  }
}

async function follow(
  group: string,
  member: RealMember,
  tell: (event: LabEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const { name } = member;
  let known: VrrpState | "silent" | undefined;
  while (!signal.aborted) {
    const state = (await stateOf(member)) ?? "silent";
    // What was under way when the watch ended belongs to nobody.
    if (signal.aborted) return;
    const at = monotonicMs();
    if (state !== known && state === "silent") tell({ kind: "power", at, member: name, on: false });
    if (state !== known && state !== "silent") tell({ kind: "state", at, member: name, instance: group, state });
    known = state;
    await pause(pauseMs, signal, "asking for states");
  }
}
