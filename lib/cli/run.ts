import type { ExitCode } from "./failure";
import type { Terminal } from "./terminal";

/** Runs a command and turns whatever goes wrong into sentences on stderr and an exit code. */
export type Run = (work: (terminal: Terminal) => Promise<ExitCode>) => Promise<void>;
