/** Help, versions, and commands that are spelt wrong. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createProgram } from "../../lib/cli/program";
import { packageVersion } from "../../lib/version";
import { CommandLine, expectSentences, mainFile } from "./support/command-line";

let cli: CommandLine;
beforeEach(() => void (cli = new CommandLine()));
afterEach(() => cli.remove());

const commands = createProgram().commands.map((command) => command.name());

it.each(commands)("%s --help shows its options and examples of use", async (command) => {
  const { code, stdout, stderr } = await cli.run([command, "--help"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain(`Usage: ipfailover ${command}`);
  expect(stdout).toMatch(new RegExp(`Examples:\n  ipfailover ${command}`));
});

it.each(commands)("%s has a line in the documentation of the command line", (command) => {
  const page = readFileSync(path.resolve(__dirname, "../../docs/cli.md"), "utf8");
  expect(page).toMatch(new RegExp(`^\\| \`${command}\\b`, "m"));
});

it("--help names every command and the exit codes", async () => {
  const { code, stdout } = await cli.run(["--help"]);
  expect(code).toBe(0);
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
  expect(stdout).toContain("Exit codes: 0 done, 1 error, 2 changes or drift");
});

it("--version prints the version alone", async () => {
  expect(await cli.run(["--version"])).toEqual({ code: 0, stdout: `${packageVersion}\n`, stderr: "" });
});

const wrong: readonly (readonly [name: string, args: readonly string[], says: readonly string[]])[] = [
  ["a command that there is not", ["plann"], ["unknown command 'plann'", "Did you mean plan?", "--help"]],
  ["an option that there is not", ["plan", "--ouut", "x"], ["unknown option '--ouut'", "Did you mean --out?"]],
  ["an option without its value", ["plan", "--out"], ["--out <file>", "argument missing"]],
  ["an argument too many", ["plan", "a", "b"], ["too many arguments"]],
  ["two outputs at once", ["plan", "--json", "--markdown"], ["--json and --markdown exclude each other"]],
  ["two modes at once", ["plan", "--destroy", "--refresh-only"], ["--destroy and --refresh-only exclude each other"]],
  ["two modes of apply", ["apply", "--destroy", "--refresh-only"], ["exclude each other"]],
  ["a parallelism of none", ["plan", "--parallelism", "0"], ["Use a whole number from 1 to"]],
  ["a parallelism in words", ["plan", "--parallelism", "many"], ["'many' is invalid", "whole number"]],
  ["no clouds to simulate", ["simulate"], ["missing required argument 'cloud'"]],
  ["a cloud that there is no simulator of", ["simulate", "mars"], ['no simulator of "mars"', "ionos"]],
  ["a cloud named like a part of JavaScript", ["simulate", "constructor"], ['no simulator of "constructor"']],
  ["a port beyond all ports", ["simulate", "ionos", "--port", "70000"], ["'70000' is invalid", "from 0 to 65535"]],
  ["a port in words", ["simulate", "ionos", "--port", "http"], ["'http' is invalid", "from 0 to 65535"]],
  ["a negative settling time", ["simulate", "ionos", "--settle-ms=-1"], ["'-1' is invalid"]],
  ["a seed that is not there", ["simulate", "ionos", "--seed", "none.json"], ["none.json cannot be read"]],
  ["a scene that there is not", ["simulate", "ovh", "--scene", "mars"], ["'mars' is invalid", "demo"]],
  ["a scene of two clouds", ["simulate", "ovh", "ionos", "--scene", "demo"], ["--scene", "one cloud"]],
  ["a folder to install into that is not there", ["install-provider", "--dir", "none"], ["no folder none", "--dir"]],
  ["a stack that is not there", ["plan", "none"], ["none is no directory"]],
  ["no stack at all", ["plan"], ["There is no stack in", "cdktf synth"]],
  ["status of no stack", ["status"], ["There is no stack in", "cdktf synth"]],
  [
    "status of a group in no LAN",
    ["status", "--cloud", "ionos", "--ip", "203.0.113.1", "--member", "a=s/n", "--master", "a"],
    ["On IONOS a failover group lives in a LAN"],
  ],
  [
    "status of a malformed member",
    ["status", "--cloud", "ionos", "--ip", "203.0.113.1", "--network", "d/1", "--member", "a"],
    ['--member is "a"', "NAME=SERVER/NIC"],
  ],
  [
    "status of a group without members",
    ["status", "--cloud", "ionos", "--ip", "203.0.113.1", "--network", "d/1", "--master", "a"],
    ["members has no entry"],
  ],
  [
    "status of a group on a cloud that is none",
    ["status", "--cloud", "mars", "--ip", "203.0.113.1", "--network", "d/1", "--member", "a=s/n", "--master", "a"],
    ['cloud is "mars"', '"ionos"'],
  ],
  ["a fault that there is not", ["drill", "--fault", "earthquake"], ["'earthquake' is invalid", "crash, kill"]],
  ["an outage without its unit", ["drill", "--max-outage", "2"], ["'2' is invalid", '"500ms" or "2s"']],
  ["an injection into a lab", ["drill", "--inject", "reboot"], ["go with --probe"]],
  ["a probe of what is no address", ["drill", "--probe", "example"], ["--group is missing"]],
  [
    "a drill that would not be recovered",
    ["drill", "--group", "web", "--probe", "203.0.113.1", "--inject", "reboot"],
    ["--recover is missing"],
  ],
  ["status of a stack and a group", ["status", ".", "--cloud", "ionos"], ["leave the folder out"]],
  ["nothing to lint", ["lint"], ["missing required argument 'file'"]],
  ["a file to lint that is not there", ["lint", "none.conf"], ["none.conf cannot be read: it does not exist"]],
  ["a version that is none", ["lint", "a.conf", "--keepalived-version", "new"], ["'new' is invalid", "2.2.7"]],
  ["a format that there is not", ["lint", "a.conf", "--format", "xml"], ["'xml' is invalid", "text, json, sarif"]],
  ["a root of nobody", ["lint", "a.conf", "--root", "b=."], ['no member "b" among a']],
  ["members of one name", ["lint", "x/a.conf", "y/a.conf"], ["Two members are called a", "NAME=FILE"]],
  ["a peer without a command", ["doctor", "--peer", "b"], ["'b' is invalid", "NAME=COMMAND"]],
  ["a doctor without a patient", ["doctor", "--config", "none.conf"], ["/none.conf cannot be read", "--config"]],
  ["status of parts of a group", ["status", "--ip", "203.0.113.1"], ["--ip", "--cloud"]],
];

it.each(wrong)("ends with 1 and sentences for %s", async (_name, args, says) => {
  const { code, stdout, stderr } = await cli.run(args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expectSentences(stderr);
  for (const part of says) expect(stderr.replace(/\s+/g, " ")).toContain(part);
});

it("asks which stack is meant when there are several", async () => {
  for (const name of ["shop", "blog"]) cli.write(`cdktf.out/stacks/${name}/cdk.tf.json`, {});
  const { code, stderr } = await cli.run(["plan"]);
  expect(code).toBe(1);
  expect(stderr.replace(/\s+/g, " ")).toContain("Stacks: cdktf.out/stacks/blog, cdktf.out/stacks/shop.");
});

it("takes a stack by its name", async () => {
  for (const name of ["shop", "blog"]) cli.write(`cdktf.out/stacks/${name}/cdk.tf.json`, {});
  const { code, stdout } = await cli.run(["plan", "shop"]);
  expect(code).toBe(0);
  expect(stdout).toContain("No changes.");
});

it.each([
  ["a malformed --lock-timeout", ["--lock-timeout", "soon"], 'such as "30s"'],
  ["a malformed --target", ["--target", "web"], '"web" is no resource address'],
  ["a --var without value", ["--var", "size"], "name=value"],
  ["a --var-file that is not there", ["--var-file", "none.tfvars"], "none.tfvars"],
])("ends with 1 and sentences for %s", async (_name, args, says) => {
  cli.write("cdk.tf.json", {});
  const { code, stderr } = await cli.run(["plan", ...args]);
  expect(code).toBe(1);
  expectSentences(stderr);
  expect(stderr).toContain(says);
});

it.each(["not a plan", ""])("refuses to apply a file that is no plan: %j", async (content) => {
  cli.write("cdk.tf.json", {});
  cli.write("plan.bin", content);
  const { code, stderr } = await cli.run(["apply", "plan.bin"]);
  expect(code).toBe(1);
  expect(stderr).toContain("plan.bin: it is no plan that this tool saved");
  expectSentences(stderr);
});

it("ends quietly when nobody reads its output any more", async () => {
  cli.write("cdk.tf.json", {});
  const child = spawn(process.execPath, [mainFile, "plan"], { cwd: cli.dir, env: cli.env() });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});
