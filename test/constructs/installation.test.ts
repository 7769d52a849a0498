import { cpSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformProvider, TerraformStack } from "cdktf";
import { IpBlock, IpFailoverProvider } from "../../lib";
import { parseLock } from "../../lib/install/lock-file";
import { PLATFORMS, packageDir } from "../../lib/install/package-dir";
import { version } from "../../package.json";
import { describeWithTerraform, plainText, Workspace } from "../support/terraform";
import { unlockedProviders } from "./support/cdktf-cli";
import { useProviderBundle } from "./support/provider-bundle";
import { aGroup } from "./support/stacks";

const OURS = "registry.terraform.io/cdktf-ip-failover/ipfailover";
const DOUBLE = "registry.terraform.io/example/double";
const bundle = useProviderBundle();

/** Another provider, as its generated bindings have it. */
class DoubleProvider extends TerraformProvider {
  constructor(stack: TerraformStack) {
    super(stack, "double", {
      terraformResourceType: "double",
      terraformProviderSource: "example/double",
      terraformGeneratorMetadata: { providerName: "double", providerVersion: version },
    });
  }

  protected override synthesizeAttributes() {
    return { cloud: "ionos" };
  }
}

/** Synthesizes an app with one stack into `outdir` and answers the stack's folder. */
function synthInto(outdir: string, declare: (stack: TerraformStack) => void = () => undefined): string {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "production");
  new IpFailoverProvider(stack, "ionos", { cloud: "ionos" });
  const block = new IpBlock(stack, "addresses", { location: "de/fra", size: 1 });
  aGroup(stack, "web", {
    ip: block.ip(0),
    members: { a: { server: "s", nic: "n" }, "10.0.0.2": { server: "t", nic: "m" } },
  });
  declare(stack);
  app.synth();
  return join(outdir, "stacks", "production");
}

/** The same code under another name, served from the stack's own folder as a user may do it. */
function serveDouble(folder: string): void {
  const plugins = join(folder, "terraform.d", "plugins");
  for (const platform of PLATFORMS) {
    const target = join(plugins, DOUBLE, version, platform);
    mkdirSync(join(plugins, DOUBLE, version), { recursive: true });
    cpSync(packageDir(plugins, version, platform), target, { recursive: true });
    renameSync(
      join(target, `terraform-provider-ipfailover_v${version}`),
      join(target, `terraform-provider-double_v${version}`),
    );
  }
}

function lockOf(folder: string) {
  return new Map(
    parseLock(readFileSync(join(folder, ".terraform.lock.hcl"), "utf8")).map((entry) => [entry.source, entry]),
  );
}

