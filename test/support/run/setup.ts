/** Before all tests: a temporary folder of this run's own, for what killed processes and other people's libraries leave. */
import { chmodSync, mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";

function setup(): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), "ipfailover-tests-"));
  chmodSync(folder, 0o1777); // labs run as an ordinary user
  process.env.TMPDIR = folder;
}

export = setup;
