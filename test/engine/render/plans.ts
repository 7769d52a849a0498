/** Plans to render. */
import fc from "fast-check";
import type { Action, Plan, ResourceChange } from "../../../lib/engine/model";
import { type ObjectValue, UNKNOWN, type Value } from "../../../lib/resources/value";

export const SECRET = "must-never-be-seen";

type Given = Partial<Omit<ResourceChange, "address" | "reason" | "deposed">> & {
  readonly name?: string;
  readonly key?: string | number | undefined;
  readonly reason?: string | undefined;
  readonly deposed?: string;
};

export function change({ name = "web", key, reason, ...given }: Given): ResourceChange {
  return {
    address: { mode: "managed", type: "ipfailover_group", name, ...(key !== undefined && { key }) },
    provider: 'provider["registry.terraform.io/cdktf-ip-failover/ipfailover"]',
    action: "update",
    createBeforeDestroy: false,
    before: null,
    after: {},
    replacePaths: [],
    sensitive: [],
    steps: [],
    ...(reason !== undefined && { reason }),
    ...given,
  };
}

export function planOf(changes: readonly ResourceChange[]): Plan {
  return { mode: "normal", changes, drift: [], outputs: [], diagnostics: [] };
}

/** Texts that stand for themselves in any rendering. */
const word = fc.stringMatching(/^[a-z]{6,12}$/);
const leaf: fc.Arbitrary<Value> = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null), fc.constant(UNKNOWN));
const known = fc.letrec<{ value: Value; object: ObjectValue }>((tie) => ({
  value: fc.oneof({ depthSize: "small" }, leaf, fc.array(tie("value"), { maxLength: 4 }), tie("object")),
  object: fc.dictionary(word, tie("value"), { maxKeys: 4 }),
}));

const attributes = fc.record({ input: known.value, labels: known.object, token: fc.constantFrom(SECRET, null) });
const actions: fc.Arbitrary<Action> = fc.constantFrom("create", "update", "delete", "replace", "no-op");

/** Of a type without a schema, so that attributes may be anything; `token` is sensitive. */
const arbitraryChange = fc
  .record({
    action: actions,
    before: attributes,
    after: attributes,
    createBeforeDestroy: fc.boolean(),
    steps: fc.array(word),
  })
  .map(({ before, after, ...rest }): ResourceChange => {
    const sides = {
      create: { before: null, after },
      delete: { before, after: null },
      "no-op": { before, after: before },
    };
    const sided = { update: { before, after }, replace: { before, after }, read: { before: null, after }, ...sides }[
      rest.action
    ];
    return {
      ...change({ ...rest, ...sided, sensitive: ["token"] }),
      address: { mode: "managed", type: "terraform_data", name: "x" },
    };
  });

const arbitraryOutput = fc
  .record({ name: word, value: known.value, isSecret: fc.boolean() })
  .map(({ name, value, isSecret }) => ({
    name,
    action: "create" as const,
    before: null,
    after: isSecret ? SECRET : value,
    sensitive: isSecret,
  }));

export const arbitraryPlan: fc.Arbitrary<Plan> = fc.record({
  mode: fc.constant("normal" as const),
  changes: fc.array(arbitraryChange, { maxLength: 4 }),
  drift: fc.array(arbitraryChange, { maxLength: 2 }),
  outputs: fc.uniqueArray(arbitraryOutput, { maxLength: 3, selector: ({ name }) => name }),
  diagnostics: fc.constant([]),
});

/** Texts that appear for the first time with a change, so that whoever approves it must see them. */
export function visibleTexts({ changes }: Plan): readonly string[] {
  const created = changes.filter(({ action }) => action === "create");
  return created.flatMap(({ after }) => textsIn({ ...after, token: null }));
}

function textsIn(value: Value): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((item: Value) => textsIn(item));
  return typeof value === "object" && value !== null && value !== UNKNOWN ? Object.values(value).flatMap(textsIn) : [];
}
