/** Our state half and the real Terraform on one file, in both directions. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { getObject, openState, putObject, putOutput, removeObject, toAttributes } from "../../../lib/engine/state";
import { decodeState } from "../../../lib/engine/state/decode";
import { encodeState, rememberTexts } from "../../../lib/engine/state/encode";
import { lockInfoPath } from "../../../lib/engine/state/lock-info";
import { describeWithTerraform, plainText, Workspace } from "../../support/terraform";
import { BUILTIN, managed, startScript } from "./fixtures";

const lock = { operation: "OperationTypeApply" };

/** Everything of a state that Terraform's own resources can bring about. */
const RICH = `
resource "terraform_data" "each" {
  for_each         = toset(["10", "2", "x<&>y\u2028", "\ue000", "\u{1f600}"])
  input            = { n = 0.1, big = 12345678901234567890, list = [1, null, true], s = sensitive("hidden"), m = { "10" = "a", "9" = "b" } }
  triggers_replace = [1, { a = "x" }]
}
resource "terraform_data" "counted" {
  count = 12
  input = terraform_data.each["2"].output.n
  lifecycle {
    create_before_destroy = true
    postcondition {
      condition     = self.id != ""
      error_message = "no id"
    }
  }
}
module "inner" {
  source = "./inner"
}
output "tuple" {
  value = [1e30, 1e-7, "a", null]
}
output "hidden" {
  value     = terraform_data.each["10"].output
  sensitive = true
}
check "health" {
  assert {
    condition     = terraform_data.counted[0].id != ""
    error_message = "no id"
  }
}
`;

const SIMPLE = `
resource "terraform_data" "web" {
  input = { ip = "203.0.113.1", ports = [80, 443] }
}
output "web" {
  value = terraform_data.web.output
}
`;

