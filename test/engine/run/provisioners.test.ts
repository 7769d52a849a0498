import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { removeWorkspaces, summaries, workspace } from "./workspace";

afterEach(removeWorkspaces);

const local = (body: object) => ({ "local-exec": body });

describe("local-exec", () => {
  test("runs after creation with self, its environment and its folder, line by line", async () => {
    const stack = workspace({
      resource: {
        terraform_data: {
          a: {
            input: "in",
            provisioner: [
              local({
                command: 'echo "one $GREETING"; echo ${self.input} >&2; pwd > where',
                environment: { GREETING: "hello" },
              }),
              local({ command: "console.log(process.argv.length)", interpreter: ["node", "-e"], working_dir: "." }),
            ],
          },
        },
      },
    });
    const { applied } = await stack.apply();
    expect(applied.diagnostics).toEqual([]);
    expect(readFileSync(path.join(stack.directory, "where"), "utf8").trim()).toBe(stack.directory);
    expect(stack.lines.filter((line) => !line.includes("complete"))).toEqual([
      "terraform_data.a: Creating...",
      "terraform_data.a: Provisioning with 'local-exec'...",
      `terraform_data.a (local-exec): Executing: ["/bin/sh" "-c" "echo \\"one $GREETING\\"; echo in >&2; pwd > where"]`,
      "terraform_data.a (local-exec): one hello",
      "terraform_data.a (local-exec): in",
      "terraform_data.a: Provisioning with 'local-exec'...",
      `terraform_data.a (local-exec): Executing: ["node" "-e" "console.log(process.argv.length)"]`,
      "terraform_data.a (local-exec): 1",
    ]);
  });

  test("that fails taints the object, and what depends on it is not made", async () => {
    const of = (command: string) => ({
      resource: {
        null_resource: { a: { triggers: { x: 1 }, provisioner: [local({ command })] } },
        terraform_data: { b: { input: "${null_resource.a.id}" } },
      },
    });
    const stack = workspace(of("echo lost; exit 3"));
    const { applied } = await stack.apply();
    expect(applied.diagnostics).toEqual([
      expect.objectContaining({
        severity: "error",
        summary: "local-exec provisioner error",
        detail: "Error running command 'echo lost; exit 3': exit status 3. Output: lost",
        address: "null_resource.a",
      }),
    ]);
    expect(stack.readState().resources).toEqual([
      expect.objectContaining({
        type: "null_resource",
        provider: 'provider["registry.terraform.io/hashicorp/null"]',
        instances: [expect.objectContaining({ status: "tainted" })],
      }),
    ]);
    stack.write(of("true"));
    const again = await stack.apply();
    expect(again.applied).toMatchObject({ diagnostics: [], added: 2, destroyed: 1 });
  });

  test("may fail with on_failure continue, which is a warning", async () => {
    const stack = workspace({
      resource: { terraform_data: { a: { provisioner: [local({ command: "exit 1", on_failure: "continue" })] } } },
    });
    const { applied } = await stack.apply();
    expect(applied.diagnostics).toMatchObject([{ severity: "warning" }]);
    expect(applied.added).toBe(1);
  });

  test("at destruction sees the object as it was, and keeps it when it fails", async () => {
    const of = (command: string) => ({
      resource: {
        terraform_data: { a: { for_each: { k: 1 }, input: "bye", provisioner: [local({ when: "destroy", command })] } },
      },
    });
    const stack = workspace(of("exit 1"));
    await stack.apply();
    expect(stack.lines.join("\n")).not.toContain("local-exec");
    const failed = await stack.apply({ mode: "destroy" });
    expect(summaries(failed.applied)).toEqual(["local-exec provisioner error"]);
    expect(stack.readState().resources).toHaveLength(1);
    stack.write(of("echo ${self.output} ${each.key} > gone"));
    const done = await stack.apply({ mode: "destroy" });
    expect(done.applied.diagnostics).toEqual([]);
    expect(readFileSync(path.join(stack.directory, "gone"), "utf8")).toBe("bye k\n");
    expect(stack.readState().resources).toEqual([]);
  });

  test("shows nothing of what is sensitive, and nothing of a quiet command", async () => {
    const stack = workspace({
      variable: { password: { default: "hunter2", sensitive: true } },
      resource: {
        terraform_data: {
          a: { provisioner: [local({ command: "echo ${var.password} | tee seen" })] },
          b: { provisioner: [local({ command: "true --with=words", quiet: true })] },
        },
      },
    });
    await stack.apply();
    expect(existsSync(path.join(stack.directory, "seen"))).toBe(true);
    expect(stack.lines.join("\n")).not.toMatch(/hunter2|words/);
    expect(stack.lines.join("\n")).toContain("(output suppressed due to sensitive value in config)");
  });

  test("is asked to end at an interruption, and its end is waited for", async () => {
    const controller = new AbortController();
    const stack = workspace({
      resource: {
        terraform_data: {
          a: {
            provisioner: [
              local({ command: "trap 'echo cleaned; exit 1' INT; echo ready; while :; do sleep 0.05; done" }),
            ],
          },
          b: { input: "${terraform_data.a.id}" },
        },
      },
    });
    const running = stack.apply({
      signal: controller.signal,
      progress: (event) => {
        if (event.kind === "output" && event.line === "ready") controller.abort();
      },
    });
    const { applied } = await running;
    expect(applied.interrupted).toBe(true);
    expect(applied.diagnostics[0]?.detail).toContain("cleaned");
    expect(stack.readState().resources.map(({ name }) => name)).toEqual(["a"]);
  });
});
