import fc from "fast-check";
import { propose } from "../../lib/resources/proposal";
import { isComputed, isConfigurable } from "../../lib/resources/schema";
import type { AttributeMode, AttributeSchema, Schema } from "../../lib/resources/schema";
import { schemas } from "../../lib/resources/schemas";
import { isUnknown, isWhollyKnown, sameValue, UNKNOWN } from "../../lib/resources/value";
import type { ObjectValue, Value } from "../../lib/resources/value";

/** Two spellings of one thing, as `10.0.0.1` and `10.0.0.1/32` are. */
const equivalent = (a: Value, b: Value) =>
  typeof a === "string" && typeof b === "string" && a.toLowerCase() === b.toLowerCase();

const attribute: fc.Arbitrary<AttributeSchema> = fc
  .record({
    mode: fc.constantFrom<AttributeMode>("required", "optional", "computed", "optional-computed"),
    stable: fc.boolean(),
    replace: fc.boolean(),
    hasDefault: fc.boolean(),
    equivalent: fc.boolean(),
  })
  .map(({ mode, stable, replace, hasDefault, equivalent: alike }) => ({
    type: "string" as const,
    description: "Something.",
    mode,
    ...(mode.endsWith("computed") && stable ? { stable } : {}),
    ...(mode !== "computed" && replace ? { replace } : {}),
    ...(mode === "optional" && hasDefault ? { default: "d" } : {}),
    ...(mode !== "computed" && alike ? { equivalent } : {}),
  }));

const schema: fc.Arbitrary<Schema> = fc
  .dictionary(fc.constantFrom("p", "q", "r", "s", "t", "u"), attribute, { minKeys: 1, noNullPrototype: true })
  .map((attributes) => ({ version: 0, description: "Anything.", attributes }));

const known = fc.constantFrom("x", "X", "y", "d");

interface Case {
  readonly schema: Schema;
  readonly config: ObjectValue;
  readonly prior: ObjectValue | null;
  readonly repair: boolean;
}

const anyCase: fc.Arbitrary<Case> = schema.chain((table) => {
  const names = Object.entries(table.attributes);
  const object = (valueOf: (attribute: AttributeSchema) => fc.Arbitrary<Value>) =>
    fc.record(
      Object.fromEntries(names.map(([name, each]) => [name, valueOf(each)] as const)),
    ) as fc.Arbitrary<ObjectValue>;
  const config = object((each) =>
    !isConfigurable(each)
      ? fc.constant(null)
      : each.mode === "required"
        ? fc.oneof(known, fc.constant(UNKNOWN))
        : fc.oneof(known, fc.constant(null), fc.constant(UNKNOWN)),
  );
  const prior = object((each) => (each.mode === "required" ? known : fc.option(known)));
  return fc.record({ schema: fc.constant(table), config, prior: fc.option(prior), repair: fc.boolean() });
});

const plan = ({ schema: table, prior, config, repair }: Case) =>
  propose(table, prior, config, { repair: prior !== null && repair });

it("plans for a configured attribute what is configured, or the recorded spelling of the same", () => {
  fc.assert(
    fc.property(anyCase, (input) => {
      const { planned } = plan(input);
      for (const [name, each] of Object.entries(input.schema.attributes)) {
        const config = input.config[name] ?? null;
        if (config === null) continue;
        const prior = input.prior?.[name] ?? null;
        const kept = sameValue(planned[name], prior) && prior !== null && each.equivalent?.(config, prior) === true;
        expect(kept || sameValue(planned[name], config)).toBe(true);
      }
    }),
  );
});

it("plans null or the default for an attribute that is left out and that the cloud does not decide", () => {
  fc.assert(
    fc.property(anyCase, (input) => {
      const { planned } = plan(input);
      for (const [name, each] of Object.entries(input.schema.attributes)) {
        if (isComputed(each) || (input.config[name] ?? null) !== null) continue;
        expect(planned[name]).toBe(each.default ?? null);
      }
    }),
  );
});

it("is unknown only where the cloud decides, or where the configuration is unknown", () => {
  fc.assert(
    fc.property(anyCase, (input) => {
      const { planned } = plan(input);
      for (const [name, each] of Object.entries(input.schema.attributes)) {
        if (!isUnknown(planned[name])) continue;
        expect(isUnknown(input.config[name]) || (isComputed(each) && (input.config[name] ?? null) === null)).toBe(true);
      }
    }),
  );
});

it("answers the prior object itself when nothing changes, with nothing unknown", () => {
  fc.assert(
    fc.property(anyCase, (input) => {
      const { planned, changed, replace } = plan(input);
      if (changed) return;
      expect(sameValue(planned, input.prior ?? undefined)).toBe(true);
      expect(isWhollyKnown(planned)).toBe(true);
      expect(replace).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

it("leaves to the cloud whatever it decides once anything changes, but what never changes", () => {
  fc.assert(
    fc.property(anyCase, (input) => {
      const { planned, changed, replace } = plan(input);
      if (!changed) return;
      for (const [name, each] of Object.entries(input.schema.attributes)) {
        if (!isComputed(each) || (input.config[name] ?? null) !== null) continue;
        const stays = each.stable === true && input.prior !== null && replace.length === 0;
        if (stays) expect(planned[name]).toBe(input.prior?.[name] ?? null);
        else expect(planned[name]).toBe(UNKNOWN);
      }
    }),
  );
});

it("asks for a new object only by attributes that differ, and never for one that does not exist", () => {
  fc.assert(
    fc.property(anyCase, (input) => {
      const { planned, replace } = plan(input);
      if (input.prior === null) expect(replace).toEqual([]);
      for (const [name] of replace) {
        expect(input.schema.attributes[String(name)]?.replace).toBe(true);
        expect(sameValue(planned[String(name)], input.prior?.[String(name)] ?? null)).toBe(false);
      }
    }),
  );
});

it("is the same every time it is asked, and changes none of its arguments", () => {
  fc.assert(
    fc.property(anyCase, (input) => {
      const before = { prior: { ...input.prior }, config: { ...input.config } };
      const [one, two] = [plan(input), plan(input)];
      expect(sameValue(one.planned, two.planned)).toBe(true);
      expect(one.replace).toEqual(two.replace);
      expect(sameValue(before.config, input.config)).toBe(true);
      if (input.prior) expect(sameValue(before.prior, input.prior)).toBe(true);
    }),
  );
});

it("plans nothing for what was planned and applied", () => {
  fc.assert(
    fc.property(anyCase, (input) => {
      fc.pre(isWhollyKnown(input.config));
      const { planned } = plan(input);
      const applied = Object.fromEntries(
        Object.entries(planned).map(([name, value]) => [name, isUnknown(value) ? "x" : value]),
      );
      expect(propose(input.schema, applied, input.config).changed).toBe(false);
    }),
  );
});

describe("the schema tables", () => {
  const tables = Object.entries({ ...schemas.resources, ...schemas.dataSources });

  it.each(tables)("of %s leave no attribute without a description that is a sentence", (_type, { attributes }) => {
    for (const each of Object.values(attributes)) expect(each.description).toMatch(/^[A-Z`].*\.$/s);
  });

  it.each(Object.entries(schemas.resources))("of %s record where the object lives", (_type, { attributes }) => {
    for (const name of ["id", "cloud", "account"]) expect(attributes[name]?.mode).toBe("computed");
  });
});
