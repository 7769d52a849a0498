import { problem } from "../../../lib/resources/diagnostic";
import { type Attributes, type AttributeSchema, isComputed } from "../../../lib/resources/schema";
import type { ApplyInput, Outcome, PlanInput, PlanOutcome, Session } from "../../../lib/resources/session";
import {
  isList,
  isObject,
  isUnknown,
  type ObjectValue,
  sameValue,
  UNKNOWN,
  type Value,
} from "../../../lib/resources/value";
import { type FakeCloud, fakeCloud, journal, text } from "./cloud";
import { otherSchema, thingSchema } from "./schemas";

const ok = (state: ObjectValue | null): Outcome => ({ state, diagnostics: [] });
const failed = (state: ObjectValue | null, what: string): Outcome => ({
  state,
  diagnostics: [problem(["behaviour"], what, `${what}: behaviour asked for it.`)],
});

export function openSession(file: string): Session {
  const cloud = fakeCloud(file);
  return {
    plan: (type, input) => Promise.resolve(plan(type, input)),
    apply: (type, input, signal) => apply(cloud, type, input, signal),
    read: (_, prior) => {
      journal("read", prior.name);
      if (prior.behaviour === "throw-read") throw new Error(`read broke with ${process.env.FAKE_TOKEN ?? ""}`);
      const found = typeof prior.id === "string" ? cloud.get(prior.id) : undefined;
      return Promise.resolve(ok(found ? { ...prior, ...found } : null));
    },
    import: (_, id) => {
      journal("import", id);
      const found = cloud.get(id);
      return Promise.resolve(found ? ok({ id }) : failed(null, `There is no thing ${id}`));
    },
    readData: (_, config) => {
      const found = cloud.named(text(config.name));
      if (!found) return Promise.resolve(failed(null, `There is no thing ${text(config.name)}`));
      return Promise.resolve(
        ok({ ...config, text: found.text ?? null, size: found.size ?? null, rules: found.rules ?? null }),
      );
    },
    close: () => journal("close"),
  };
}

function plan(type: string, { prior, config }: PlanInput): PlanOutcome {
  const schema = type === "ipfailover_thing" ? thingSchema : otherSchema;
  journal("plan", text(config?.name) || "(destroy)");
  if (config?.behaviour === "throw-plan") throw new Error("planning broke");
  if (!config) return { planned: null, replace: [], diagnostics: [], steps: [] };
  const settled = proposal(schema.attributes, prior, config, false);
  const changed = !prior || Object.keys(schema.attributes).some((name) => !sameValue(settled[name], prior[name]));
  const planned = changed ? proposal(schema.attributes, prior, config, true) : settled;
  const replace = Object.entries(schema.attributes)
    .filter(([name, { replace }]) => replace && prior && !sameValue(prior[name], planned[name]))
    .map(([name]) => [name]);
  return { planned: { ...planned, timeouts: config.timeouts ?? null }, replace, diagnostics: [], steps: [] };
}

/** The configuration with defaults filled in; what the cloud decides is as before, or unknown. */
function proposal(attributes: Attributes, prior: ObjectValue | null, config: ObjectValue, fresh: boolean): ObjectValue {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => {
      const given = config[name] ?? null;
      const before = prior?.[name] ?? null;
      return [name, given === null ? absent(attribute, before, fresh) : nested(attribute, before, given, fresh)];
    }),
  );
}

function absent(attribute: AttributeSchema, before: Value, fresh: boolean): Value {
  if (attribute.default !== undefined) return attribute.default;
  if (!isComputed(attribute)) return null;
  return fresh ? UNKNOWN : before;
}

function nested({ type }: AttributeSchema, before: Value, given: Value, fresh: boolean): Value {
  if (typeof type === "string" || isUnknown(given)) return given;
  const element = (attributes: Attributes, old: Value | undefined, item: Value) =>
    isObject(item) ? proposal(attributes, isObject(old) ? old : null, item, fresh) : item;
  if ("object" in type) return element(type.object, before, given);
  if ("mapOf" in type && isObject(given)) {
    const old = isObject(before) ? before : {};
    return Object.fromEntries(Object.entries(given).map(([key, item]) => [key, element(type.mapOf, old[key], item)]));
  }
  if ("listOf" in type && isList(given)) {
    return given.map((item, i) => element(type.listOf, isList(before) ? before[i] : undefined, item));
  }
  return given;
}

async function apply(cloud: FakeCloud, type: string, input: ApplyInput, signal: AbortSignal): Promise<Outcome> {
  const { prior, planned } = input;
  journal("apply", text(planned?.name) || "(destroy)");
  if (planned?.behaviour === "slow" || prior?.behaviour === "slow-destroy") {
    const done = await waitForAbort(signal);
    journal("aborted", done);
    return failed(prior, "Interrupted");
  }
  if (planned?.behaviour === "exit") process.exit(3);
  if (planned?.behaviour === "throw-apply") throw new Error("applying broke");
  if (planned?.behaviour === "fail") return failed(prior, "Refused by the cloud");
  if (!planned) {
    cloud.remove(text(prior?.id));
    return ok(null);
  }
  const id = typeof prior?.id === "string" ? prior.id : `${type.replace("ipfailover_", "")}-${text(planned.name)}`;
  const revision = typeof prior?.revision === "number" ? prior.revision + 1 : 1;
  const made = settle({ ...planned, id, revision });
  // Terraform's own affairs and what the cloud would never tell are not on the cloud.
  const stored = Object.entries(made).filter(([name]) => name !== "timeouts" && name !== "behaviour");
  cloud.put(id, Object.fromEntries(stored));
  console.log("stray output of a library");
  return ok(made);
}

/** What is still unknown becomes a word of the cloud's. */
function settle(value: ObjectValue): ObjectValue {
  const known = (item: Value): Value => {
    if (isUnknown(item)) return "decided";
    if (isList(item)) return item.map(known);
    return isObject(item) ? settle(item) : item;
  };
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, known(item)]));
}

function waitForAbort(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    // A pending promise alone does not keep Node running.
    const alive = setInterval(() => undefined, 1000);
    const end = () => {
      clearInterval(alive);
      resolve(signal.reason instanceof Error ? signal.reason.message : "");
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}
