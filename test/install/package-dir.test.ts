import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import {
  installProvider,
  packageDir,
  packageHash,
  PLATFORMS,
  writeProviderPackage,
} from "../../lib/install/package-dir";
import { parseLock } from "../../lib/install/lock-file";
import { currentPlatform, describeWithTerraform, Workspace } from "../support/terraform";

let root: string;
let bundle: string;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "ipfailover-package-"));
  bundle = path.join(root, "bundle.cjs");
  writeFileSync(bundle, "console.log('bundle');\n");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("the provider's package directory", () => {
  it("holds the bundle and a launcher that can be executed, and nothing else", () => {
    const dir = path.join(root, "a", "linux_amd64");
    writeProviderPackage(bundle, dir, "1.2.3");
    expect(readdirSync(dir).sort()).toEqual(["ipfailover-provider.cjs", "terraform-provider-ipfailover_v1.2.3"]);
    expect(statSync(path.join(dir, "terraform-provider-ipfailover_v1.2.3")).mode & 0o777).toBe(0o755);
    expect(readFileSync(path.join(dir, "ipfailover-provider.cjs"))).toEqual(readFileSync(bundle));
    expect(readdirSync(path.dirname(dir))).toEqual(["linux_amd64"]);
  });

  it("is the same on every platform and has the same hash", () => {
    const hash = installProvider(bundle, root, "1.2.3");
    expect(hash).toMatch(/^h1:[A-Za-z0-9+/]{43}=$/);
    for (const platform of PLATFORMS) expect(packageHash(packageDir(root, "1.2.3", platform))).toBe(hash);
  });

  it("is left alone when it is right already, repaired when it is not, and rid of strangers", () => {
    const dir = path.join(root, "a", "linux_amd64");
    writeProviderPackage(bundle, dir, "1.2.3");
    const hash = packageHash(dir);
    const launcher = path.join(dir, "terraform-provider-ipfailover_v1.2.3");
    const { ino } = statSync(launcher);
    writeProviderPackage(bundle, dir, "1.2.3");
    expect(statSync(launcher).ino).toBe(ino);

    chmodSync(launcher, 0o644);
    writeFileSync(path.join(dir, "ipfailover-provider.cjs"), "half");
    writeFileSync(path.join(dir, ".DS_Store"), "");
    writeProviderPackage(bundle, dir, "1.2.3");
    expect(statSync(launcher).mode & 0o777).toBe(0o755);
    expect(packageHash(dir)).toBe(hash);
  });

  it("follows a bundle that changed under the same version", () => {
    const before = installProvider(bundle, root, "1.2.3");
    writeFileSync(bundle, "console.log('another');\n");
    expect(installProvider(bundle, root, "1.2.3")).not.toBe(before);
  });

  it("survives syntheses that write it at the same time, and is whole whenever it is looked at", async () => {
    const script = path.join(root, "write.cjs");
    const { buildSync } = await import("esbuild");
    buildSync({
      stdin: {
        contents: `import { installProvider } from ${JSON.stringify(require.resolve("../../lib/install/package-dir"))};
          for (let i = 0; i < 20; i++) console.log(installProvider(process.argv[2], process.argv[3], "1.2.3"));`,
        resolveDir: __dirname,
      },
      bundle: true,
      platform: "node",
      outfile: script,
    });
    const runs = Array.from({ length: 4 }, () =>
      promisify(execFile)(process.execPath, [script, bundle, path.join(root, "plugins")]),
    );
    const hashes = (await Promise.all(runs)).flatMap((run) => run.stdout.trim().split("\n"));
    expect(hashes).toHaveLength(80);
    expect(new Set(hashes).size).toBe(1);
  });
});

describeWithTerraform("the package's hash", (tool) => {
  it("is the one that terraform init records", async () => {
    const workspace = new Workspace(tool);
    const source = "registry.terraform.io/cdktf-ip-failover/ipfailover";
    workspace.write("main.tf.json", {
      terraform: { required_providers: { ipfailover: { source, version: "1.2.3" } } },
    });
    const hash = installProvider(bundle, path.join(workspace.dir, "terraform.d", "plugins"), "1.2.3");
    await workspace.succeed(["init"]);
    const lock = readFileSync(path.join(workspace.dir, ".terraform.lock.hcl"), "utf8");
    expect(parseLock(lock)).toMatchObject([{ source, version: "1.2.3", hashes: [hash] }]);
    expect(PLATFORMS).toContain(currentPlatform());
    workspace.remove();
  });
});
