/**
 * `npm run bench [-- --json] [-- --quick]`: what a user waits for, as whole processes. Absolute times depend on the
 * machine; the aims are ratios within one run, against what Terraform needs for as many resources that do nothing.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { bundlePath } from "../lib/install/bundle";
import { PROVIDER_SOURCE } from "../lib/resources/schemas";
import { findTerraform } from "../test/support/terraform";
import { measure, median } from "./measure";
import type { Run } from "./measure";
import { floorStack, startBalancerScene, startScene } from "./scene";
import type { BalancerScene, Scene } from "./scene";

interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly aim: string;
}

const cli = path.join(__dirname, "../dist/cdktf/cli/main.js");
const json = process.argv.includes("--json");
const quick = process.argv.includes("--quick");
const runs = quick ? 1 : 5;
const terraform = findTerraform()?.binary;
const figures: Figure[] = [];

function report(name: string, value: number, unit: string, aim = ""): void {
  figures.push({ name, value: Math.round(value * 1000) / 1000, unit, aim });
  if (!json) process.stdout.write(`${name.padEnd(62)} ${value.toFixed(3).padStart(10)} ${unit.padEnd(9)} ${aim}\n`);
}

type AnyScene = Scene | BalancerScene;

function envOf(dir: string, scene?: AnyScene) {
  const tools = { CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: path.join(dir, "cli.tfrc"), NO_COLOR: "1" };
  return { ...process.env, ...scene?.simulator.env, ...tools };
}

const engine = (scene: AnyScene, ...args: readonly string[]) =>
  measure([process.execPath, cli, ...args], { cwd: scene.dir, env: envOf(scene.dir, scene) });

const withTerraform = (dir: string, scene: AnyScene | undefined, ...args: readonly string[]) =>
  measure([terraform ?? "", ...args], { cwd: dir, env: envOf(dir, scene) });

async function close({ simulator, dir }: AnyScene): Promise<void> {
  await simulator.close();
  rmSync(dir, { recursive: true });
}

/** From the start of the process to the line that tells Terraform where to connect. */
function handshake(): Promise<Run> {
  return new Promise((resolve, reject) => {
    const startedAt = process.hrtime.bigint();
    const env = {
      ...process.env,
      TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
      PLUGIN_PROTOCOL_VERSIONS: "6",
    };
    const child = spawn(process.execPath, [bundlePath()], { env, stdio: ["ignore", "pipe", "ignore"] });
    child.on("error", reject);
    child.stdout.once("data", () => {
      const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
      child.once("close", () => resolve({ seconds, megabytes: NaN, stdout: "" }));
      child.kill("SIGKILL");
    });
  });
}

async function benchStart(): Promise<void> {
  const empty = await median(quick ? 3 : 20, () => measure([process.execPath, "-e", "0"]));
  const started = await median(quick ? 3 : 20, handshake);
  report("empty node process", empty.seconds * 1000, "ms");
  report("provider: start to handshake", started.seconds * 1000, "ms");
  report("provider: start to handshake / empty process", started.seconds / empty.seconds, "ratio", "<= 1.5");
}

async function floorOf(count: number): Promise<number | undefined> {
  if (terraform === undefined) return undefined;
  const dir = floorStack(count);
  await withTerraform(dir, undefined, "init");
  await withTerraform(dir, undefined, "apply", "-auto-approve");
  const plan = await median(runs, () => withTerraform(dir, undefined, "plan"));
  report(`terraform plan, ${count} terraform_data (floor)`, plan.seconds, "s");
  rmSync(dir, { recursive: true });
  return plan.seconds;
}

