/** A core that does what the front door must be able to bear: every kind of value, delay, warning, error and fault. */
import { advice, type Diagnostic, problem } from "../../../lib/resources/diagnostic";
import type { Core, MoveSource, Outcome } from "../../../lib/resources/session";
import { isList, isObject, isUnknown, type ObjectValue } from "../../../lib/resources/value";
import { journal, text } from "./cloud";
import { otherSchema, providerSchema, thingDataSchema, thingSchema } from "./schemas";
import { openSession } from "./session";

export const core: Core = {
  provider: providerSchema,
  resources: { ipfailover_thing: thingSchema, ipfailover_other: otherSchema },
  dataSources: { ipfailover_thing: thingDataSchema },

  validateProvider: (config) => {
    journal("validateProvider");
    return config.cloud === "wrong"
      ? [problem(["cloud"], "Unknown cloud", `cloud is "wrong". The token was ${text(config.token)}.`)]
      : [];
  },
  validateResource: (type, config) => {
    journal("validateResource", config.name);
    return type === "ipfailover_thing" ? validateThing(config) : [];
  },
  adviseResource: () => [],
  checkOnCloud: () => [],
  validateDataSource: (_, config) =>
    config.name === "forbidden" ? [problem(["name"], "Forbidden name", `name is "forbidden".`)] : [],

  upgrade: (_, version, raw) => {
    journal("upgrade", version);
    // Version 1 called the text "content".
    return { state: { ...raw, text: raw.content ?? null }, diagnostics: [] };
  },
  move,
  open: (config, options) => {
    journal("open", config.endpoint);
    options.progress?.(`open with ${text(config.token)}`);
    if (config.cloud === "refused") {
      return { diagnostics: [problem(["cloud"], "Refused", `The token ${text(config.token)} was refused.`)] };
    }
    const file = isUnknown(config.endpoint) ? undefined : config.endpoint;
    return { session: openSession(typeof file === "string" ? file : (options.env.FAKE_CLOUD ?? "")), diagnostics: [] };
  },
};

function validateThing(config: ObjectValue): Diagnostic[] {
  const found: Diagnostic[] = [];
  if (config.behaviour === "throw-validate") throw new Error("validation broke\nwith a second line");
  if (config.behaviour === "warn") found.push(advice("noisy", ["behaviour"], "A noisy thing", `behaviour is "warn".`));
  if (typeof config.size === "string") {
    found.push(problem(["size"], "size is out of range", `size is ${config.size}; use a small whole number.`));
  }
  const rules = isList(config.rules) ? config.rules : [];
  for (const [i, rule] of rules.entries()) {
    if (isObject(rule) && rule.port === 0)
      found.push(problem(["rules", i, "port"], "Bad port", `rules[${i}].port is 0.`));
  }
  const members = isObject(config.members) ? config.members : {};
  for (const [key, member] of Object.entries(members)) {
    if (isObject(member) && member.server === "bad") {
      found.push(problem(["members", key, "server"], "Bad server", `members["${key}"].server is "bad".`));
    }
  }
  return found;
}

function move(from: MoveSource, type: string): Outcome {
  journal("move", from.provider);
  if (from.type !== "ipfailover_other") {
    return { state: null, diagnostics: [problem([], "Cannot move", `${from.type} cannot become ${type}.`)] };
  }
  return { state: { name: from.state.name ?? null, id: from.state.id ?? null }, diagnostics: [] };
}
