/** The package as a user gets it: built, packed and installed into an empty project. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { devDependencies, version } from "../../package.json";

const ROOT = join(__dirname, "..", "..");
const TSC = createRequire(__filename).resolve("typescript/bin/tsc");

/** Makes a stack with everything; the frameworks differ in nothing but the names of two packages. */
const APP = `
const [framework, library] = process.argv.slice(2);
const { App, Fn, TerraformOutput, TerraformStack } = require(framework);
const lib = require(library);
const { FailoverGate, NullProvider } = require(library + "/null");
const app = new App({ outdir: framework + ".out" });
const stack = new TerraformStack(app, "production");
new lib.IpFailoverProvider(stack, "ionos", { cloud: "ionos" });
new NullProvider(stack, "null");
const block = new lib.IpBlock(stack, "addresses", { location: "de/fra", size: 3 });
const network = { datacenterId: "11111111-1111-4111-8111-111111111111", lanId: "1" };
const members = { a: { server: "s", nic: "n", priority: 100 }, "10.0.0.2": { server: "t", nic: "m", priority: 50 } };
const web = new lib.FailoverGroup(stack, "203.0.113.10", { ip: block.ip(0), network, members, master: "a" });
new lib.ActiveActivePair(stack, "pair", {
  network: { ...network, lanId: "2" }, members, addresses: { a: block.ip(1), "10.0.0.2": block.ip(2) }, dependsOn: [web],
});
const hosts = Object.fromEntries(["a", "b"].map((name, index) => [
  name,
  {
    heartbeat: { address: "10.0.0.1" + index, interface: "ens7" },
    public: { interface: "ens6", static: { gateways: ["203.0.113.1"] } },
  },
]));
const ha = new lib.HighAvailability(stack, "ha", { members: hosts, startupDelay: lib.Duration.seconds(3) });
ha.addGroup(new lib.FailoverGroup(stack, "mail", {
  ip: "203.0.113.40", network: { ...network, lanId: "3" }, members: { a: members.a, b: members["10.0.0.2"] }, master: "a",
}));
new TerraformOutput(stack, "first-start", { value: Fn.base64encode(ha.userData("a")) });
new FailoverGate(stack, "gate", { group: web });
new lib.DataIpFailoverAddress(stack, "address", { ip: web.ip });
web.importFrom("dc/1/203.0.113.10");
app.synth();
`;

const TYPED = `
import { App, TerraformStack } from "cdktf";
import { FailoverGroup, IpBlock, IpFailoverProvider, type FailoverGroupProps } from "cdktf-ip-failover";
import { FailoverGate, NullProvider } from "cdktf-ip-failover/null";
import { App as TerrainApp, TerraformStack as TerrainStack } from "cdktn";
import * as terrain from "cdktf-ip-failover/cdktn";
import * as terrainNull from "cdktf-ip-failover/cdktn/null";

const members: FailoverGroupProps["members"] = { a: { server: "s", nic: "n" } };
const stack = new TerraformStack(new App(), "one");
const provider = new IpFailoverProvider(stack, "ionos", { cloud: "ionos" });
const block = new IpBlock(stack, "addresses", { location: "de/fra", size: 1, provider });
const group = new FailoverGroup(stack, "web", { ip: block.ip(0), members, master: "a", dependsOn: [block] });
new NullProvider(stack, "null");
new FailoverGate(stack, "gate", { group, dependsOn: [group] });

const terrainStack = new TerrainStack(new TerrainApp(), "two");
const other = new terrain.IpBlock(terrainStack, "addresses", { location: "de/fra", size: 1 });
new terrainNull.FailoverGate(terrainStack, "gate", {
  group: new terrain.FailoverGroup(terrainStack, "web", { ip: other.ip(0), members, master: "a" }),
});
// @ts-expect-error a block is reserved in a place
new IpBlock(stack, "wrong", { size: 1 });
`;

