/** Every example is type-checked, synthesized and, where there is Terraform, validated. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { version } from "../../package.json";
import { installProvider } from "../../lib/install/package-dir";
import { PROVIDER_SOURCE } from "../../lib/resources/schemas";
import { describeWithTerraform, Workspace } from "../support/terraform";
import { useProviderBundle } from "./support/provider-bundle";

jest.mock("cdktf-ip-failover", () => jest.requireActual<object>("../../lib"), { virtual: true });

const ROOT = join(__dirname, "..", "..");
const EXAMPLES = join(ROOT, "examples");
const bundle = useProviderBundle();
const { resolve } = createRequire(__filename);

/** Each app with its stack, what it must be told, and how many resources of each type it makes of it. */
const APPS = [
  { name: "ionos-web-pair", stack: "web-pair", ids: idsFor("a", "b"), makes: { group: 1, ip_block: 1 } },
  { name: "two-groups", stack: "two-groups", ids: idsFor("web", "mail", "spare"), makes: { group: 2, ip_block: 1 } },
  {
    name: "ha-pair",
    stack: "ha-pair",
    ids: { ...idsFor("a", "b"), GATEWAY: "203.0.113.1" },
    makes: { group: 1, ip_block: 1 },
  },
  {
    name: "ovh-two-data-centres",
    stack: "two-data-centres",
    ids: { IP: "203.0.113.10", SERVER_GRAVELINES: "ns1.example", SERVER_ROUBAIX: "ns2.example", MASTER: "roubaix" },
    makes: { group: 1 },
  },
  {
    name: "ovh-load-balancer",
    stack: "shop",
    ids: {
      LOAD_BALANCER: "loadbalancer-0123456789abcdef",
      FARM_SHOP: "2001",
      FARM_SITE: "2002",
      IP_SHOP: "203.0.113.10",
      IP_ALL: "203.0.113.11",
    },
    makes: { frontend: 2, frontend_binding: 1, load_balancer_activation: 1 },
  },
];

const STACKS = [
  "provider",
  ...["resources", "data-sources"].flatMap((kind) => readdirSync(join(EXAMPLES, kind)).map((name) => join(kind, name))),
];

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "ipfailover-examples-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Examples import the package by its name; here the name leads to the source, so that nothing need be built. */
function tsconfig(options: object = {}): string {
  const file = join(folder, "tsconfig.json");
  const paths = { "cdktf-ip-failover": [join(ROOT, "lib", "index.ts")] };
  const compilerOptions = { paths, typeRoots: [join(ROOT, "node_modules", "@types")], types: ["node"], ...options };
  writeFileSync(file, JSON.stringify({ extends: join(ROOT, "tsconfig.json"), compilerOptions, include: [EXAMPLES] }));
  return file;
}

function runApp(example: string, ids: Readonly<Record<string, string>>) {
  const cwd = join(EXAMPLES, example);
  const env = { ...process.env, ...ids, CDKTF_OUTDIR: join(folder, "cdktf.out") };
  return spawnSync(process.execPath, [resolve("tsx/cli"), "--tsconfig", tsconfig(), "main.ts"], {
    cwd,
    env,
    encoding: "utf8",
  });
}

function idsFor(...members: readonly string[]): Record<string, string> {
  const each = members.flatMap((name) =>
    ["server", "nic"].map((what): [string, string] => [`${what}_${name}`.toUpperCase(), `${what}-${name}`]),
  );
  return { DATACENTER_ID: "11111111-1111-4111-8111-111111111111", LAN_ID: "1", ...Object.fromEntries(each) };
}

interface Shown {
  readonly Example: new (scope: Construct, id: string) => TerraformStack;
}

/** What the reference pages show: a module that exports one stack. */
function loadStack(example: string): Shown["Example"] {
  return jest.requireActual<Shown>(join(EXAMPLES, example, "stack.ts")).Example;
}

test("the examples are correct TypeScript", () => {
  const check = spawnSync(process.execPath, [resolve("typescript/bin/tsc"), "-p", tsconfig()], { encoding: "utf8" });
  expect(check.stdout).toBe("");
});

describe.each(APPS)("the example $name", ({ name, stack, ids, makes }) => {
  test("synthesizes what it is about, of what it was told", () => {
    expect(runApp(name, ids)).toMatchObject({ status: 0, stderr: "" });
    const text = readFileSync(join(folder, "cdktf.out", "stacks", stack, "cdk.tf.json"), "utf8");
    const { resource = {} } = JSON.parse(text) as { resource?: Record<string, object> };
    const made = Object.entries(resource).map(([type, all]) => [type, Object.keys(all).length]);
    const expected = Object.entries(makes).map(([type, count]) => [`ipfailover_${type}`, count]);
    expect(Object.fromEntries(made)).toEqual(Object.fromEntries(expected));
    for (const id of Object.values(ids)) expect(text).toContain(id);
  });

  test("names everything that it was not told", () => {
    const { status, stderr } = runApp(name, Object.fromEntries(Object.keys(ids).map((id) => [id, ""])));
    expect(status).toBe(1);
    expect(stderr).toContain(
      `Set ${Object.keys(ids).join(", ")} in the environment, or ${Object.keys(ids).join(", ").toLowerCase()} under`,
    );
  });
});

test.each(STACKS)("the stack of %s in the reference pages synthesizes", (example) => {
  const app = new App({ outdir: folder });
  new (loadStack(example))(app, "example");
  app.synth();
  expect(readFileSync(join(folder, "stacks", "example", "cdk.tf.json"), "utf8")).toContain('"ipfailover"');
});

describeWithTerraform("the examples in HCL", (tool) => {
  let workspace: Workspace;
  beforeEach(() => (workspace = new Workspace(tool)));
  afterEach(() => workspace.remove());

  // Each is a module of one configuration, so that Terraform starts three times for all of them.
  test("are valid and formatted", async () => {
    const names = ["hcl", ...STACKS];
    const required = { terraform: { required_providers: { ipfailover: { source: PROVIDER_SOURCE } } } };
    const modules = names.map((name) => {
      const files = readdirSync(join(EXAMPLES, name)).filter((file) => file.endsWith(".tf"));
      const texts = files.map((file) => readFileSync(join(EXAMPLES, name, file), "utf8"));
      files.forEach((file, i) => workspace.write(join(name, file), texts[i] ?? ""));
      if (!texts.join("").includes("required_providers")) workspace.write(join(name, "versions.tf.json"), required);
      const inputs = [...texts.join("\n").matchAll(/^variable "(\w+)"/gm)].map(([, input]) => [input, null] as const);
      return [name.replaceAll("/", "-"), { source: `./${name}`, ...Object.fromEntries(inputs) }] as const;
    });
    workspace.write("main.tf.json", { ...required, module: Object.fromEntries(modules) });
    installProvider(bundle.path, join(workspace.dir, "terraform.d", "plugins"), version);
    await workspace.succeed(["init"]);
    await workspace.succeed(["validate"]);
    await workspace.succeed(["fmt", "-check", "-diff", "-recursive"]);
  });

  test("the synthesized examples are valid as they are", async () => {
    for (const { name, stack, ids } of APPS) {
      expect(runApp(name, ids).stderr).toBe("");
      const cwd = join(folder, "cdktf.out", "stacks", stack);
      await workspace.succeed(["init"], { cwd });
      await workspace.succeed(["validate"], { cwd });
    }
  });
});
