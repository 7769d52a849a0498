import { randomBytes } from "node:crypto";
import type { ApplyInput, Outcome, PlanInput, PlanOutcome, Session } from "../../resources/session";
import { isUnknown, type ObjectValue, sameValue, UNKNOWN, type Value } from "../../resources/value";
import { attribute, makeShape, type Shape } from "./shape";

/** Terraform's own resource types, by which stacks run commands and order things. */
export const builtInShapes: Readonly<Record<string, Shape>> = {
  terraform_data: makeShape(
    0,
    new Map([
      ["id", attribute("string", "computed")],
      ["input", attribute("dynamic", "optional")],
      ["output", attribute("dynamic", "computed")],
      ["triggers_replace", attribute("dynamic", "optional")],
    ]),
  ),
  null_resource: makeShape(
    0,
    new Map([
      ["id", attribute("string", "computed")],
      ["triggers", attribute({ map: "string" }, "optional")],
    ]),
  ),
};

const TRIGGERS: Readonly<Record<string, string>> = { terraform_data: "triggers_replace", null_resource: "triggers" };

function plan(type: string, { prior, config }: PlanInput): PlanOutcome {
  const outcome = (planned: ObjectValue | null, replace: PlanOutcome["replace"]): PlanOutcome => ({
    planned,
    replace,
    diagnostics: [],
    steps: [],
  });
  if (!config) return outcome(null, []);
  const trigger = TRIGGERS[type]!;
  if (prior && !sameValue(prior[trigger] ?? null, config[trigger] ?? null)) {
    return outcome(planFresh(type, config), [[trigger]]);
  }
  if (!prior) return outcome(planFresh(type, config), []);
  if (type === "null_resource") return outcome({ ...config, id: prior.id ?? null }, []);
  const same = sameValue(prior.input ?? null, config.input ?? null);
  return outcome({ ...config, id: prior.id ?? null, output: same ? (prior.output ?? null) : outputOf(config) }, []);
}

function planFresh(type: string, config: ObjectValue): ObjectValue {
  const fresh = { ...config, id: UNKNOWN };
  return type === "null_resource" ? fresh : { ...fresh, output: outputOf(config) };
}

/** Null input is known to come out as null; for anything else even Terraform waits. */
function outputOf(config: ObjectValue): Value {
  return config.input === null || config.input === undefined ? null : UNKNOWN;
}

function apply(type: string, { planned }: ApplyInput): Outcome {
  if (!planned) return { state: null, diagnostics: [] };
  const id = isUnknown(planned.id) ? newId(type) : (planned.id ?? null);
  if (type === "null_resource") return { state: { ...planned, id }, diagnostics: [] };
  const input = planned.input ?? null;
  return {
    state: { ...planned, id, output: isUnknown(planned.output) ? input : (planned.output ?? null) },
    diagnostics: [],
  };
}

/** terraform_data has a UUID without version bits, null_resource a random number, as Terraform gives them. */
function newId(type: string): string {
  const bytes = randomBytes(16);
  if (type === "null_resource") return (bytes.readBigUInt64BE() >> 1n).toString();
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const missing = (type: string) => Promise.reject(new Error(`${type} has no data sources`));

export const builtInSession: Session = {
  plan: (type, input) => Promise.resolve(plan(type, input)),
  apply: (type, input) => Promise.resolve(apply(type, input)),
  read: (_type, prior) => Promise.resolve({ state: prior, diagnostics: [] }),
  import: (type, id) => {
    const empty = Object.fromEntries([...builtInShapes[type]!.attributes.keys()].map((name) => [name, null]));
    return Promise.resolve({ state: { ...empty, id }, diagnostics: [] });
  },
  readData: missing,
  close: () => undefined,
};
