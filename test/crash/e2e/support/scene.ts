/** A stack in the middle of somebody else's blocks, and what must be true of it once everything is well again. */
import { loadConfig, openState, planStack } from "../../../../lib/engine";
import { core } from "../../../../lib/resources/core";
import { entriesOf, IonosStack } from "../../../e2e/support/stack";
import { startPlace } from "../../../support/ionos";
import type { Place } from "../../../support/ionos";
import type { Tool } from "../../../support/terraform";

export interface Scene {
  readonly stack: IonosStack;
  readonly place: Place;
  readonly simulator: Place["simulator"];
  /** Somebody else's block, unused, that looks like ours in all but its name. */
  readonly lookAlike: string;
  close(): Promise<void>;
}

export async function setScene(tool: Tool, settleMs: number): Promise<Scene> {
  const place = await startPlace({ settleMs });
  const stack = new IonosStack(tool, place);
  stack.configure(stack.webPair(), { output: { address: { value: "${ipfailover_group.web.ip}" } } });
  const lookAlike = place.simulator.scene.ipBlock({ name: "web-2", location: "de/fra", size: 1 }).id;
  return {
    stack,
    place,
    simulator: place.simulator,
    lookAlike,
    async close() {
      stack.remove();
      await place.simulator.close();
    },
  };
}

/** Copies of a scene in which everything is applied already. */
export async function applied(tool: Tool, settleMs: number): Promise<() => Promise<Scene>> {
  const first = await setScene(tool, settleMs);
  await first.stack.engineSucceeds(["apply", "--auto-approve"]);
  const cloud = first.place.simulator.state();
  const state = first.stack.state();
  await first.close();
  return async () => {
    const scene = await setScene(tool, settleMs);
    scene.place.simulator.load(cloud);
    scene.stack.write("terraform.tfstate", state);
    return scene;
  };
}

/** The ids of all blocks but those that were there before. */
export function blocksMade({ place, lookAlike }: Scene): readonly string[] {
  const blocks = place.simulator.state().items.filter(({ type }) => type === "ipblock");
  return blocks.map(({ id }) => id).filter((id) => id !== place.blockId && id !== lookAlike);
}

/** Everything as declared on the cloud, recorded in the state, and nothing besides. */
export async function expectConverged(scene: Scene, after: string): Promise<void> {
  const { place, stack } = scene;
  const blocks = blocksMade(scene);
  expect({ after, blocks: blocks.length }).toEqual({ after, blocks: 1 });
  const [ip] = stack.recorded("ipfailover_ip_block.addresses").ips as string[];
  expect({ after, id: stack.recorded("ipfailover_ip_block.addresses").id }).toEqual({ after, id: blocks[0] });
  expect({ after, entries: entriesOf(place) }).toEqual({ after, entries: [{ ip, nicUuid: place.members.a?.nic }] });
  for (const { nic } of Object.values(place.members)) {
    const path = place.simulator.scene.pathOf(nic) ?? "";
    expect({ after, ips: place.simulator.scene.look(path)?.ips }).toEqual({ after, ips: [ip] });
  }
  expectLookAlikeUntouched(scene, after);
  expect({ after, ...(await changesLeft(scene)) }).toEqual({ after, errors: [], actions: ["no-op", "no-op"] });
}

/** Neither the cloud nor the state has anything of the stack any more. */
export function expectGone(scene: Scene, after: string): void {
  const { place, stack } = scene;
  const addresses = Object.values(place.members).flatMap(({ nic }) => {
    const ips = place.simulator.scene.look(place.simulator.scene.pathOf(nic) ?? "")?.ips as string[];
    return ips.filter((ip) => ip.startsWith("203.0.113."));
  });
  const left = { blocks: blocksMade(scene), entries: entriesOf(place), resources: stack.state().resources };
  expect({ after, ...left, addresses }).toEqual({ after, blocks: [], entries: [], resources: [], addresses: [] });
  expectLookAlikeUntouched(scene, after);
}

export function expectLookAlikeUntouched({ place, lookAlike }: Scene, after: string): void {
  const block = place.simulator.scene.look(`/ipblocks/${lookAlike}`);
  expect({ after, name: block?.name, size: block?.size }).toEqual({ after, name: "web-2", size: 1 });
}

async function changesLeft({ place, stack }: Scene) {
  const env = place.simulator.env;
  const config = loadConfig({ directory: stack.dir, cwd: stack.dir, env });
  const store = await openState(config.statePath, { lock: false });
  const { plan } = await planStack({ config, core, env, state: store.state });
  await store.close();
  return {
    errors: plan.diagnostics.filter(({ severity }) => severity === "error").map(({ detail }) => detail),
    actions: plan.changes.map(({ action }) => action),
  };
}