describeWithTerraform("one state file for this tool and Terraform", (tool) => {
  let workspace: Workspace;
  const file = () => path.join(workspace.dir, "terraform.tfstate");
  const read = () => readFileSync(file(), "utf8");
  const plan = () => workspace.run(["plan", "-no-color", "-detailed-exitcode"]);

  beforeEach(() => void (workspace = new Workspace(tool)));
  afterEach(() => workspace.remove());

  async function apply(config: string): Promise<void> {
    workspace.write("main.tf", config);
    await workspace.succeed(["init", "-no-color"]);
    await workspace.succeed(["apply", "-auto-approve", "-no-color"]);
  }

  test("what Terraform wrote, we would write byte for byte", async () => {
    workspace.write("inner/main.tf", INNER);
    await apply(RICH);
    const text = read();
    const state = decodeState(text, file());
    rememberTexts(state, text);
    expect(encodeState(state)).toBe(text);
  });

  test("Terraform keeps all that we wrote when it writes itself", async () => {
    workspace.write("inner/main.tf", INNER);
    await apply(RICH);
    const address = managed("terraform_data", "each", "10");
    const store = await openState(file(), { lock });
    await store.update((state) => {
      const object = getObject(state, address);
      if (!object) throw new Error("Terraform did not record the object");
      return putObject(state, address, BUILTIN, { ...object, private: "c2VjcmV0", dependencies: ["terraform_data.a"] });
    });
    await store.close();
    const ours = read();
    await workspace.succeed(["taint", "-no-color", "terraform_data.counted[3]"]);
    await workspace.succeed(["untaint", "-no-color", "terraform_data.counted[3]"]);
    const serial = (JSON.parse(ours) as { serial: number }).serial;
    // The order of check results is that of a Go map: another one in each write.
    const beforeChecks = (text: string) => text.slice(0, text.indexOf('"check_results"'));
    expect(beforeChecks(read())).toBe(beforeChecks(ours).replace(`"serial": ${serial}`, `"serial": ${serial + 2}`));
    const checks = (text: string) => (JSON.parse(text) as { check_results: object[] }).check_results.length;
    expect(checks(read())).toBe(checks(ours));
  });

  test("numbers that JavaScript cannot hold survive our changes elsewhere in the file", async () => {
    workspace.write("inner/main.tf", INNER);
    await apply(RICH);
    const text = read().replaceAll("12345678901234567890", "9007199254740993").replaceAll(": 0.1,\n", ": 0.1000,\n");
    expect(text).not.toBe(read());
    writeFileSync(file(), text);
    const store = await openState(file(), { lock });
    await store.update((state) => putOutput(state, "web", { value: "a", type: "string", sensitive: false }));
    await store.update((state) => removeObject(state, managed("terraform_data", "counted", 11)));
    await store.close();
    const count = (in_: string, pattern: RegExp) => in_.match(pattern)?.length;
    expect(count(read(), /9007199254740993\b/g)).toBe(count(text, /9007199254740993\b/g));
    expect(count(read(), /\b0\.1000\b/g)).toBe((count(text, /\b0\.1000\b/g) ?? 0) - 2); // two went with the object
  });

  test("a state that we made makes Terraform's plan empty", async () => {
    workspace.write("main.tf", SIMPLE);
    await workspace.succeed(["init", "-no-color"]);
    const value = { ip: "203.0.113.1", ports: [80, 443] };
    const type = ["object", { ip: "string", ports: ["tuple", ["number", "number"]] }];
    const store = await openState(file(), { lock });
    await store.update((state) =>
      putOutput(
        putObject(state, managed("terraform_data", "web"), BUILTIN, {
          schemaVersion: 0,
          attributes: toAttributes({ id: "made-here", input: value, output: value, triggers_replace: null }, [
            "input",
            "output",
            "triggers_replace",
          ]),
          dependencies: [],
        }),
        "web",
        { value, type, sensitive: false },
      ),
    );
    await store.close();
    const before = read();
    const { code, stdout } = await plan();
    expect(stdout).toContain("No changes.");
    expect(code).toBe(0);
    await workspace.succeed(["apply", "-auto-approve", "-no-color"]);
    expect(read().replace(/"terraform_version": ".*"/, "")).toBe(before.replace(/"terraform_version": ".*"/, ""));
  });

  test("Terraform is kept out for as long as we hold the lock, and shows that it is us", async () => {
    await apply(SIMPLE);
    const child = startScript("holder.script.ts", file(), "OperationTypeApply");
    await child.printed("held");
    const { ID: id } = JSON.parse(readFileSync(lockInfoPath(file()), "utf8")) as { ID: string };
    const { code, stderr } = await plan();
    expect(code).toBe(1);
    expect(plainText(stderr)).toContain("Error acquiring the state lock");
    expect(plainText(stderr)).toContain(`ID: ${id}`);
    child.process.stdin?.end();
    await child.ended;
    expect((await plan()).code).toBe(0);
  });

  test("we are kept out while Terraform applies, and show that it is Terraform", async () => {
    spawnSync("mkfifo", [path.join(workspace.dir, "begun"), path.join(workspace.dir, "go-on")]);
    workspace.write(
      "main.tf",
      `resource "terraform_data" "slow" {
         provisioner "local-exec" {
           command = "echo begun > begun && cat go-on"
         }
       }`,
    );
    await workspace.succeed(["init", "-no-color"]);
    const applied = workspace.run(["apply", "-auto-approve", "-no-color"]);
    spawnSync("cat", [path.join(workspace.dir, "begun")]); // until the provisioner runs

    const refused = openState(file(), { lock });
    await expect(refused).rejects.toThrow("Operation: OperationTypeApply");
    await expect(refused).rejects.toThrow("Path:      terraform.tfstate");
    spawnSync("sh", ["-c", `echo > '${path.join(workspace.dir, "go-on")}'`]);
    expect((await applied).code).toBe(0);

    const store = await openState(file(), { lock });
    await store.close();
    expect(store.state.resources.map(({ name }) => name)).toEqual(["slow"]);
  });

  test("Terraform refuses the file that an interrupted write left, and works on once we have repaired it", async () => {
    await apply(SIMPLE);
    await startScript("crash.script.ts", file(), "half-written").ended;
    const { code, stderr } = await plan();
    expect(code).toBe(1);
    expect(plainText(stderr)).toContain("could not be parsed as JSON");

    const store = await openState(file(), { lock });
    await store.update((state) => removeObject(state, managed("ipfailover_group", "second")));
    await store.close();
    expect((await plan()).code).toBe(0);
  });
});

const INNER = 'resource "terraform_data" "deep" {\n  input = "x"\n}\n';
