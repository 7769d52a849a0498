/** Carrying a plan out from the command line, and telling how it went. */
import { createInterface } from "node:readline/promises";
import { applyPlan } from "../engine";
import type { PlanResult } from "../engine";
import { applyComplete, painter, renderOutputs } from "../engine/render";
import type { Core } from "../resources/session";
import { exitCodes, UserError } from "./failure";
import type { ExitCode } from "./failure";
import { tellDiagnostics } from "./planning";
import type { PlanningOptions } from "./planning";
import { showProgress } from "./progress-lines";
import type { OpenStack } from "./stack";
import type { Terminal } from "./terminal";

export async function carryOut(
  { config, store }: OpenStack,
  core: Core,
  { plan, state }: Pick<PlanResult, "plan" | "state">,
  options: PlanningOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  const progress = showProgress(terminal);
  const result = await applyPlan({
    config,
    core,
    env: process.env,
    plan,
    state,
    store,
    signal,
    progress: options.json ? () => undefined : progress.show,
    ...(options.parallelism === undefined ? {} : { parallelism: options.parallelism }),
  }).finally(progress.done);
  tellDiagnostics(result.diagnostics, terminal);
  const failed = result.diagnostics.some(({ severity }) => severity === "error");
  const { added: add, changed: change, destroyed: destroy, interrupted } = result;
  if (options.json) {
    const { diagnostics, state: after } = result;
    terminal.print(
      JSON.stringify({
        added: add,
        changed: change,
        destroyed: destroy,
        interrupted,
        diagnostics,
        outputs: visible(after.outputs),
      }),
    );
  } else {
    const paint = painter(terminal.color);
    const mode = plan.mode === "destroy" ? "destroy" : "apply";
    if (!failed && !interrupted) terminal.print(applyComplete(mode, { add, change, destroy }, paint).trim());
    else
      terminal.note(`${add} added, ${change} changed, ${destroy} destroyed before it stopped. Run it again to finish.`);
    if (mode === "apply") terminal.print(renderOutputs(result.state.outputs, paint).trimEnd());
  }
  if (interrupted) return exitCodes.interrupted;
  return failed ? exitCodes.error : exitCodes.done;
}

function visible(outputs: PlanResult["state"]["outputs"]) {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { sensitive, ...output }]) => [name, sensitive ? { sensitive } : output]),
  );
}

/** Asks on a terminal; elsewhere --auto-approve must say yes. */
export async function confirm(question: string, terminal: Terminal, signal: AbortSignal): Promise<boolean> {
  if (!terminal.interactive) {
    throw new UserError("There is nobody to ask: add --auto-approve, or run this on a terminal.");
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise<boolean>((resolve, reject) => {
      // While readline reads, the terminal leaves Ctrl-C to it. Ctrl-D closes it, and is no answer.
      prompt.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
      prompt.once("close", () => resolve(false));
      signal.addEventListener("abort", () => resolve(false), { once: true });
      prompt
        .question(`\n${question}\n  Only 'yes' will be accepted.\n\n  Enter a value: `)
        .then((answer) => resolve(answer.trim() === "yes"), reject);
    });
  } finally {
    prompt.close();
  }
}
