/** Runs a table of bad input: each case is the good stack with one thing spoilt. */
import { diagnose, expectPresentable } from "./diagnose";
import type { Place, Trial } from "./diagnose";
import { goodOvhStack } from "./ovh-stacks";
import type { GoodOvhStack } from "./ovh-stacks";
import { makeOvhWorld } from "./ovh-world";
import type { OvhWorld } from "./ovh-world";
import { goodStack } from "./stacks";
import type { GoodStack } from "./stacks";
import { makeWorld } from "./world";
import type { World } from "./world";

export interface BadInput<W = World, S = GoodStack> {
  /** What is wrong, as the end of "is refused: …". */
  readonly what: string;
  readonly spoil?: (stack: S, world: W) => void;
  /** In place of the stack: the text of the file, or whatever else differs. */
  readonly trial?: (world: W, stack: S) => Partial<Trial>;
  /** The resource and the attribute that must be named. */
  readonly at: string;
  /** What the sentences must hold: the value, and what to do about it. */
  readonly says: readonly string[] | ((world: W) => readonly string[]);
}

export type BadOvhInput = BadInput<OvhWorld, GoodOvhStack>;

export function testBadInput(cases: readonly BadInput[]): void {
  runCases(makeWorld, goodStack, cases);
}

export function testBadOvhInput(cases: readonly BadOvhInput[]): void {
  runCases(makeOvhWorld, goodOvhStack, cases);
}

function runCases<W extends Place, S extends object>(
  make: () => Promise<W>,
  good: (world: W) => S,
  cases: readonly BadInput<W, S>[],
): void {
  let world: W;
  beforeAll(async () => {
    world = await make();
  });
  afterAll(() => world.simulator.close());

  it.each(cases.map((one) => [one.what, one] as const))("is refused: %s", async (_what, one) => {
    const stack = good(world);
    one.spoil?.(stack, world);
    const before = world.look();
    const { errors } = await diagnose(world, { stack, ...one.trial?.(world, stack) });
    // One mistake is told once, at the right place.
    expect(errors).toEqual([{ at: one.at, text: expect.any(String) as string }]);
    const text = errors[0]?.text ?? "";
    expectPresentable(text, world);
    for (const part of typeof one.says === "function" ? one.says(world) : one.says) expect(text).toContain(part);
    expect(world.look()).toBe(before);
  });
}