describe("synthesis", () => {
  let outdir: string;
  beforeEach(() => (outdir = mkdtempSync(join(tmpdir(), "ipfailover-synth-"))));
  afterEach(() => rmSync(outdir, { recursive: true, force: true }));

  test("puts real copies of the provider into the stack's folder, for every platform", () => {
    const folder = synthInto(outdir);
    for (const platform of PLATFORMS) {
      const file = join(
        packageDir(join(folder, "terraform.d", "plugins"), version, platform),
        "ipfailover-provider.cjs",
      );
      expect(lstatSync(file).isFile()).toBe(true);
      expect(readFileSync(file).equals(readFileSync(bundle.path))).toBe(true);
    }
  });

  test("locks ours with its hash and others with the version of their bindings", () => {
    const lock = lockOf(synthInto(outdir, (stack) => new DoubleProvider(stack)));
    expect(lock.get(OURS)).toMatchObject({ version, constraints: version, hashes: [expect.stringMatching(/^h1:/)] });
    expect(lock.get(DOUBLE)).toMatchObject({ version, constraints: version, hashes: [] });
  });

  test("leaves an entry that is in use as Terraform wrote it", () => {
    const folder = synthInto(outdir, (stack) => new DoubleProvider(stack));
    const lockFile = join(folder, ".terraform.lock.hcl");
    const filled = readFileSync(lockFile, "utf8").replace(
      /(provider "[^"]*double" \{\n[^}]*)\}/,
      '$1  hashes = [\n    "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",\n  ]\n}',
    );
    writeFileSync(lockFile, filled);
    synthInto(outdir, (stack) => new DoubleProvider(stack));
    expect(readFileSync(lockFile, "utf8")).toBe(filled);
  });

  test("follows a version that the user overrides for another provider, and ignores one that the bindings do not have", () => {
    const override = (text: string) => (stack: TerraformStack) => {
      new DoubleProvider(stack);
      stack.addOverride("terraform.required_providers.double.version", text);
    };
    const fitting = synthInto(outdir, override("~> 0.1"));
    expect(lockOf(fitting).get(DOUBLE)).toMatchObject({ version, constraints: "~> 0.1" });
    rmSync(join(fitting, ".terraform.lock.hcl"));
    expect(lockOf(synthInto(outdir, override("~> 9.0"))).has(DOUBLE)).toBe(false);
  });

  test("installs nothing where that is switched off", () => {
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "production");
    new IpFailoverProvider(stack, "ionos", { cloud: "ionos", install: false });
    app.synth();
    expect(() => lstatSync(join(outdir, "stacks", "production", "terraform.d"))).toThrow("ENOENT");
    expect(() => lstatSync(join(outdir, "stacks", "production", ".terraform.lock.hcl"))).toThrow("ENOENT");
  });

  test("says how to build the provider when it is not there", () => {
    const before = process.env.IPFAILOVER_PROVIDER_BUNDLE;
    process.env.IPFAILOVER_PROVIDER_BUNDLE = join(outdir, "none.cjs");
    try {
      expect(() => synthInto(outdir)).toThrow(/none\.cjs is missing.*npm run build/);
    } finally {
      process.env.IPFAILOVER_PROVIDER_BUNDLE = before;
    }
  });
});

describeWithTerraform("a synthesized stack", (tool) => {
  let workspace: Workspace;
  beforeEach(() => (workspace = new Workspace(tool)));
  afterEach(() => {
    delete process.env.SYNTH_HCL_OUTPUT;
    workspace.remove();
  });

  /** What plain `cdktf deploy` does until it plans: no registry can be reached here. */
  async function initAsCdktf(folder: string): Promise<void> {
    expect(unlockedProviders(folder)).toEqual([]);
    await workspace.succeed(["init"], { cwd: folder });
  }

  test("initializes and validates without a registry and without a flag", async () => {
    const folder = synthInto(workspace.dir);
    await initAsCdktf(folder);
    expect(plainText(await workspace.succeed(["validate"], { cwd: folder }))).toContain("Success!");
  });

  test("does so below a package.json that makes every script an ES module", async () => {
    writeFileSync(join(workspace.dir, "package.json"), '{ "type": "module" }');
    const folder = synthInto(workspace.dir);
    await initAsCdktf(folder);
    await workspace.succeed(["validate"], { cwd: folder });
  });

  test("does so beside another provider, whose hash Terraform fills in and the next synthesis keeps", async () => {
    const withDouble = (stack: TerraformStack) => new DoubleProvider(stack);
    const folder = synthInto(workspace.dir, withDouble);
    serveDouble(folder);
    await initAsCdktf(folder);
    await workspace.succeed(["validate"], { cwd: folder });
    const filled = readFileSync(join(folder, ".terraform.lock.hcl"), "utf8");
    expect(lockOf(folder).get(DOUBLE)?.hashes).toEqual([expect.stringMatching(/^h1:/)]);
    synthInto(workspace.dir, withDouble);
    expect(readFileSync(join(folder, ".terraform.lock.hcl"), "utf8")).toBe(filled);
    await initAsCdktf(folder);
  });

  test("is valid as HCL, with nested attributes written as attributes", async () => {
    // What `cdktf synth --hcl` sets; the App's own option hclOutput names the file cdk.tf and fills it with JSON.
    process.env.SYNTH_HCL_OUTPUT = "true";
    const folder = synthInto(workspace.dir);
    const hcl = readFileSync(join(folder, "cdk.tf"), "utf8");
    expect(hcl).toMatch(/\nnetwork = \{/);
    expect(hcl).toMatch(/\nmembers = \{/);
    await workspace.succeed(["init"], { cwd: folder });
    expect(plainText(await workspace.succeed(["validate"], { cwd: folder }))).toContain("Success!");
  });
});
