import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import { isUnknown } from "../../../lib/resources/value";
import { walk } from "../../../lib/engine/run/walk";
import { actions, removeWorkspaces, workspace } from "./workspace";

afterEach(removeWorkspaces);

/** Resources n0, n1, …, each made of earlier ones: by reference, in a template, through a local, or through an index. */
interface Link {
  readonly to: number;
  readonly way: "reference" | "template" | "local" | "splat" | "condition";
}

const graph = fc.integer({ min: 1, max: 8 }).chain((size) =>
  fc.tuple(
    ...Array.from({ length: size }, (_, i) =>
      fc.array(
        fc.record({
          to: fc.nat(Math.max(i - 1, 0)),
          way: fc.constantFrom<Link["way"]>("reference", "template", "local", "splat", "condition"),
        }),
        { maxLength: i === 0 ? 0 : 3 },
      ),
    ),
  ),
);

function source(link: Link): string {
  const it = `terraform_data.n${link.to}`;
  switch (link.way) {
    case "reference":
      return `\${${it}.output}`;
    case "template":
      return `<\${${it}.output}>`;
    case "local":
      return `\${local.l${link.to}}`;
    case "splat":
      return `\${join("", ${it}[*].output)}`;
    case "condition":
      return `\${length(${it}.output) > 3 ? ${it}.output : "short"}`;
  }
}

function model(links: readonly Link[], outputs: readonly string[]): string {
  return links
    .map(({ to, way }) => {
      const value = outputs[to]!;
      if (way === "template") return `<${value}>`;
      if (way === "local") return `(${value})`;
      return way === "condition" && value.length <= 3 ? "short" : value;
    })
    .join("|");
}

test("a graph of references is worth what it says, whatever refers to whatever how", async () => {
  await fc.assert(
    fc.asyncProperty(
      graph,
      fc.string({ maxLength: 4 }).filter((text) => !/[{$%]/.test(text)),
      async (nodes, seed) => {
        const stack = workspace({
          locals: Object.fromEntries(nodes.map((_, i) => [`l${i}`, `(\${terraform_data.n${i}.output})`])),
          resource: {
            // The last first, so that the order in the file is of no help.
            terraform_data: Object.fromEntries(
              nodes.map((links, i) => [`n${i}`, { input: `${seed}${links.map(source).join("|")}` }] as const).reverse(),
            ),
          },
        });
        const outputs: string[] = [];
        for (const links of nodes) outputs.push(`${seed}${model(links, outputs)}`);
        const { planned, applied } = await stack.apply();
        expect(planned.plan.diagnostics).toEqual([]);
        expect(applied.diagnostics).toEqual([]);
        for (const { address, after } of planned.plan.changes) {
          const links = nodes[Number(address.name.slice(1))]!;
          // Text with something unknown in it is unknown, all of it.
          expect(isUnknown(after?.input)).toBe(links.length > 0);
        }
        const recorded = Object.fromEntries(
          stack.readState().resources.map(({ name, instances }) => {
            const { output } = instances[0]!.attributes as { output: { value: string } | null };
            return [name, output?.value ?? ""];
          }),
        );
        expect(recorded).toEqual(Object.fromEntries(outputs.map((value, i) => [`n${i}`, value])));
        expect(actions((await stack.plan()).plan)).toEqual({});
        const destroyed = await stack.apply({ mode: "destroy" });
        expect(destroyed.applied.diagnostics).toEqual([]);
        const gone = stack.lines
          .filter((line) => line.includes("Destruction complete"))
          .map((line) => /n(\d+)/.exec(line)![0]);
        for (const [i, links] of nodes.entries()) {
          for (const { to } of links) expect(gone.indexOf(`n${i}`)).toBeLessThan(gone.indexOf(`n${to}`));
        }
        removeWorkspaces();
      },
    ),
    { numRuns: 25 },
  );
});

test("steps come after all that they wait for, and nothing comes after a failure", async () => {
  const steps = fc.array(fc.record({ after: fc.array(fc.nat(20), { maxLength: 4 }), fails: fc.nat(9) }), {
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(steps, async (given) => {
      const all = new Map(
        given.map(({ after, fails }, i) => {
          const earlier = new Set(after.filter((other) => other < i).map(String));
          return [String(i), { id: String(i), after: earlier, fails: fails === 0 }] as const;
        }),
      );
      const started: string[] = [];
      const done = new Set<string>();
      await walk(all, async (step) => {
        started.push(step.id);
        for (const other of step.after) expect(done).toContain(other);
        await nextTurn();
        if (!step.fails) done.add(step.id);
        return !step.fails;
      });
      const reachable = [...all.values()].reduce<Set<string>>((found, { id, after }) => {
        const isReached = [...after].every((other) => found.has(other) && !all.get(other)!.fails);
        return isReached ? found.add(id) : found;
      }, new Set());
      expect(new Set(started)).toEqual(reachable);
      expect(started).toHaveLength(reachable.size);
    }),
  );
});
