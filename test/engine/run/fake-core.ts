/** A small cloud behind the two interfaces that the engine knows: objects in a map, and a log of what was called. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { problem } from "../../../lib/resources/diagnostic";
import { schemas } from "../../../lib/resources/schemas";
import { type Schema, isComputed } from "../../../lib/resources/schema";
import type { ApplyInput, Core, Outcome, PlanInput, PlanOutcome, Session } from "../../../lib/resources/session";
import { isUnknown, type ObjectValue, sameValue, UNKNOWN, type Value } from "../../../lib/resources/value";

export interface FakeCloud {
  readonly core: Core;
  /** Everything there is, by id. */
  readonly objects: Map<string, { readonly type: string; readonly value: ObjectValue }>;
  /** `create ipfailover_group web`, in the order in which they began. */
  readonly calls: string[];
  /** How many calls of apply were under way together at most. */
  readonly most: { applying: number; reading: number };
  /** Looked at before each apply: an answer becomes the outcome. */
  onApply: (type: string, input: ApplyInput) => Promise<Outcome | undefined> | Outcome | undefined;
  /** Configurations that were opened. */
  readonly opened: ObjectValue[];
  closed: number;
}

function nameOf(value: ObjectValue | null): string {
  return [value?.name, value?.master, value?.ip].find((name) => typeof name === "string") ?? "";
}

export function fakeCloud(): FakeCloud {
  let next = 0;
  let [applying, reading] = [0, 0];
  const objects: FakeCloud["objects"] = new Map();
  const cloud: FakeCloud = {
    core: undefined as unknown as Core,
    objects,
    calls: [],
    most: { applying: 0, reading: 0 },
    onApply: () => undefined,
    opened: [],
    closed: 0,
  };

  function plan(type: string, { prior, config }: PlanInput): PlanOutcome {
    const outcome = (planned: ObjectValue | null, replace: string[] = []): PlanOutcome => ({
      planned,
      replace: replace.map((name) => [name]),
      diagnostics: [],
      steps: planned ? [`put ${type}`] : [],
    });
    if (!config) return outcome(null);
    const schema: Schema = schemas.resources[type]!;
    const changed = Object.entries(schema.attributes).filter(
      ([name, attribute]) =>
        prior && attribute.mode !== "computed" && config[name] !== null && !sameValue(config[name], prior[name]),
    );
    const isFresh = !prior || changed.length > 0;
    const planned = Object.entries(schema.attributes).map(([name, attribute]): [string, Value] => {
      const given = config[name] ?? null;
      if (given !== null || !isComputed(attribute)) return [name, given ?? attribute.default ?? null];
      return [name, isFresh && !(prior && name === "id") ? UNKNOWN : (prior?.[name] ?? null)];
    });
    const withDefaults = planned.map(([name, value]): [string, Value] => [
      name,
      value ?? schema.attributes[name]?.default ?? null,
    ]);
    const result = { ...Object.fromEntries(withDefaults), timeouts: config.timeouts ?? null };
    return outcome(
      result,
      changed.filter(([, attribute]) => attribute.replace).map(([name]) => name),
    );
  }

  function realize(type: string, planned: ObjectValue): ObjectValue {
    next += 1;
    const size = typeof planned.size === "number" ? planned.size : 1;
    const made: Record<string, Value> = {
      id: `${type === "ipfailover_group" ? "g" : "b"}-${next}`,
      ips: Array.from({ length: size }, (_, i) => `203.0.113.${next * 10 + i}`),
      cloud: "fake",
      account: "1",
      name: `made-${next}`,
      size,
      address_role: "primary",
      availability_zones: {},
      addresses_replaced: {},
    };
    return Object.fromEntries(
      Object.entries(planned).map(([name, value]) => [name, isUnknown(value) ? (made[name] ?? null) : value]),
    );
  }

  async function apply(type: string, input: ApplyInput): Promise<Outcome> {
    const { prior, planned } = input;
    const verb = !planned ? "delete" : prior ? "update" : "create";
    cloud.calls.push(`${verb} ${type} ${nameOf(planned ?? prior)}`);
    applying += 1;
    cloud.most.applying = Math.max(cloud.most.applying, applying);
    try {
      await nextTurn();
      const answer = await cloud.onApply(type, input);
      if (answer) return answer;
      if (!planned) {
        objects.delete(prior?.id as string);
        return { state: null, diagnostics: [] };
      }
      const value = realize(type, planned);
      objects.set(value.id as string, { type, value });
      return { state: value, diagnostics: [] };
    } finally {
      applying -= 1;
    }
  }

  async function read(type: string, prior: ObjectValue): Promise<Outcome> {
    cloud.calls.push(`read ${type} ${nameOf(prior)}`);
    reading += 1;
    cloud.most.reading = Math.max(cloud.most.reading, reading);
    await nextTurn();
    reading -= 1;
    return { state: objects.get(prior.id as string)?.value ?? null, diagnostics: [] };
  }

  const session: Session = {
    plan: (type, input) => Promise.resolve(plan(type, input)),
    apply: (type, input) => apply(type, input),
    read: (type, prior) => read(type, prior),
    import: (type, id) => {
      cloud.calls.push(`import ${type} ${id}`);
      const found = objects.get(id);
      return Promise.resolve({
        state: found ? { ...found.value, members: found.value.members ?? null } : null,
        diagnostics: [],
      });
    },
    readData: (type, config) => {
      cloud.calls.push(`data ${type} ${config.ip as string}`);
      const known = Object.keys(schemas.dataSources[type]!.attributes);
      const value = Object.fromEntries(known.map((name): [string, Value] => [name, config[name] ?? null]));
      return Promise.resolve({
        state: { ...value, id: `data-${config.ip as string}`, location: "de/fra", timeouts: null },
        diagnostics: [],
      });
    },
    close: () => {
      cloud.closed += 1;
    },
  };

  const core: Core = {
    ...schemas,
    validateProvider: () => [],
    validateResource: (_type, config) =>
      config.master === "nobody" ? [problem(["master"], "Master is not a member", "There is no member nobody.")] : [],
    adviseResource: () => [],
    checkOnCloud: () => [],
    validateDataSource: () => [],
    upgrade: (_type, _version, raw) => ({ state: raw, diagnostics: [] }),
    move: ({ type, state }, to) =>
      type === "ionoscloud_ipfailover" && to === "ipfailover_group"
        ? { state: { id: state.id ?? null, ip: state.ip ?? null }, diagnostics: [] }
        : { state: null, diagnostics: [problem([], "Cannot move", `${type} cannot become ${to}.`)] },
    open: (config) => {
      cloud.opened.push(config);
      return { session, diagnostics: [] };
    },
  };
  return Object.assign(cloud, { core });
}
