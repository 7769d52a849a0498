/** Writes what was asked for of a drill, and turns its verdict into an exit code. */
import { writeFileSync } from "node:fs";
import type { Journal, Limits } from "../../hosts/drill/journal";
import { reports } from "../../hosts/drill/report/reports";
import { exitCodes } from "../failure";
import type { ExitCode } from "../failure";
import type { Terminal } from "../terminal";
import type { DrillOptions } from "./options";

export function report(journal: Journal, options: DrillOptions, terminal: Terminal): ExitCode {
  const files = [
    [options.journal, reports.json],
    [options.junit, reports.junit],
    [options.html, reports.html],
  ] as const;
  for (const [file, write] of files) {
    if (file !== undefined) writeFileSync(file, write(journal));
  }
  terminal.print((options.json ? reports.json : reports.text)(journal));
  return exitCodeOf(journal);
}

function exitCodeOf({ drills, interrupted }: Journal): ExitCode {
  if (drills.some(({ notRecovered }) => notRecovered)) return exitCodes.notRecovered;
  if (interrupted) return exitCodes.interrupted;
  if (drills.some(({ failures }) => failures.length > 0)) return exitCodes.error;
  return drills.some(({ aborted }) => aborted !== undefined) ? exitCodes.aborted : exitCodes.done;
}

export function limitsOf({ maxOutage, maxSplitBrain }: DrillOptions): Limits {
  return {
    ...(maxOutage !== undefined && { maxOutageMs: maxOutage }),
    ...(maxSplitBrain !== undefined && { maxSplitBrainMs: maxSplitBrain }),
  };
}