/** Nothing to do: the plan that a pipeline runs most. */
async function benchNoop(count: number, lans: number): Promise<void> {
  const scene = await startScene(count, lans);
  const { simulator, dir } = scene;
  await engine(scene, "apply", "--auto-approve");
  const floor = count <= 1000 ? await floorOf(count) : undefined;

  const plan = await median(runs, () => engine(scene, "plan"));
  simulator.clearJournal();
  const apply = await engine(scene, "apply", "--auto-approve");
  report(`engine: no-op plan, ${count} groups`, plan.seconds, "s", count === 10_000 ? "<= 2.5" : "");
  report(`engine: no-op plan, ${count} groups, peak memory`, plan.megabytes, "MB", count === 10_000 ? "<= 400" : "");
  report(`engine: no-op apply, ${count} groups`, apply.seconds, "s");
  report(`engine: no-op apply, ${count} groups, requests`, simulator.journal.length, "requests", "<= 3");
  if (floor !== undefined) {
    report(
      `engine: no-op plan, ${count} groups / floor`,
      plan.seconds / floor,
      "ratio",
      count === 1000 ? "<= 0.5" : "",
    );
    await withTerraform(dir, scene, "init");
    simulator.clearJournal();
    await withTerraform(dir, scene, "plan");
    const requests = simulator.journal.length;
    const planned = await median(runs, () => withTerraform(dir, scene, "plan"));
    const applied = await withTerraform(dir, scene, "apply", "-auto-approve");
    report(`terraform: no-op plan, ${count} groups`, planned.seconds, "s");
    report(`terraform: no-op plan, ${count} groups, requests`, requests, "requests", "<= 3");
    report(`terraform: no-op apply, ${count} groups`, applied.seconds, "s");
    report(
      `terraform: no-op plan, ${count} groups / floor`,
      planned.seconds / floor,
      "ratio",
      count === 1000 ? "<= 3" : "",
    );
    if (count === 1) report("terraform: no-op plan, 1 group - floor", planned.seconds - floor, "s", "<= 0.28");
  }
  await close(scene);
}

/** Fifty groups on one LAN whose changes take 200 ms each to settle. */
async function benchOneLan(): Promise<void> {
  const count = 50;
  const kinds = terraform === undefined ? (["engine"] as const) : (["engine", "terraform"] as const);
  for (const kind of kinds) {
    const scene = await startScene(count, 1, 200);
    if (kind === "terraform") await withTerraform(scene.dir, scene, "init");
    scene.simulator.clearJournal();
    const created =
      kind === "engine"
        ? await engine(scene, "apply", "--auto-approve")
        : await withTerraform(scene.dir, scene, "apply", "-auto-approve");
    const { journal } = scene.simulator;
    const writes = journal.filter(({ method }) => method !== "GET");
    const lanWrites = writes.filter(({ path: target }) => target.includes("/lans/"));
    const lanPath = lanWrites[0]?.path.replace("/cloudapi/v6", "") ?? "";
    const kept = (scene.simulator.scene.look(lanPath)?.ipFailover ?? []) as readonly unknown[];
    report(`${kind}: create 50 groups on one LAN`, created.seconds, "s", kind === "engine" ? "<= 2" : "<= 6");
    report(`${kind}: create 50 groups on one LAN, writes`, writes.length, "requests", kind === "engine" ? "<= 3" : "");
    report(
      `${kind}: create 50 groups on one LAN, writes to the LAN`,
      lanWrites.length,
      "requests",
      kind === "engine" ? "" : "<= 10",
    );
    report(`${kind}: create 50 groups on one LAN, groups lost`, count - kept.length, "groups", "0");
    await close(scene);
  }
}

/** Twenty front-ends on one load balancer whose refresh takes 500 ms: made, then all changed. */
async function benchOneBalancer(): Promise<void> {
  const count = 20;
  const kinds = terraform === undefined ? (["engine"] as const) : (["engine", "terraform"] as const);
  for (const kind of kinds) {
    const scene = await startBalancerScene(count, 500);
    const { simulator, loadBalancer } = scene;
    if (kind === "terraform") await withTerraform(scene.dir, scene, "init");
    for (const what of ["create", "change"] as const) {
      if (what === "change") scene.change();
      simulator.clearJournal();
      const applied =
        kind === "engine"
          ? await engine(scene, "apply", "--auto-approve")
          : await withTerraform(scene.dir, scene, "apply", "-auto-approve");
      const name = `${kind}: ${what} 20 front-ends on one load balancer`;
      const refreshes = simulator.journal.filter(
        ({ method, path: target }) => method === "POST" && target.endsWith("/refresh"),
      );
      const { frontends = [], pending = NaN } = simulator.live()[loadBalancer]?.gra ?? {};
      report(name, applied.seconds, "s");
      report(`${name}, requests`, simulator.journal.length, "requests");
      report(`${name}, refreshes`, refreshes.length, "requests", "1");
      report(`${name}, not live`, count - frontends.length + pending, "changes", "0");
    }
    await close(scene);
  }
}

async function main(): Promise<void> {
  if (terraform === undefined)
    process.stderr.write(`No terraform on PATH: figures through ${PROVIDER_SOURCE} are left out.\n`);
  await benchStart();
  await benchNoop(1, 1);
  await benchNoop(50, 1);
  await benchNoop(1000, 20);
  if (!quick) await benchNoop(10_000, 200);
  await benchOneLan();
  await benchOneBalancer();
  if (json) process.stdout.write(`${JSON.stringify({ figures })}\n`);
}

void main();
