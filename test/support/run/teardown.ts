import { rmSync } from "node:fs";

function teardown(): void {
  if (process.env.TMPDIR?.includes("ipfailover-tests-")) rmSync(process.env.TMPDIR, { recursive: true, force: true });
}

export = teardown;
