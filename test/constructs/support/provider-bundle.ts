import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Bundles the provider for the tests of a file, and has synthesis use it instead of what lies in dist. */
export function useProviderBundle(): { readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), "ipfailover-bundle-"));
  const bundle = join(folder, "ipfailover-provider.cjs");
  const before = process.env.IPFAILOVER_PROVIDER_BUNDLE;
  beforeAll(() => {
    execFileSync(process.execPath, [join("scripts", "build-provider.mjs"), folder]);
    process.env.IPFAILOVER_PROVIDER_BUNDLE = bundle;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.IPFAILOVER_PROVIDER_BUNDLE;
    else process.env.IPFAILOVER_PROVIDER_BUNDLE = before;
    rmSync(folder, { recursive: true, force: true });
  });
  return { path: bundle };
}
