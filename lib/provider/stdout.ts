/** The way to Terraform before the connection: it reads one line from here, and takes whatever comes first for it. */
import { writeSync } from "node:fs";
import { HANDSHAKE_FD_VARIABLE } from "../install/launcher";

export function writeToTerraform(line: string): void {
  writeSync(Number(process.env[HANDSHAKE_FD_VARIABLE] ?? 1), line);
}

/** A start that failed: Terraform shows the first line of stdout, and keeps stderr for its log. */
export function fatal(message: string): never {
  writeToTerraform(`${message.replace(/\s*\n\s*/g, " ")}\n`);
  process.exit(1);
}

/** From here on whatever is printed, by console.log too, goes to Terraform's log. */
export function printToStderr(): void {
  Object.defineProperty(process, "stdout", { get: () => process.stderr, configurable: true });
}
