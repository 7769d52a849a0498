import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findStack } from "../../../lib/engine/config/find-stack";
import { loadConfig, type LoadOptions } from "../../../lib/engine/config/load";
import { ConfigError } from "../../../lib/engine/config/problem";
import { toPlain } from "../../../lib/engine/expressions/typed";

let directory = "";

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), "config-"));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(name: string, content: unknown): void {
  const file = path.join(directory, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content, null, 2));
}

const load = (options: Partial<LoadOptions> = {}) => loadConfig({ directory, cwd: directory, env: {}, ...options });

/** Everything that is wrong: `path: summary: detail`. */
function problems(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.diagnostics.map(({ summary, detail, source }) => {
      const file = source?.file.replace(`${directory}/`, "");
      return `${file ?? ""} ${source?.path ?? ""}: ${summary}: ${detail}`;
    });
  }
  return [];
}

describe("a stack is found", () => {
  test("as the only one in cdktf.out, by its name, as a folder, or where one is", () => {
    write("cdktf.out/stacks/shop/cdk.tf.json", {});
    const shop = path.join(directory, "cdktf.out/stacks/shop");
    expect(findStack(undefined, directory)).toBe(shop);
    expect(findStack("shop", directory)).toBe(shop);
    expect(findStack("cdktf.out/stacks/shop", directory)).toBe(shop);
    expect(findStack(undefined, shop)).toBe(shop);
  });

  test("only when it is clear which: the stacks are listed otherwise", () => {
    expect(problems(() => findStack(undefined, directory))[0]).toContain('Run "cdktf synth" first');
    write("cdktf.out/stacks/a/cdk.tf.json", {});
    write("cdktf.out/stacks/b/cdk.tf.json", {});
    expect(problems(() => findStack(undefined, directory))[0]).toContain("cdktf.out/stacks/a, cdktf.out/stacks/b");
    expect(problems(() => findStack("c", directory))[0]).toContain("c is no directory and no stack.");
  });
});

describe("the state's path", () => {
  test.each([
    ["is terraform.tfstate in the folder", {}, {}, "terraform.tfstate"],
    ["is what the backend says", { path: "../x.tfstate" }, {}, "../x.tfstate"],
    ["may be absolute", { path: "/srv/x.tfstate" }, {}, "/srv/x.tfstate"],
    [
      "is the workspace's own",
      { path: "x.tfstate" },
      { TF_WORKSPACE: "blue" },
      "terraform.tfstate.d/blue/terraform.tfstate",
    ],
  ])("%s", (_what, local, env, expected) => {
    write("cdk.tf.json", { terraform: { backend: { local } } });
    expect(load({ env }).statePath).toBe(path.resolve(directory, expected));
  });

  test("follows the workspace that Terraform noted", () => {
    write("cdk.tf.json", {});
    write(".terraform/environment", "green");
    expect(load()).toMatchObject({
      workspace: "green",
      statePath: path.join(directory, "terraform.tfstate.d/green/terraform.tfstate"),
    });
  });
});

