/** What a provider in Node gets wrong, each seen through the real Terraform. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describeWithTerraform, plainText, type RunningProcess, type RunResult } from "../support/terraform";
import { type Built, buildProvider, FakeStack } from "./fake/stack";

let built: Built;
beforeAll(async () => {
  built = await buildProvider();
});
afterAll(() => built.remove());

interface Instance {
  schema_version: number;
  attributes: Record<string, unknown>;
}
interface StateFile {
  serial: number;
  resources: { instances: Instance[] }[];
}

describeWithTerraform("a provider in Node", (tool) => {
  let stack: FakeStack;
  beforeEach(() => {
    stack = new FakeStack(tool, built.bundle);
  });
  afterEach(() => stack.remove());

  async function fails(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    const result: RunResult = await stack.run([...args, "-no-color"], { env });
    expect(result.code).toBe(1);
    return plainText(result.stdout + result.stderr);
  }

  describe("diagnostics", () => {
    it("point at the attribute, at every depth, errors and warnings alike", async () => {
      stack.thing({
        behaviour: "warn",
        rules: [{ port: 80 }, { port: 0 }],
        members: { "a.b": { server: "bad" } },
      });
      await stack.init();
      const { stdout } = await stack.run(["validate", "-json"]);
      const { diagnostics } = JSON.parse(stdout) as {
        diagnostics: { severity: string; summary: string; snippet?: { context: string; code: string } }[];
      };
      const seen = diagnostics.map(({ severity, summary, snippet }) => [severity, summary, snippet?.code.trim()]);
      expect(seen).toEqual(
        expect.arrayContaining([
          ["warning", "A noisy thing", '"behaviour": "warn",'],
          ["error", "Bad port", '"port": 0'],
          ["error", "Bad server", '"server": "bad"'],
        ]),
      );
    });

    it.each([
      ["validate", "throw-validate", "ValidateResourceConfig ipfailover_thing", "validation broke."],
      ["plan", "throw-plan", "PlanResourceChange ipfailover_thing", "planning broke."],
    ])("take the place of an exception in %s", async (command, behaviour, what, why) => {
      stack.thing({ behaviour });
      await stack.init();
      const output = await fails([command]);
      expect(output).toContain(`Error: The provider failed in ${what}`);
      expect(output).toContain(why);
      expect(output).not.toMatch(/second line|\.cjs:|Plugin error|did not respond/);
    });

    it("keep the object when reading it throws, and name no secret", async () => {
      stack.thing({ behaviour: "throw-read" });
      await stack.init();
      await stack.apply();
      const output = await fails(["plan"], { FAKE_TOKEN: "very-secret-token" });
      expect(output).toContain("read broke with (sensitive value).");
      expect(await stack.state()).toMatchObject({ id: "thing-web" });
    });

    it("of the provider's configuration point at it and hide its secrets", async () => {
      const provider = { ipfailover: { cloud: "wrong", token: "token-in-config" } };
      stack.thing({}, { provider });
      await stack.init();
      const output = await fails(["validate"]);
      expect(output).toContain('cloud is "wrong". The token was (sensitive value).');
      stack.thing({}, { provider: { ipfailover: { cloud: "refused", token: "token-in-config" } } });
      const refused = await fails(["plan"], { TF_LOG: "trace" });
      expect(refused).toContain("The token (sensitive value) was refused.");
      expect(refused).not.toContain("The token token-in-config");
    });
  });

  describe("failed changes", () => {
    it("record nothing of a create that failed, and the next run goes on", async () => {
      stack.thing({ behaviour: "fail" });
      await stack.init();
      expect(await fails(["apply", "-auto-approve"])).toContain("Refused by the cloud");
      expect(await stack.state()).toBeUndefined();
      stack.thing({ behaviour: "throw-apply" });
      expect(await fails(["apply", "-auto-approve"])).toContain("applying broke.");
      expect(await stack.state()).toBeUndefined();
    });

    it.each(["fail", "throw-apply"])("keep what was before an update that failed (%s)", async (behaviour) => {
      stack.thing({ text: "before" });
      await stack.init();
      await stack.apply();
      stack.thing({ text: "after", behaviour });
      expect(await fails(["apply", "-auto-approve"])).not.toContain("still indicated an unknown value");
      expect(await stack.state()).toMatchObject({ text: "before", behaviour: null, revision: 1 });
    });

    it("are reported when the process dies in the middle of them", async () => {
      stack.thing({ behaviour: "exit" });
      await stack.init();
      expect(await fails(["apply", "-auto-approve"])).toMatch(/did not respond|Request cancelled|Plugin error/);
      expect(await stack.state()).toBeUndefined();
    });
  });

  describe("values", () => {
    it("keep numbers exact that JavaScript cannot hold, and report one where it is no use", async () => {
      // JSON.stringify would round it; Terraform reads the text.
      stack.thing({ rules: [{ port: 1 }] });
      const file = path.join(stack.dir, "main.tf.json");
      const write = (port: string) =>
        writeFileSync(file, readFileSync(file, "utf8").replace(/"port": [\d.]+/, `"port": ${port}`));
      await stack.init();
      for (const port of ["9007199254740993", "3.14159265358979323846", "0.1", "18446744073709551616"]) {
        write(port);
        await stack.apply();
        expect(await stack.succeed(["state", "pull"])).toContain(`"port": ${port}`);
        expect(await stack.planCode()).toBe(0);
      }
      stack.configure({
        resource: { ipfailover_thing: { t: { name: "web", size: "${9007199254740993}" } } },
      });
      expect(await fails(["validate"])).toContain("size is 9007199254740993; use a small whole number.");
    });

    it("hide what the table calls sensitive", async () => {
      stack.thing({ secret: "hush-hush" });
      await stack.init();
      const output = await stack.apply();
      expect(output).toMatch(/secret\s+= \(sensitive value\)/);
      expect(output).not.toContain("hush-hush");
    });

    it("carry an attribute of 5 MB", async () => {
      // Made by a function: Terraform takes long to read such a text from a file.
      stack.thing({ text: '${format("%05242880d", 0)}' });
      await stack.init();
      await stack.apply();
      expect(await stack.planCode()).toBe(0);
    });

    it("plan while the provider's own configuration is unknown", async () => {
      stack.configure({
        provider: { ipfailover: { cloud: "fake", endpoint: "${terraform_data.later.output}" } },
        resource: {
          terraform_data: { later: { input: stack.cloudFile } },
          ipfailover_thing: { t: { name: "web" } },
        },
      });
      await stack.init();
      expect(await stack.plan()).toContain("2 to add");
      await stack.apply();
      expect(Object.keys(stack.cloud())).toEqual(["thing-web"]);
    });
  });

  describe("stored state", () => {
    async function editState(edit: (state: StateFile) => void): Promise<void> {
      const state = JSON.parse(await stack.succeed(["state", "pull"])) as StateFile;
      edit(state);
      state.serial++;
      const file = stack.write("edited.tfstate.json", state);
      await stack.succeed(["state", "push", file]);
      rmSync(file);
    }
    function instance(state: StateFile): Instance {
      const found = state.resources[0]?.instances[0];
      if (!found) throw new Error("the state is empty");
      return found;
    }

    it("is upgraded from an older version", async () => {
      stack.thing({ text: "old words" });
      await stack.init();
      await stack.apply();
      await editState((state) => {
        const { text, ...rest } = instance(state).attributes;
        Object.assign(instance(state), { schema_version: 1, attributes: { ...rest, content: text } });
      });
      expect(await stack.planCode()).toBe(0);
      expect(stack.calls()).toContain("upgrade");
    });

    it("is fitted to the table when attributes came or went without a new version", async () => {
      stack.thing({ text: "words" });
      await stack.init();
      await stack.apply();
      await editState((state) => {
        const { attributes } = instance(state);
        delete attributes.tags;
        attributes.gone = "since long";
      });
      expect(await stack.planCode()).toBe(0);
      expect(stack.calls()).not.toContain("upgrade");
    });

    it("moves to another type with `moved`", async () => {
      stack.configure({ resource: { ipfailover_other: { t: { name: "web" } } } });
      await stack.init();
      await stack.apply();
      stack.thing({}, { moved: [{ from: "ipfailover_other.t", to: "ipfailover_thing.t" }] });
      const output = await stack.plan();
      expect(output).toContain("(moved from ipfailover_other.t)");
      expect(output).toContain("0 to destroy");
      await stack.apply();
      expect(await stack.state()).toMatchObject({ id: "other-web", name: "web" });
      const [moved] = stack.journal().filter(({ call }) => call === "move");
      expect(moved?.about).toBe("registry.terraform.io/cdktf-ip-failover/ipfailover");
    });
  });

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
      expect(await fails(["plan"], { PATH: stack.root })).toContain(
        "The provider ipfailover needs Node.js 20.9 or newer, but there is no node on PATH.",
      );
    });

    it("says in one sentence that Node is too old", async () => {
      const preload = path.join(stack.root, "old.cjs");
      writeFileSync(preload, 'Object.defineProperty(process.versions, "node", { value: "18.20.4" });');
      stack.thing({});
      await stack.init();
      expect(await fails(["plan"], { NODE_OPTIONS: `--require ${preload}` })).toContain(
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
