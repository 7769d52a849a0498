/** Runs a table of bad input: each case is the good stack with one thing spoilt. */
import { diagnose, expectPresentable } from "./diagnose";
import type { Trial } from "./diagnose";
import { goodStack } from "./stacks";
import type { GoodStack } from "./stacks";
import { makeWorld } from "./world";
import type { World } from "./world";

export interface BadInput {
  /** What is wrong, as the end of "is refused: …". */
  readonly what: string;
  readonly spoil?: (stack: GoodStack, world: World) => void;
  /** In place of the stack: the text of the file, or whatever else differs. */
  readonly trial?: (world: World, stack: GoodStack) => Partial<Trial>;
  /** The resource and the attribute that must be named. */
  readonly at: string;
  /** What the sentences must hold: the value, and what to do about it. */
  readonly says: readonly string[] | ((world: World) => readonly string[]);
}

export function testBadInput(cases: readonly BadInput[]): void {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world.simulator.close());

  it.each(cases.map((one) => [one.what, one] as const))("is refused: %s", async (_what, one) => {
    const stack = goodStack(world);
    one.spoil?.(stack, world);
    const before = JSON.stringify(world.simulator.state());
    const { errors } = await diagnose(world, { stack, ...one.trial?.(world, stack) });
    // One mistake is told once, at the right place.
    expect(errors).toEqual([{ at: one.at, text: expect.any(String) as string }]);
    const text = errors[0]?.text ?? "";
    expectPresentable(text, world);
    for (const part of typeof one.says === "function" ? one.says(world) : one.says) expect(text).toContain(part);
    expect(JSON.stringify(world.simulator.state())).toBe(before);
  });
}
