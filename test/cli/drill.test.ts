/** `ipfailover drill`: its plan, its safety catches, its reports and its exit codes. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import path from "node:path";
import { buildSync } from "esbuild";
import { describeWithLab, nobody } from "../hosts/drill/support/lab";
import { drillOf, journalOf, runWith } from "../hosts/drill/support/journal";
import { pair } from "../hosts/support/declarations";
import type { RunResult, RunOptions } from "../support/terraform";
import { CommandLine, expectSentences } from "./support/command-line";

let cli: CommandLine;
beforeEach(() => void (cli = new CommandLine()));
afterEach(() => cli.remove());

describe("without what it needs", () => {
  it("says what is missing and which packages have it, and exits with 2", async () => {
    cli.write("hosts.json", pair());
    const { code, stdout, stderr } = await cli.run(["drill", "hosts.json"], { env: { PATH: "/nonexistent" } });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/Not found: unshare, .*apt-get install --no-install-recommends util-linux/);
  });

  it("says that nothing would notice a service that is down, of a file or of a stack", async () => {
    cli.write("hosts.json", pair());
    cli.write("cdk.tf.json", { locals: { ipfailover_hosts_ha: pair() } });
    for (const target of ["hosts.json", "."]) {
      const { code, stderr } = await cli.run(["drill", target, "--fault", "service"]);
      expect(code).toBe(1);
      expect(stderr).toContain("nothing tracks the service of web");
    }
  });

  it("asks which group is meant, and who is no member", async () => {
    const both = { web: { addresses: ["203.0.113.10"] }, mail: { addresses: ["203.0.113.20"] } };
    cli.write("hosts.json", { ...pair(), groups: both });
    const says = [];
    for (const more of [[], ["--group", "shop"], ["--group", "web", "--member", "z"]]) {
      says.push((await cli.run(["drill", "hosts.json", ...more])).stderr.trim());
    }
    expect(says).toEqual([
      "Error: There are several groups: web, mail. Name one with --group.",
      'Error: --group is "shop". The groups are web, mail.',
      'Error: --member is "z". The members of web are a, b.',
    ]);
  });
});

describe("a journal that was kept", () => {
  it("gives every report again, and the verdict as the exit code", async () => {
    const passed = journalOf([drillOf("crash", [runWith()])]);
    const limits = { maxOutageMs: 500 };
    const failed = journalOf([drillOf("crash", [runWith()], limits)], { limits });
    const broken = journalOf([drillOf("crash", [], {}, { aborted: "the lab could not be built" })]);
    const lost = journalOf([drillOf("crash", [], {}, { aborted: "the recovery failed", notRecovered: true })]);
    const codes = [];
    for (const journal of [passed, failed, broken, lost]) {
      cli.write("drill.json", journal);
      const { code, stderr } = await cli.run(["drill", "--from", "drill.json", "--junit", "j.xml", "--html", "p.html"]);
      expect(stderr).toBe("");
      codes.push(code);
    }
    expect(codes).toEqual([0, 1, 3, 4]);
    expect(readFileSync(path.join(cli.dir, "j.xml"), "utf8")).toContain("<testsuites");
    expect(readFileSync(path.join(cli.dir, "p.html"), "utf8")).toContain("Drill of web: not carried out");
  });

  it("goes to other programs as it is with --json", async () => {
    const journal = journalOf([drillOf("crash", [runWith()])]);
    cli.write("drill.json", journal);
    const { stdout } = await cli.run(["drill", "--from", "drill.json", "--json"]);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(journal)));
  });

  it("has to be one", async () => {
    cli.write("drill.json", {});
    const { code, stderr } = await cli.run(["drill", "--from", "drill.json"]);
    expect(code).toBe(1);
    expect(stderr).toContain("drill.json cannot be read as a journal");
  });
});

describe("on real hosts", () => {
  let server: Server;
  beforeEach(async () => {
    server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    for (const [member, state] of [
      ["a", "MASTER"],
      ["b", "BACKUP"],
    ] as const)
      cli.write(member, state);
  });
  afterEach(() => void server.close());

  const holds = (name: string) => existsSync(path.join(cli.dir, name));
  /** The injection only leaves a mark, so that the fault lasts until its time is over. */
  function drill(more: readonly string[] = [], options: RunOptions = {}): Promise<RunResult> {
    const probe = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const states = ["a", "b"].flatMap((member) => ["--state", `${member}=cat ${cli.dir}/${member}`]);
    const commands = ["--inject", `touch ${cli.dir}/struck`, "--recover", `echo once >> ${cli.dir}/recovered`];
    const args = ["drill", "--group", "web", "--probe", probe, ...states, ...commands, "--runs", "1", ...more];
    return cli.run(args, options);
  }

  it("tells its plan and does nothing", async () => {
    const { code, stdout, stderr } = await drill();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expectSentences(stdout);
    expect(stdout).toContain("nothing has been done yet");
    expect(stdout).toContain("--yes-production web");
    expect(holds("struck")).toBe(false);
  });

  it("tells its plan too where it does not know yet how to ask members, and how to say it", async () => {
    cli.write("hosts.json", pair());
    const commands = ["--inject", `touch ${cli.dir}/struck`, "--recover", "true"];
    const args = ["drill", "hosts.json", "--probe", "203.0.113.10", ...commands];
    const told = await cli.run(args);
    expect(told).toMatchObject({ code: 0, stderr: "" });
    expect(told.stdout).toContain("It cannot be done like this. --state is missing for a, b:");
    const refused = await cli.run([...args, "--yes-production", "web"]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("--state is missing for a, b:");
    expect(holds("struck")).toBe(false);
  });

  it("wants the name of this very group", async () => {
    const { code, stderr } = await drill(["--yes-production", "shop"]);
    expect(code).toBe(1);
    expect(stderr).toContain('--yes-production is "shop", and this is the group web');
    expect(holds("struck")).toBe(false);
  });

  it("begins with healthy members only, and exits with 2 otherwise", async () => {
    cli.write("b", "FAULT");
    const { code, stderr } = await drill(["--yes-production", "web"]);
    expect(code).toBe(2);
    expect(stderr).toContain("a MASTER, b FAULT");
    expect(holds("struck")).toBe(false);
  });

  it("is interrupted with a recovery; meanwhile nobody else drills the group", async () => {
    const running = new Promise<{ readonly result: Promise<RunResult>; interrupt: () => void }>((resolve) => {
      const result: Promise<RunResult> = drill(["--yes-production", "web", "--hold", "60s"], {
        started: (child) => void setImmediate(() => resolve({ result, interrupt: () => child.killGroup("SIGINT") })),
      });
    });
    const { result, interrupt } = await running;
    await until(() => holds("struck"));
    const second = await drill(["--yes-production", "web"]);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain("Another drill of web is under way");
    interrupt();
    expect((await result).code).toBe(130);
    expect(readFileSync(path.join(cli.dir, "recovered"), "utf8")).toBe("once\n");
  });

  it("recovers though the drill is killed", async () => {
    const result = drill(["--yes-production", "web", "--hold", "60s"], {
      started: (child) => void until(() => holds("struck")).then(() => child.kill("SIGKILL")),
    });
    expect((await result).code).toBeNull();
    await until(() => holds("recovered"));
  });
});

