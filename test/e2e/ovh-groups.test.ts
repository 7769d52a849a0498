/** An address of OVHcloud that is routed, moved by somebody else, and in trouble: the same through both front doors. */
import { describeWithTerraform, plainText } from "../support/terraform";
import type { Tool } from "../support/terraform";
import { postsOf, ShopStack, startShop, throughTerraform, throughTheEngine } from "./support/shop";
import type { Door, Shop } from "./support/shop";
import { engineOnly } from "./support/stack";

function routedTo({ simulator, ips }: Shop) {
  return simulator.scene.routedTo(`${ips[0]}/32`);
}

function suite(tool: Tool, door: Door): void {
  let shop: Shop;
  let stack: ShopStack;
  beforeEach(async () => {
    shop = await startShop({ settleMs: 20 });
    stack = new ShopStack(tool, shop);
    stack.configure({ ipfailover_group: { web: stack.group() } });
    await door.prepare(stack);
  });
  afterEach(async () => {
    stack.remove();
    await shop.simulator.close();
  });
  const expectCode = async (run: Promise<{ code: number | null; stdout: string; stderr: string }>, code: number) => {
    const result = await run;
    expect({ ...result, code: result.code }).toMatchObject({ code });
    return plainText(result.stdout + result.stderr);
  };

  it("is routed to the master, left where a member took it, taken from a stranger, and parked at the end", async () => {
    const [a, b, stranger] = shop.servers;
    await expectCode(door.apply(stack), 0);
    expect(routedTo(shop)).toBe(a);
    await expectCode(door.plan(stack), 0);

    shop.simulator.scene.route(`${shop.ips[0]}/32`, b);
    await expectCode(door.plan(stack), 0);

    shop.simulator.scene.route(`${shop.ips[0]}/32`, stranger);
    await expectCode(door.plan(stack), 2);
    await expectCode(door.apply(stack), 0);
    expect(routedTo(shop)).toBe(a);

    stack.configure({ ipfailover_group: { web: stack.group({ master: "b" }) } });
    await expectCode(door.apply(stack), 0);
    expect(routedTo(shop)).toBe(b);
    await expectCode(door.plan(stack), 0);

    await expectCode(door.destroy(stack), 0);
    expect(routedTo(shop)).toBeNull();
  });

  it("fails with the task's words, and is routed by the next apply", async () => {
    shop.simulator.faults.inject({
      method: "POST",
      path: "**/move",
      times: 1,
      fault: { kind: "fail-later", message: "customerError: the destination has no room" },
    });
    const told = await expectCode(door.apply(stack), 1);
    expect(told).toMatch(/customerError.*the destination has no room|the destination has no room.*customerError/);
    await expectCode(door.apply(stack), 0);
    expect(routedTo(shop)).toBe(shop.servers[0]);
  });

  it("is looked for when the answer was lost, instead of being moved twice", async () => {
    shop.simulator.faults.inject({ method: "POST", path: "**/move", times: 1, fault: { kind: "lost-answer" } });
    await expectCode(door.apply(stack), 0);
    expect(routedTo(shop)).toBe(shop.servers[0]);
    expect(postsOf(shop, "move")).toBe(1);
  });
}

/** A task that takes longer than is allowed; the run that comes after it has finished starts no second one. */
function slowSuite(tool: Tool, door: Door): void {
  it("is not called moved when time runs out, and the next apply picks the running task up", async () => {
    const shop = await startShop({ settleMs: 2500 });
    const stack = new ShopStack(tool, shop);
    try {
      stack.configure({ ipfailover_group: { web: stack.group({ timeouts: { create: "1s" } }) } });
      await door.prepare(stack);
      const cut = await door.apply(stack);
      expect(cut.code).toBe(1);
      expect(plainText(cut.stdout + cut.stderr)).toMatch(/time allowed ran out.*task \d+/);
      stack.configure({ ipfailover_group: { web: stack.group({ timeouts: { create: "30s" } }) } });
      expect(await door.apply(stack)).toMatchObject({ code: 0 });
      expect(routedTo(shop)).toBe(shop.servers[0]);
      expect(postsOf(shop, "move")).toBe(1);
    } finally {
      stack.remove();
      await shop.simulator.close();
    }
  });
}

describe("an address on OVHcloud, through the engine", () => {
  suite(engineOnly, throughTheEngine);
  slowSuite(engineOnly, throughTheEngine);
});
describeWithTerraform("an address on OVHcloud", (tool) => {
  suite(tool, throughTerraform);
  slowSuite(tool, throughTerraform);
});
