/** `ipfailover lint`: files, names, formats and exit codes. */
import { spawnSync } from "node:child_process";
import { CommandLine, expectSentences, mainFile } from "../../cli/support/command-line";
import { conf, partner } from "./conf";

let cli: CommandLine;
beforeEach(() => void (cli = new CommandLine()));
afterEach(() => cli.remove());

const quiet = {
  globals: ["vrrp_garp_master_refresh 5", "vrrp_check_unicast_src"],
  lines: ["track_file {", "drain weight 0", "}"],
  above: ["track_file drain {\n    file /run/drain\n}"],
};

interface JsonReport {
  readonly members: readonly { readonly name: string; readonly version: string }[];
  readonly summary: Readonly<Record<string, number>>;
  readonly findings: readonly Readonly<Record<string, unknown>>[];
}

async function lintJson(...args: readonly string[]): Promise<JsonReport & { readonly code: number | null }> {
  const { code, stdout } = await cli.run(["lint", "--format", "json", ...args]);
  return { code, ...(JSON.parse(stdout) as JsonReport) };
}

it("names members by the folder or the file that is theirs, and says where a fault stands", async () => {
  cli.write("hosts/a/etc/keepalived/keepalived.conf", conf(quiet));
  cli.write("hosts/b/keepalived.conf", partner({ ...quiet, set: { virtual_router_id: "52" } }));
  cli.write("c.conf", partner({ ...quiet, set: { priority: "50", unicast_src_ip: "192.0.2.13" } }));
  const report = await lintJson("hosts/a", "hosts/b", "c.conf", "--keepalived-version", "c=2.2.2");
  expect(report.members).toEqual([
    { name: "a", file: "hosts/a/etc/keepalived/keepalived.conf", version: "2.2.7" },
    { name: "b", file: "hosts/b/keepalived.conf", version: "2.2.7" },
    { name: "c", file: "c.conf", version: "2.2.2" },
  ]);
  expect(report.code).toBe(2);
  expect(report.findings.find(({ rule }) => rule === "set-vrid")).toMatchObject({
    severity: "error",
    member: "b",
    file: "hosts/b/keepalived.conf",
    line: 11,
    column: 5,
    related: [{ member: "a", file: "hosts/a/etc/keepalived/keepalived.conf", line: 11 }],
  });
});

it("says which folders are members where one that holds several is named", async () => {
  cli.write("hosts/a/keepalived.conf", conf(quiet));
  cli.write("hosts/b/etc/keepalived/keepalived.conf", partner(quiet));
  const { code, stderr } = await cli.run(["lint", "hosts"]);
  expect(code).toBe(1);
  expect(stderr).toContain("Name each member by itself: hosts/a hosts/b.");
});

it("reads a member from stdin", () => {
  const { status, stdout } = spawnSync(process.execPath, [mainFile, "lint", "a=-", "--format", "json"], {
    input: conf({ set: { virtual_router_id: "0" } }),
    encoding: "utf8",
  });
  expect(status).toBe(2);
  expect((JSON.parse(stdout) as JsonReport).findings).toContainEqual(
    expect.objectContaining({ rule: "vrid-invalid", member: "a", file: "-", line: 4 }),
  );
});

it("ends with 0 unless something is worse than --max-severity", async () => {
  cli.write("a.conf", conf(quiet));
  cli.write("b.conf", partner(quiet));
  const clean = await cli.run(["lint", "a.conf", "b.conf", "--max-severity", "none"]);
  expect(clean).toMatchObject({ code: 0, stderr: "" });
  expect(clean.stdout).toContain("2 members: 0 errors, 0 warnings, 0 notes");

  cli.write("b.conf", partner({ ...quiet, set: { priority: "150" } }));
  expect((await lintJson("a.conf", "b.conf")).code).toBe(0);
  expect((await lintJson("a.conf", "b.conf", "--max-severity", "info")).code).toBe(2);
  expect((await lintJson("a.conf", "b.conf", "--max-severity", "warning")).summary).toMatchObject({ warning: 1 });
});

it("says in words what is wrong, why and how to mend it, and what it could not look at", async () => {
  cli.write("a.conf", conf({ ...quiet, lines: ['notify "/usr/local/bin/moved"'] }));
  const { code, stdout, stderr } = await cli.run(["lint", "a.conf"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expectSentences(stdout);
  expect(stdout).toMatch(/^a\.conf:\d+:\d+: warning: .* \[script-security\]\n {4}Why: .*\n {4}Fix: /m);
  expect(stdout).toMatch(/Not checked:\n(.*\n)*.*a: the scripts \(\/usr\/local\/bin\/moved\)/);
  expect(stdout).toContain("whether the members fit together: only one was given");
});

it("reads a line for @id as the member that it lints", async () => {
  cli.write("shared.conf", conf({ set: { priority: null }, lines: ["@a priority 150", "@b priority 100"] }));
  const report = await lintJson("a=shared.conf", "b=shared.conf");
  expect(report.findings.map(({ rule }) => rule)).not.toContain("priority-missing");
  expect(report.findings.map(({ rule }) => rule)).not.toContain("set-priorities");
});