describe("what cannot be carried out here is refused in a sentence", () => {
  test.each([
    [
      "another backend",
      { terraform: { backend: { s3: { bucket: "b" } } } },
      /terraform\.backend\.s3: Unsupported backend: .*"s3"/,
    ],
    ["the cloud", { terraform: { cloud: {} } }, /terraform\.cloud: Unsupported setting: .*Use Terraform/],
    ["modules", { module: { m: { source: "./m" } } }, /module: Unsupported block: .*Use Terraform/],
    [
      "other provisioners",
      { resource: { terraform_data: { a: { provisioner: [{ "remote-exec": {} }] } } } },
      /remote-exec.*Use Terraform/,
    ],
    [
      "another provider of that name",
      { terraform: { required_providers: { ipfailover: { source: "acme/ipfailover" } } } },
      /Another provider: .*acme\/ipfailover/,
    ],
    ["other data sources", { data: { ionoscloud_location: { a: {} } } }, /data\.ionoscloud_location\.a/],
  ])("%s", (_what, config, expected) => {
    write("cdk.tf.json", config);
    const found = problems(load);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  test("resources of other providers, all named, unless somebody only looks", () => {
    write("cdk.tf.json", {
      resource: {
        ionoscloud_server: { s: { cores: 1 } },
        ionoscloud_nic: { n: { server: "${ionoscloud_server.s.id}" } },
      },
    });
    expect(problems(load)[0]).toMatch(/ionoscloud_server\.s, ionoscloud_nic\.n\. Use Terraform for this stack/);
    expect([...load({ foreign: "any" }).resources.keys()]).toEqual(["ionoscloud_server.s", "ionoscloud_nic.n"]);
  });

  test("Terraform's native syntax", () => {
    write("main.tf", "");
    expect(problems(load)[0]).toMatch(
      /^main\.tf : Terraform's native syntax is not supported: main\.tf.*Use Terraform/,
    );
  });
});

describe("mistakes", () => {
  test.each([
    ['{\n  "a": 1,\n}', 3],
    ['{\n  "a": [1 2]\n}', 2],
    ['{\n  "a": "x\n"}', 2],
    ["{\n\n\n", 4],
    ["", 1],
    ["{} {}", 1],
    ['{"a": 1,\n"b": tru}', 2],
    ["[{}, \n {]]", 2],
  ])("in JSON are told with their line: %j", (source, line) => {
    write("cdk.tf.json", source);
    expect(problems(load)).toEqual([
      expect.stringMatching(new RegExp(`^cdk\\.tf\\.json:${line} : Malformed JSON: Line ${line} `)),
    ]);
  });

  test("are told all together, each with its place", () => {
    write("cdk.tf.json", {
      resource: {
        ipfailover_group: {
          web: {
            ip: "${ipfailover_ip_block.blok.ips[0]}",
            master: "${var.mastr} ${local.none}",
            members: "${each.value} ${count.index}",
            depends_on: ["ipfailover_ip_block.gone"],
            lifecycle: { prevent_destory: true, ignore_changes: ["1x"] },
            count: 1,
            for_each: {},
          },
        },
        ipfailover_ip_block: { block: { name: "${upper(", provider: "ipfailover.nowhere" } },
      },
      variable: { master: { default: "a" } },
      output: { o: {} },
      outputs: {},
    });
    const at = "cdk.tf.json resource.ipfailover_group.web";
    expect(problems(load).map((text) => text.replace(/(: [^:]+): .*/s, "$1"))).toEqual([
      `${at}: Invalid combination of "count" and "for_each"`,
      `${at}.lifecycle.prevent_destory: Unsupported argument`,
      `${at}.lifecycle.ignore_changes[0]: Invalid expression`,
      "cdk.tf.json output.o: Missing required argument",
      "cdk.tf.json outputs: Extraneous JSON object property",
      "cdk.tf.json resource.ipfailover_ip_block.block.provider: Provider configuration not present",
      `${at}.ip: Reference to undeclared resource`,
      `${at}.master: Reference to undeclared input variable`,
      `${at}.master: Reference to undeclared local value`,
      `${at}.depends_on[0]: Reference to undeclared resource`,
      "cdk.tf.json resource.ipfailover_ip_block.block.name: Invalid expression",
    ]);
    expect(problems(load).join()).toContain('Did you mean "ipfailover_ip_block.block"?');
    expect(problems(load).join()).toContain('Did you mean "master"?');
  });

  test("in destroy provisioners that refer to more than the object itself", () => {
    const provisioner = [{ "local-exec": { when: "destroy", command: "${terraform_data.b.id} ${self.id}" } }];
    write("cdk.tf.json", { resource: { terraform_data: { a: { provisioner }, b: {} } } });
    expect(problems(load)).toEqual([expect.stringContaining("Invalid reference from destroy provisioner")]);
  });
});

describe("variables", () => {
  const valueOf = (name: string, options?: Partial<LoadOptions>) => toPlain(load(options).variables.get(name)!.value);

  test("take the last of default, environment, files and options", () => {
    write("cdk.tf.json", { variable: { v: { type: "string", default: "default" } } });
    expect(valueOf("v")).toBe("default");
    const env = { TF_VAR_v: "environment" };
    expect(valueOf("v", { env })).toBe("environment");
    write("terraform.tfvars", '# values\nv = "${"tf"}vars"\n');
    expect(valueOf("v", { env })).toBe("tfvars");
    write("terraform.tfvars.json", { v: "tfvars.json" });
    write("z.auto.tfvars", 'v = "auto"');
    expect(valueOf("v", { env })).toBe("auto");
    write("more.tfvars", 'v = "file"');
    expect(valueOf("v", { env, variableFiles: ["more.tfvars"] })).toBe("file");
    expect(valueOf("v", { env, variableFiles: ["more.tfvars"], variables: ["v=option=1"] })).toBe("option=1");
  });

  test("are converted to their type, as text or as an expression", () => {
    write("cdk.tf.json", {
      variable: {
        n: { type: "number" },
        l: { type: "list(number)" },
        o: { type: "object({a = string})" },
        any: {},
      },
    });
    const variables = ["n=5", 'l=["1", 2]', "o={a = 1, b = 2}", "any=[1]"];
    expect(["n", "l", "o", "any"].map((name) => valueOf(name, { variables }))).toEqual([5, [1, 2], { a: "1" }, "[1]"]);
  });

  test("that are missing, unknown or of the wrong type are told", () => {
    write("cdk.tf.json", { variable: { a: { type: "number" }, b: {} } });
    expect(problems(() => load({ variables: ["a=x", "c=1"] }))).toEqual([
      "cdk.tf.json variable.a: Invalid value for input variable: The value of var.a does not fit the variable's type: a number is required.",
      expect.stringMatching(/variable\.b: No value for required variable: .*TF_VAR_b/),
      ' : Value for undeclared variable: There is no variable "c" to assign to.',
    ]);
  });
});

test("several files make one configuration, and comments are passed over", () => {
  write("a.tf.json", { "//": "first", resource: { terraform_data: { a: { "//": { x: "${nonsense(" }, input: 1 } } } });
  write("b.tf.json", [
    { resource: [{ terraform_data: [{ b: [{ input: "${terraform_data.a.id}" }] }] }] },
    { locals: { l: 1 } },
  ]);
  const config = load();
  expect([...config.resources.keys()]).toEqual(["terraform_data.a", "terraform_data.b"]);
  expect(config.resources.get("terraform_data.b")).toMatchObject({
    body: { input: "${terraform_data.a.id}" },
    provider: "terraform",
  });
  write("c.tf.json", { resource: { terraform_data: { a: {} } } });
  expect(problems(load)).toEqual([expect.stringContaining("c.tf.json resource.terraform_data.a: Duplicate resource")]);
});
