/** Every resource type behind the two interfaces that the front doors call. */
import { cloudNames, openCloud, staticRules } from "../clouds/registry";
import type { Settings } from "../clouds/cloud";
import { problem, unacknowledged } from "./diagnostic";
import type { Diagnostic } from "./diagnostic";
import { checkSchema } from "./schema-check";
import { schemas } from "./schemas";
import type { Core, MoveSource, OpenOptions, Outcome } from "./session";
import { createSession } from "./configured-session";
import { dataSourceTypes, resourceTypes } from "./types";
import { isUnknown, knownString } from "./value";
import type { ObjectValue, Value } from "./value";

export const core: Core = {
  ...schemas,

  validateProvider: (config) => checkSchema(schemas.provider, config),

  validateResource(type, config) {
    const resource = resourceTypes[type];
    return resource ? [...checkSchema(resource.schema, config), ...resource.validate(config)] : [unknownType(type)];
  },

  adviseResource: (type, config) => unacknowledged(resourceTypes[type]?.advise(config) ?? [], config),

  checkOnCloud(cloud, type, config) {
    const rules = staticRules(cloud);
    return rules ? (resourceTypes[type]?.check(rules, config) ?? []) : [];
  },

  validateDataSource(type, config) {
    const source = dataSourceTypes[type];
    return source ? [...checkSchema(source.schema, config), ...source.validate(config)] : [unknownType(type)];
  },

  upgrade(type, _version, raw): Outcome {
    const resource = resourceTypes[type];
    if (!resource) return { state: null, diagnostics: [unknownType(type)] };
    const names = [...Object.keys(resource.schema.attributes), ...(resource.schema.timeouts ? ["timeouts"] : [])];
    return { state: Object.fromEntries(names.map((name) => [name, raw[name] ?? null])), diagnostics: [] };
  },

  move(from, type): Outcome {
    const moved = resourceTypes[type]?.moves[from.type]?.(from);
    return moved ? core.upgrade(type, 0, moved) : { state: null, diagnostics: [cannotMove(from, type)] };
  },

  open(config, options) {
    const diagnostics = core.validateProvider(config);
    if (diagnostics.length > 0) return { diagnostics };
    // What is not known yet is known when it matters: planning goes on without the cloud.
    if (Object.values(config).some(isUnknown)) return { session: createSession(undefined), diagnostics: [] };
    return openSession(config, options);
  },
};

function openSession(config: ObjectValue, options: OpenOptions): ReturnType<Core["open"]> {
  const name = knownString(config.cloud) ?? "";
  const { cloud, diagnostics } = openCloud(name, settingsOf(config), options.env);
  if (diagnostics.length > 0) return { diagnostics };
  if (!cloud) {
    return {
      diagnostics: [
        problem(["cloud"], "cloud is unknown", `cloud is "${name}"; it can be ${cloudNames.join(" or ")}.`),
      ],
    };
  }
  return { session: createSession(cloud), diagnostics: [] };
}

function settingsOf(config: ObjectValue): Settings {
  return Object.fromEntries(
    Object.entries(config).flatMap(([name, value]) =>
      name !== "cloud" && isSetting(value) ? [[name, value] as const] : [],
    ),
  );
}

function isSetting(value: Value): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function unknownType(type: string): Diagnostic {
  return problem([], `${type} is unknown`, `This provider has no type ${type}.`);
}

function cannotMove({ type: from, provider }: MoveSource, to: string): Diagnostic {
  const known = Object.keys(resourceTypes[to]?.moves ?? {});
  const hint = known.length > 0 ? `It can be moved from ${known.join(", ")}.` : "Import it instead.";
  return problem(
    [],
    `${from} cannot become ${to}`,
    `State of ${from} (${provider}) cannot be taken over as ${to}. ${hint}`,
  );
}
