/** Our command line, killed at every request while a load balancer's stack is made and taken apart on OVHcloud. */
import { loadConfig, openState, planStack } from "../../../lib/engine";
import { core } from "../../../lib/resources/core";
import { engineOnly } from "../../e2e/support/stack";
import { liveOf, OWN, ShopStack, startShop } from "../../e2e/support/shop";
import type { Shop } from "../../e2e/support/shop";
import { describeWithTerraform } from "../../support/terraform";
import type { RunningProcess, Tool } from "../../support/terraform";
import { killAt, killEverywhere } from "./support/kill";

const SETTLE_MS = 10;

interface Scene {
  readonly shop: Shop;
  readonly simulator: Shop["simulator"];
  readonly stack: ShopStack;
  close(): Promise<void>;
}

/** A group with a virtual MAC, front-ends with an address of their own and without, and an address for all. */
async function setScene(tool: Tool = engineOnly): Promise<Scene> {
  const shop = await startShop({ settleMs: SETTLE_MS });
  const stack = new ShopStack(tool, shop);
  const [group, dedicated, all] = shop.ips;
  const { "port-9000": open, "port-9001": own } = stack.frontends(2);
  stack.configure({
    ipfailover_group: { web: stack.group({ ip: group }) },
    ipfailover_virtual_mac: { web: { addresses: ["${ipfailover_group.web.ip}"] } },
    ipfailover_frontend: { open, own: { ...own, dedicated_ips: [dedicated] } },
    ipfailover_frontend_binding: {
      all: { load_balancer: shop.loadBalancer, ips: [all], goes_live: "with-activation", on_destroy: "release" },
    },
    ipfailover_load_balancer_activation: stack.activation({
      open: "${ipfailover_frontend.open.revision}",
      own: "${ipfailover_frontend.own.revision}",
      all: "${ipfailover_frontend_binding.all.revision}",
    }),
  });
  return {
    shop,
    simulator: shop.simulator,
    stack,
    async close() {
      stack.remove();
      await shop.simulator.close();
    },
  };
}

/** Copies of a scene in which everything is applied already. */
async function applied(): Promise<() => Promise<Scene>> {
  const first = await setScene();
  await first.stack.engineSucceeds(["apply", "--auto-approve"]);
  const cloud = first.shop.simulator.state();
  const state = first.stack.state();
  await first.close();
  return async () => {
    const scene = await setScene();
    scene.shop.simulator.load(cloud);
    scene.stack.write("terraform.tfstate", state);
    return scene;
  };
}

async function expectConverged({ shop, stack }: Scene, after: string): Promise<void> {
  const [group, dedicated, all] = shop.ips;
  const { scene } = shop.simulator;
  expect({ after, live: liveOf(shop) }).toEqual({
    after,
    live: {
      // The dedicated address is another front-end's on its port alone.
      "http 8080": [OWN, dedicated, all].sort(),
      "http 9000": [OWN, dedicated, all].sort(),
      "http 9001": [dedicated],
    },
  });
  expect({ after, holder: scene.routedTo(`${group}/32`) }).toEqual({ after, holder: shop.servers[0] });
  expect({ after, macs: macsOf(shop).length }).toEqual({ after, macs: 1 });
  expect({ after, ...(await changesLeft(stack, shop)) }).toEqual({ after, errors: [], changes: [] });
}

function expectGone({ shop, stack }: Scene, after: string): void {
  const [group, , all] = shop.ips;
  const { scene } = shop.simulator;
  const left = {
    resources: stack.state().resources,
    frontends: Object.keys(liveOf(shop)),
    routes: [group, all].map((ip) => scene.routedTo(`${ip}/32`)),
    macs: macsOf(shop),
  };
  expect({ after, ...left }).toEqual({
    after,
    resources: [],
    frontends: ["http 8080"],
    routes: [null, null],
    macs: [],
  });
}

function macsOf({ simulator, servers }: Shop): readonly string[] {
  return servers.flatMap((server) => simulator.scene.call("GET", `/dedicated/server/${server}/virtualMac`) as string[]);
}

async function changesLeft(stack: ShopStack, shop: Shop) {
  const env = { ...shop.simulator.env, HOME: stack.dir };
  const config = loadConfig({ directory: stack.dir, cwd: stack.dir, env });
  const store = await openState(config.statePath, { lock: false });
  const { plan } = await planStack({ config, core, env, state: store.state });
  await store.close();
  return {
    errors: plan.diagnostics.filter(({ severity }) => severity === "error").map(({ detail }) => detail),
    changes: plan.changes.filter(({ action }) => action !== "no-op"),
  };
}

describe("killed at any request", () => {
  it("an apply is finished by the next one: everything is live, nothing is there twice", async () => {
    const points = await killEverywhere("apply", "before it is carried out", () => setScene(), expectConverged);
    expect(points).toBeGreaterThanOrEqual(60);
  });

  it("an apply is finished by the next one also when the cloud carried the request out", async () => {
    const points = await killEverywhere("apply", "once it is carried out", () => setScene(), expectConverged);
    expect(points).toBeGreaterThanOrEqual(7);
  });

  it("a destroy is finished by the next one: nothing of ours is live or recorded, the rest is as it was", async () => {
    const points = await killEverywhere("destroy", "once it is carried out", await applied(), expectGone);
    expect(points).toBeGreaterThanOrEqual(6);
  });
});

describeWithTerraform("killed together with the provider", (tool) => {
  // The first front-end, a move, and the refresh.
  it.each([1, 3, 7])("at write %i, once it is carried out: the next run finishes it", async (number) => {
    const scene = await setScene(tool);
    try {
      await scene.stack.init();
      const kill = (process: RunningProcess) => process.killGroup("SIGKILL");
      const point = killAt(scene.simulator, number, "once it is carried out", kill);
      const args = ["apply", "-auto-approve", "-no-color", "-input=false"];
      const cut = await scene.stack.run(args, { started: point.started });
      expect({ hit: point.hit(), code: cut.code }).toEqual({ hit: true, code: null });
      const told = await scene.stack.succeed(args);
      await expectConverged(scene, `${point.request()}\n${told}`);
    } finally {
      await scene.close();
    }
  });
});