describeWithLab("in a lab, by an ordinary user", () => {
  it("is a gate: within its limits the exit code is 0, beyond them 1", async () => {
    const drill = ordinaryUser();
    cli.write("hosts.json", pair({ profile: "fast", startup_delay: "0s" }));
    const args = ["drill", path.join(cli.dir, "hosts.json"), "--fault", "stop", "--runs", "1", "--watch", "500ms"];
    const [kept, missed] = await Promise.all([
      drill([...args, "--max-outage", "2s", "--max-split-brain", "500ms"]),
      drill([...args, "--max-outage", "10ms"]),
    ]);
    expect(kept.stderr).toMatch(/^stop: run 1 of 1, [ab] struck, outage \d+ ms$/m);
    expect(kept.stdout).toContain("PASSED: stop passed.");
    expect(kept.code).toBe(0);
    expect(missed.stdout).toMatch(/FAILED: run 1: the outage of .* is longer than 10 ms/);
    expect(missed.code).toBe(1);
  });

  it("ends at Ctrl-C, and its labs with it", async () => {
    const drill = ordinaryUser();
    cli.write("hosts.json", pair());
    const result = drill(["drill", path.join(cli.dir, "hosts.json"), "--fault", "stop", "--runs", "1"], {
      started: (child) => void setTimeout(() => child.killGroup("SIGINT"), 1500),
    });
    expect((await result).code).toBe(130);
  });
});

/** The command line where everybody may read it: a checkout below /root is closed to the ordinary user. */
function ordinaryUser(): (args: readonly string[], options?: RunOptions) => Promise<RunResult> {
  const folder = path.join(cli.root, "program");
  const source = path.resolve(__dirname, "../../lib");
  const bundle = { bundle: true, platform: "node", logLevel: "error" } as const;
  mkdirSync(folder);
  buildSync({
    ...bundle,
    external: ["koffi"],
    entryPoints: [path.join(source, "cli/main.ts")],
    outfile: path.join(folder, "main.js"),
  });
  const agent = path.join(source, "hosts/drill/lab/agent/main.ts");
  buildSync({ ...bundle, entryPoints: [agent], outfile: path.join(folder, "agent/main.js") });
  for (const readable of [cli.root, cli.dir, folder]) chmodSync(readable, 0o755);
  const ids = process.getuid?.() === 0 ? [`--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"] : [];
  writeFileSync(
    path.join(folder, "run.cjs"),
    `const { spawnSync } = require("node:child_process");
     process.on("SIGINT", () => {});
     const args = ${JSON.stringify([...ids, process.execPath, path.join(folder, "main.js")])};
     process.exit(spawnSync("setpriv", [...args, ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1);`,
  );
  return (args, options) => cli.runFile(path.join(folder, "run.cjs"), args, options);
}

async function until(met: () => boolean): Promise<void> {
  while (!met()) await new Promise((resolve) => setTimeout(resolve, 20));
}
