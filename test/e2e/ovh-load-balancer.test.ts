/** What is configured on a load balancer is live afterwards, with one refresh: the same through both front doors. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describeWithTerraform, plainText } from "../support/terraform";
import type { Tool } from "../support/terraform";
import { liveOf, OWN, postsOf, ShopStack, startShop, throughTerraform, throughTheEngine } from "./support/shop";
import type { Door, Shop } from "./support/shop";
import { engineOnly } from "./support/stack";

const OTHERS = { "http 8080": [OWN] };

function suite(tool: Tool, door: Door): void {
  let shop: Shop;
  let stack: ShopStack;
  beforeEach(async () => {
    shop = await startShop({ settleMs: 50 });
    stack = new ShopStack(tool, shop);
  });
  afterEach(async () => {
    stack.remove();
    await shop.simulator.close();
  });

  /** Applies and answers how many refreshes that took. */
  async function refreshesToApply(): Promise<number> {
    shop.simulator.clearJournal();
    expect(await door.apply(stack)).toMatchObject({ code: 0 });
    return postsOf(shop, "refresh");
  }

  it("twenty front-ends go live with one refresh, when they are made and when they are changed; destroyed, none is left", async () => {
    const configure = (values: object) => {
      const frontends = stack.frontends(20, { ...values });
      const names = Object.keys(frontends);
      const triggers = Object.fromEntries(names.map((name) => [name, `\${ipfailover_frontend.${name}.revision}`]));
      stack.configure({
        ipfailover_frontend: frontends,
        ipfailover_load_balancer_activation: stack.activation(triggers),
      });
      return names.map((name) => `http ${name.replace("port-", "")}`);
    };
    const all = configure({});
    await door.prepare(stack);
    expect(await refreshesToApply()).toBe(1);
    expect(liveOf(shop)).toEqual({ ...OTHERS, ...Object.fromEntries(all.map((name) => [name, [OWN]])) });
    expect(await door.plan(stack)).toMatchObject({ code: 0 });

    configure({ dedicated_ips: [shop.ips[0]], acknowledge: ["restricts-frontend"] });
    expect(await refreshesToApply()).toBe(1);
    expect(liveOf(shop)).toEqual({
      "http 8080": [OWN, shop.ips[0]].sort(),
      ...Object.fromEntries(all.map((name) => [name, [shop.ips[0]]])),
    });
    expect(await door.plan(stack)).toMatchObject({ code: 0 });

    expect(await door.destroy(stack)).toMatchObject({ code: 0 });
    expect(liveOf(shop)).toEqual({ "http 8080": [OWN, shop.ips[0]].sort() });
  });

  it("a route that is made after our front-end in the same run goes live with it", async () => {
    const path = `/ipLoadbalancing/${shop.loadBalancer}/http/route`;
    // Stands in for the vendor's provider: makes a route for the front-end that it is told.
    const vendor = createServer((request, response) => {
      const frontendId = Number(request.url?.slice(1));
      const route = { frontendId, action: { type: "farm", target: String(shop.farm) }, weight: 1 };
      const { routeId } = shop.simulator.scene.call("POST", path, route) as { routeId: number };
      shop.simulator.scene.call("POST", `${path}/${routeId}/rule`, {
        field: "host",
        match: "is",
        pattern: "example.com",
      });
      response.end();
    });
    await new Promise<void>((resolve) => vendor.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = vendor.address() as AddressInfo;
      const frontends = stack.frontends(1, { default_farm_id: null });
      const url = `http://127.0.0.1:${port}/\${ipfailover_frontend.port-9000.frontend_id}`;
      const call = `node -e "fetch('${url}').then((answer) => process.exit(answer.ok ? 0 : 1))"`;
      stack.configure({
        ipfailover_frontend: frontends,
        terraform_data: {
          route: {
            triggers_replace: "${ipfailover_frontend.port-9000.id}",
            provisioner: [{ "local-exec": { command: call } }],
          },
        },
        ipfailover_load_balancer_activation: stack.activation({
          frontend: "${ipfailover_frontend.port-9000.revision}",
          route: "${terraform_data.route.id}",
        }),
      });
      await door.prepare(stack);
      // Without its route the front-end would be refused; at plan that is nothing to fail for.
      expect(await door.plan(stack)).toMatchObject({ code: 2 });
      expect(await refreshesToApply()).toBe(1);
      expect(liveOf(shop)).toEqual({ ...OTHERS, "http 9000": [OWN] });
      expect(await door.plan(stack)).toMatchObject({ code: 0 });
    } finally {
      vendor.close();
    }
  });

  it("addresses are dedicated to somebody else's front-end beside its own, and it has only its own again at the end", async () => {
    const { simulator, loadBalancer, ips } = shop;
    const path = `/ipLoadbalancing/${loadBalancer}/http/frontend`;
    const [id] = simulator.scene.call("GET", path) as readonly number[];
    simulator.scene.route(`${ips[1]}/32`, loadBalancer);
    simulator.scene.call("PUT", `${path}/${id}`, { dedicatedIpfo: [`${ips[1]}/32`] });
    simulator.scene.apply(loadBalancer);
    stack.configure({
      ipfailover_frontend_binding: {
        shop: {
          load_balancer: loadBalancer,
          frontend: { protocol: "http", id: String(id) },
          ips: [ips[0]],
          on_destroy: "release",
        },
      },
    });
    await door.prepare(stack);
    // There is no activation in this stack: the binding goes live by itself.
    expect(await refreshesToApply()).toBe(1);
    expect(liveOf(shop)).toEqual({ "http 8080": [ips[0], ips[1]].sort() });
    expect(await door.plan(stack)).toMatchObject({ code: 0 });
    expect(await door.destroy(stack)).toMatchObject({ code: 0 });
    expect(liveOf(shop)).toEqual({ "http 8080": [ips[1]] });
    expect(simulator.scene.routedTo(`${ips[0]}/32`)).toBeNull();
  });

  it("what is violated is listed with its id, and what was written stays", async () => {
    stack.configure({
      ipfailover_frontend: stack.frontends(2, { default_farm_id: null }),
      ipfailover_load_balancer_activation: stack.activation({
        a: "${ipfailover_frontend.port-9000.revision}",
        b: "${ipfailover_frontend.port-9001.revision}",
      }),
    });
    await door.prepare(stack);
    const refused = await door.apply(stack);
    expect(refused.code).toBe(1);
    const told = plainText(refused.stdout + refused.stderr);
    for (const name of ["port-9000", "port-9001"]) {
      const { frontend_id } = stack.recorded(`ipfailover_frontend.${name}`);
      expect(told).toContain(String(frontend_id));
    }
    expect(liveOf(shop)).toEqual(OTHERS);
    stack.configure({
      ipfailover_frontend: stack.frontends(2),
      ipfailover_load_balancer_activation: stack.activation({
        a: "${ipfailover_frontend.port-9000.revision}",
        b: "${ipfailover_frontend.port-9001.revision}",
      }),
    });
    expect(await refreshesToApply()).toBe(1);
    expect(Object.keys(liveOf(shop)).sort()).toEqual(["http 8080", "http 9000", "http 9001"]);
  });
}

describe("a load balancer on OVHcloud, through the engine", () => suite(engineOnly, throughTheEngine));
describeWithTerraform("a load balancer on OVHcloud", (tool) => suite(tool, throughTerraform));
