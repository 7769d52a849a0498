/** The provider as a process: where it may be started, how it ends, and what it leaves. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describeWithTerraform, plainText, type RunningProcess, type RunResult } from "../support/terraform";
import { type Built, buildProvider, FakeStack } from "./fake/stack";

let built: Built;
beforeAll(async () => {
  built = await buildProvider();
});
afterAll(() => built.remove());

describeWithTerraform("the provider as a process", (tool) => {
  let stack: FakeStack;
  beforeEach(() => {
    stack = new FakeStack(tool, built.bundle);
  });
  afterEach(() => stack.remove());

  describe("processes", () => {
    const isAlive = (pid: number): boolean => {
      try {
        process.kill(pid, 0);
        // A zombie waits for a parent that does not ask; it runs no more.
        return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
      } catch {
        return false;
      }
    };

    /** Applies something slow and goes on once the provider is at it. */
    async function applying(run: (terraform: RunningProcess, provider: number) => Promise<void>): Promise<RunResult> {
      stack.thing({ behaviour: "slow" });
      await stack.init();
      let terraform: RunningProcess | undefined;
      const end = stack.run(["apply", "-no-color", "-auto-approve"], { started: (started) => (terraform = started) });
      await terraform?.printed("Creating...");
      await until(() => stack.calls().includes("apply"));
      const pid = stack.journal().find(({ call }) => call === "apply")?.pid ?? -1;
      expect(isAlive(pid)).toBe(true);
      if (terraform) await run(terraform, pid);
      const result = await end;
      await until(() => !isAlive(pid));
      return result;
    }

    it("stop their work on Ctrl-C, which reaches them too, and nothing is lost", async () => {
      const result = await applying((terraform) => Promise.resolve(terraform.killGroup("SIGINT")));
      expect(result.code).toBe(1);
      expect(plainText(result.stdout + result.stderr)).toContain("Error: Interrupted");
      expect(stack.journal().find(({ call }) => call === "aborted")?.about).toBe("Terraform was interrupted");
      expect(await stack.state()).toBeUndefined();
    });

    it("end when Terraform is killed", async () => {
      await applying((terraform) => Promise.resolve(terraform.kill("SIGKILL")));
      await until(() => stack.calls().includes("aborted"));
      expect(stack.journal().find(({ call }) => call === "aborted")?.about).toBe("Terraform is gone");
    });

    it("end by themselves after each walk, and leave no socket", async () => {
      const temporary = mkdtempSync(path.join(stack.root, "t"));
      stack.thing({});
      await stack.init();
      const begun = Date.now();
      await stack.succeed(["plan"], { env: { TMPDIR: temporary } });
      // Terraform waits two seconds for each of three processes that does not end by itself.
      expect(Date.now() - begun).toBeLessThan(5500);
      expect(stack.calls().filter((call) => call === "close")).toHaveLength(1);
      expect(readdirSync(temporary)).toEqual([]);
    });

    it("log to Terraform's log, where each line has its level", async () => {
      stack.thing({}, { provider: { ipfailover: { cloud: "fake", token: "token-in-config" } } });
      await stack.init();
      const { stderr } = await stack.run(["apply", "-auto-approve"], { env: { TF_LOG_PROVIDER: "debug" } });
      expect(stderr).toMatch(
        /\[INFO\]\s+provider\.terraform-provider-ipfailover_v0\.1\.0: open with \(sensitive value\)/,
      );
      expect(stderr).toContain("stray output of a library");
      expect(stderr).not.toContain("token-in-config");
    });

    it("work without TLS", async () => {
      stack.thing({});
      await stack.init();
      await stack.succeed(["apply", "-auto-approve"], { env: { TF_DISABLE_PLUGIN_TLS: "1" } });
      expect(await stack.state()).toMatchObject({ id: "thing-web" });
    });
  });

  describe("the place where it is started", () => {
    it("may lie in a project of ES modules", async () => {
      writeFileSync(path.join(stack.root, "package.json"), '{"type":"module"}');
      stack.thing({});
      await stack.init();
      await stack.plan();
    });

    it("may have spaces and umlauts in its name", async () => {
      const odd = path.join(stack.root, "mein Pröjekt $HOME");
      mkdirSync(odd);
      const moved = new FakeStack(tool, built.bundle, odd);
      moved.thing({});
      await moved.init();
      await moved.plan();
      moved.remove();
    });

    it("says in one sentence that there is no Node", async () => {
      stack.thing({});
      await stack.init();
      expect(await stack.fails(["plan"], { PATH: stack.root })).toContain(
        "The provider ipfailover needs Node.js 20.9 or newer, but there is no node on PATH.",
      );
    });

    it("says in one sentence that Node is too old", async () => {
      const preload = path.join(stack.root, "old.cjs");
      writeFileSync(preload, 'Object.defineProperty(process.versions, "node", { value: "18.20.4" });');
      stack.thing({});
      await stack.init();
      expect(await stack.fails(["plan"], { NODE_OPTIONS: `--require ${preload}` })).toContain(
        "The provider ipfailover needs Node.js 20.9 or newer; the node on PATH is 18.20.4.",
      );
    });

    it("may have NODE_OPTIONS that print", async () => {
      const preload = path.join(stack.root, "noisy.cjs");
      writeFileSync(preload, 'console.log("tracing is on"); require("fs").writeSync(1, "really\\n");');
      stack.thing({});
      await stack.init();
      await stack.succeed(["plan"], { env: { NODE_OPTIONS: `--require ${preload}` } });
    });
  });
});

/** For what no event tells: other processes and their files. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("it did not come about within 30 s");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