describe("the package, installed into an empty project", () => {
  let folder: string;
  let project: string;

  function run(command: string, ...args: readonly string[]): string {
    return execFileSync(command, args, { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "ipfailover-package-"));
    const source = join(folder, "package");
    project = join(folder, "project");
    mkdirSync(source);
    mkdirSync(project);
    execFileSync(process.execPath, [join(ROOT, "scripts", "build.mjs"), join(source, "dist")], { cwd: ROOT });
    cpSync(join(ROOT, "package.json"), join(source, "package.json"));
    const packed = execFileSync("npm", ["pack", "--json", "--ignore-scripts"], { cwd: source, encoding: "utf8" });
    const [tarball] = JSON.parse(packed) as readonly { readonly filename: string }[];
    writeFileSync(join(project, "package.json"), '{ "name": "project", "private": true }');
    const peers = (["cdktf", "cdktn", "constructs", "@cdktf/provider-null"] as const).map(
      (name) => `${name}@${devDependencies[name]}`,
    );
    const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
    run("npm", "install", ...flags, join(source, tarball?.filename ?? ""), ...peers);
    writeFileSync(join(project, "app.js"), APP);
  }, 400_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function synthesized(framework: string, library: string): { "//": unknown } {
    run(process.execPath, "app.js", framework, library);
    const text = readFileSync(join(project, `${framework}.out`, "stacks", "production", "cdk.tf.json"), "utf8");
    const stack = JSON.parse(text) as { "//": { metadata: { version?: string } } };
    delete stack["//"].metadata.version;
    return stack;
  }

  test("synthesizes the same on CDKTF and on CDK Terrain", () => {
    const stack = synthesized("cdktf", "cdktf-ip-failover");
    expect(stack).toHaveProperty("resource.ipfailover_group.ip-203-0-113-10");
    expect(JSON.parse(withoutPaths(synthesized("cdktn", "cdktf-ip-failover/cdktn")))).toEqual(
      JSON.parse(withoutPaths(stack)),
    );
  });

  test("brings the provider into the stack's folder on both", () => {
    for (const framework of ["cdktf", "cdktn"]) {
      synthesized(framework, framework === "cdktf" ? "cdktf-ip-failover" : "cdktf-ip-failover/cdktn");
      const plugins = join(project, `${framework}.out`, "stacks", "production", "terraform.d", "plugins");
      const versions = join(plugins, "registry.terraform.io", "cdktf-ip-failover", "ipfailover");
      expect(readdirSync(versions)).toEqual([version]);
    }
  });

  test.each(["node16", "nodenext"])("has types for every entry under module resolution %s", (module) => {
    expect(compile(TYPED, { module, skipLibCheck: true })).toEqual([]);
  });

  test("has declarations that stand the strictest check", () => {
    const complaints = compile('export * from "cdktf-ip-failover";\n', { module: "node16", skipLibCheck: false });
    expect(complaints.filter((line) => line.includes("cdktf-ip-failover/dist"))).toEqual([]);
  });

  test("gives its names to ES modules", () => {
    writeFileSync(join(project, "app.mjs"), 'import { IpBlock } from "cdktf-ip-failover"; console.log(IpBlock.name);');
    expect(run(process.execPath, "app.mjs").trim()).toBe("IpBlock");
  });

  test("loads no HTTP client for constructs", () => {
    const script =
      'require("cdktf-ip-failover"); console.log(Object.keys(require.cache).filter((f) => /axios/.test(f)).length)';
    expect(run(process.execPath, "-e", script).trim()).toBe("0");
  });

  test("has the command ipfailover", () => {
    expect(run(join("node_modules", ".bin", "ipfailover"), "--version").trim()).toContain(version);
  });

  /** What the compiler says, line by line. */
  function compile(text: string, options: object): readonly string[] {
    const strict = { strict: true, exactOptionalPropertyTypes: true, target: "es2022", types: [], noEmit: true };
    writeFileSync(join(project, "typed.ts"), text);
    const config = { compilerOptions: { ...strict, ...options }, files: ["typed.ts"] };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify(config));
    const { stdout } = spawnSync(process.execPath, [TSC], { cwd: project, encoding: "utf8" });
    return stdout.split("\n").filter((line) => line !== "");
  }
});

/** The default backend's path names the folder of the app, which is the same; its output folder is not. */
function withoutPaths(stack: object): string {
  return JSON.stringify(stack).replaceAll("cdktn.out", "cdktf.out");
}
