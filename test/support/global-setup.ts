import { execFileSync } from "node:child_process";
import path from "node:path";

/** Tests of the command line and of the package run what is built, so it must not be older than the sources. */
export default function setup(): void {
  const script = path.join(__dirname, "../../scripts/setup.mjs");
  execFileSync(process.execPath, [script, "--build"], { stdio: "inherit" });
}
