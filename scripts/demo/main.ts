/**
 * `npm run demo`: a stack synthesized, planned, applied, drifted, repaired and destroyed on a simulated cloud, through
 * our own command line, and through Terraform as well where it is on PATH.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { assertGroup, assertReleased, startIonosSimulator } from "../../lib/testing";
import type { IonosSimulator } from "../../lib/testing";
import { show, tell } from "./story";
import type { Story } from "./story";
import { findOnPath } from "./tools";

const root = path.resolve(__dirname, "../..");
const cli = path.join(root, "dist/cdktf/cli/main.js");
const example = path.join(root, "examples/ionos-web-pair/main.ts");
const tsx = path.join(root, "node_modules/tsx/dist/cli.mjs");

interface Scene {
  readonly simulator: IonosSimulator;
  readonly datacenterId: string;
  readonly lanId: string;
  readonly nics: { readonly a: string; readonly b: string };
  readonly story: Story;
}

async function setScene(): Promise<Scene> {
  const simulator = await startIonosSimulator({ settleMs: 150 });
  const { scene } = simulator;
  const datacenterId = scene.datacenter({ name: "shop", location: "de/fra" });
  const lanId = scene.lan(datacenterId, { name: "public", public: true });
  const server = (name: string, availabilityZone: string) => {
    const id = scene.server(datacenterId, { name, availabilityZone });
    return { id, nic: scene.nic(id, { lan: lanId }) };
  };
  const [a, b] = [server("web-a", "ZONE_1"), server("web-b", "ZONE_2")];
  const dir = mkdtempSync(path.join(os.tmpdir(), "ipfailover-demo-"));
  writeFileSync(path.join(dir, "cli.tfrc"), "");
  const inputs = {
    DATACENTER_ID: datacenterId,
    LAN_ID: lanId,
    SERVER_A: a.id,
    NIC_A: a.nic,
    SERVER_B: b.id,
    NIC_B: b.nic,
  };
  const tools = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", TF_CLI_CONFIG_FILE: path.join(dir, "cli.tfrc") };
  const story = { dir, env: { ...process.env, ...simulator.env, ...inputs, ...tools } };
  return { simulator, datacenterId, lanId, nics: { a: a.nic, b: b.nic }, story };
}

function registered({ simulator, datacenterId, lanId }: Scene): { readonly ip: string; readonly nicUuid: string } {
  const lan = simulator.scene.look(`/datacenters/${datacenterId}/lans/${lanId}`);
  const [entry] = (lan?.ipFailover ?? []) as { ip: string; nicUuid: string }[];
  if (!entry) throw new Error("The LAN has no failover group.");
  return entry;
}

interface Door {
  readonly name: string;
  /** Runs the tool's `plan`; exit status 2 when there are changes. */
  plan(expected: 0 | 2): Promise<void>;
  apply(): Promise<void>;
  destroy(): Promise<void>;
}

function ours({ story }: Scene): Door {
  const run = (args: string, expected = 0) =>
    show(story, `ipfailover ${args}`, [process.execPath, cli, ...args.split(" ")], expected);
  return {
    name: "ipfailover",
    plan: (expected) => run(`plan --detailed-exitcode${expected === 2 ? " --steps" : ""}`, expected),
    apply: () => run("apply --auto-approve"),
    destroy: () => run("destroy --auto-approve"),
  };
}

function terraform({ story }: Scene, binary: string): Door {
  const inside = { ...story, dir: path.join(story.dir, "cdktf.out/stacks/web-pair") };
  const run = (args: string, expected = 0) => show(inside, `terraform ${args}`, [binary, ...args.split(" ")], expected);
  return {
    name: "terraform",
    plan: (expected) => run("plan -detailed-exitcode -compact-warnings", expected),
    apply: () => run("apply -auto-approve -compact-warnings"),
    destroy: () => run("destroy -auto-approve -compact-warnings"),
  };
}

async function mainJob(scene: Scene, door: Door): Promise<void> {
  const { simulator, datacenterId, lanId, nics } = scene;
  tell(`${door.name}: what would be done`);
  await door.plan(2);
  tell("Do it");
  await door.apply();
  const { ip } = registered(scene);
  assertGroup(simulator, { datacenterId, lanId, ip, members: [nics.a, nics.b], registered: nics.a });
  tell("Nothing is left to do");
  await door.plan(0);

  tell("Somebody registers the other member as master. Addresses move: that is no drift, and nothing is taken back");
  simulator.scene.setIpFailover(datacenterId, lanId, [{ ip, nicUuid: nics.b }]);
  await door.plan(0);

  tell("Somebody takes the address off a member. That is drift: it is shown, and repaired");
  simulator.scene.setNicIps(nics.a, []);
  await door.plan(2);
  await door.apply();
  assertGroup(simulator, { datacenterId, lanId, ip, members: [nics.a, nics.b], registered: nics.b });

  tell("Take it all apart");
  await door.destroy();
  assertReleased(simulator, ip);
  const left = simulator.state().items.filter(({ type }) => type === "ipblock");
  if (left.length > 0) throw new Error(`${left.length} IP blocks are left on the cloud.`);
  tell("Checked: no address, no entry and no block is left on the cloud");
}

async function main(): Promise<void> {
  const scene = await setScene();
  try {
    tell("A stack of two servers that share an address: examples/ionos-web-pair, on a simulated IONOS cloud");
    await show(scene.story, "cdktf synth", [process.execPath, tsx, example]);
    await mainJob(scene, ours(scene));
    const binary = findOnPath("terraform");
    if (binary === undefined) {
      tell("There is no terraform on PATH: the same through Terraform is left out");
    } else {
      const inside = { ...scene.story, dir: path.join(scene.story.dir, "cdktf.out/stacks/web-pair") };
      tell("The same stack through Terraform, with the provider that synthesis put beside it");
      await show(inside, "terraform init", [binary, "init", "-no-color"], 0, { quiet: true });
      await mainJob(scene, terraform(scene, binary));
    }
  } finally {
    await scene.simulator.close();
    rmSync(scene.story.dir, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`\nThe demonstration failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
