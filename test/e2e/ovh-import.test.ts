/** Everything that somebody has on OVHcloud already is imported, without a change, and changed from then on. */
import { rmSync } from "node:fs";
import path from "node:path";
import { describeWithTerraform, plainText } from "../support/terraform";
import type { Tool } from "../support/terraform";
import { ShopStack, startShop, throughTerraform, throughTheEngine } from "./support/shop";
import type { Door, Shop } from "./support/shop";
import { engineOnly } from "./support/stack";
import type { Block } from "./support/stack";

function suite(tool: Tool, door: Door): void {
  let shop: Shop;
  let stack: ShopStack;
  beforeEach(async () => {
    shop = await startShop({ settleMs: 10 });
    stack = new ShopStack(tool, shop);
  });
  afterEach(async () => {
    stack.remove();
    await shop.simulator.close();
  });

  const resources = (change: { readonly port: string; readonly name: string; readonly triggers: string }): Block => {
    const { loadBalancer: load_balancer, ips, farm } = shop;
    const http = { load_balancer, protocol: "http", default_farm_id: farm, goes_live: "with-activation" };
    return {
      ipfailover_group: { it: stack.group() },
      ipfailover_virtual_mac: { it: { addresses: ["${ipfailover_group.it.ip}"], name: change.name } },
      ipfailover_reverse_dns: { it: { ip: ips[0], name: `${change.name}.example.net` } },
      ipfailover_ip_block: { it: { adopt: ips[1], description: change.name } },
      ipfailover_frontend: { it: { ...http, port: change.port, dedicated_ips: [ips[1]] } },
      ipfailover_frontend_binding: { it: { load_balancer, ips: [ips[2]], goes_live: "with-activation" } },
      ipfailover_load_balancer_activation: {
        it: { load_balancer, triggers: { it: change.triggers }, depends_on: ["ipfailover_frontend_binding.it"] },
      },
    };
  };
  const data = () => ({
    data: {
      ipfailover_ip: { it: { ip: shop.ips[0] } },
      ipfailover_group: { it: { ip: shop.ips[0] } },
      ipfailover_load_balancer: { it: { load_balancer: shop.loadBalancer } },
      ipfailover_targets: { it: { ip: shop.ips[2] } },
    },
  });
  const first = { port: "9000", name: "web", triggers: "1" };

  it("is what was made, and a change is carried out whole", async () => {
    stack.configure(resources(first));
    await stack.engineSucceeds(["apply", "--auto-approve"]);
    const [a, b] = shop.servers;
    const { frontend_id } = stack.recorded("ipfailover_frontend.it");
    const ids: Readonly<Record<string, string>> = {
      ipfailover_group: `${shop.ips[0]}?a=${a}&b=${b}`,
      ipfailover_virtual_mac: shop.ips[0],
      ipfailover_reverse_dns: shop.ips[0],
      ipfailover_ip_block: shop.ips[1],
      ipfailover_frontend: `${shop.loadBalancer}/http/${String(frontend_id)}`,
      ipfailover_frontend_binding: `${shop.loadBalancer}?ips=${shop.ips[2]}`,
      ipfailover_load_balancer_activation: shop.loadBalancer,
    };
    rmSync(path.join(stack.dir, "terraform.tfstate"));

    const imports = Object.entries(ids).map(([type, id]) => ({ to: `${type}.it`, id }));
    stack.configure(resources(first), { ...data(), import: imports });
    await door.prepare(stack);
    shop.simulator.clearJournal();
    const imported = await door.apply(stack);
    expect(plainText(imported.stdout + imported.stderr)).toMatch(/0 added, .*0 destroyed/);
    expect(imported.code).toBe(0);
    const moved = shop.simulator.journal.filter(({ method, path: at }) => method !== "GET" && !at.endsWith("/refresh"));
    expect(moved.map(({ method, path: at }) => `${method} ${at}`)).toEqual([]);

    stack.configure(resources({ port: "9001", name: "shop", triggers: "2" }), data());
    expect(await door.apply(stack)).toMatchObject({ code: 0 });
    expect(await door.plan(stack)).toMatchObject({ code: 0 });
    expect(Object.keys(shop.simulator.live()[shop.loadBalancer] ?? {})).toHaveLength(2);
  });
}

describe("an import from OVHcloud, through the engine", () => suite(engineOnly, throughTheEngine));
describeWithTerraform("an import from OVHcloud", (tool) => suite(tool, throughTerraform));
