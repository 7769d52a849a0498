/**
 * Planned values out of the prior object and the configuration, by the schema table alone: a pure function, because
 * Terraform plans again during apply and the two must agree.
 */
import type { AttributePath } from "./diagnostic";
import { isComputed } from "./schema";
import type { AttributeSchema, Schema } from "./schema";
import { isUnknown, sameValue, UNKNOWN } from "./value";
import type { ObjectValue, Value } from "./value";

export interface Proposal {
  readonly planned: ObjectValue;
  readonly changed: boolean;
  readonly replace: readonly AttributePath[];
}

/**
 * @param fill values for computed attributes that are known without asking the cloud
 * @param repair the object must be written although no value differs: every computed attribute becomes unknown
 * @param lost the computed attribute for whose sake the object is made anew although no value differs
 */
export function propose(
  schema: Schema,
  prior: ObjectValue | null,
  config: ObjectValue,
  options: { readonly fill?: ObjectValue; readonly repair?: boolean; readonly lost?: string } = {},
): Proposal {
  const configured = Object.entries(schema.attributes).map(([name, attribute]) => {
    const value = configuredValue(attribute, config[name] ?? null, prior?.[name] ?? null, options.fill?.[name]);
    return [name, attribute, value] as const;
  });
  const timeouts = schema.timeouts ? [["timeouts", config.timeouts ?? null] as const] : [];

  const differs = (name: string, value: Value | undefined) =>
    value !== undefined && !sameValue(value, prior?.[name] ?? null);
  const changed =
    prior === null ||
    options.repair === true ||
    options.lost !== undefined ||
    configured.some(([name, , value]) => differs(name, value)) ||
    timeouts.some(([name, value]) => differs(name, value));
  const replace =
    prior === null
      ? []
      : configured
          .filter(([name, { replace }, value]) => name === options.lost || (replace && differs(name, value)))
          .map(([name]) => [name]);

  // A new object has nothing of the old one: what the cloud decides is unknown again.
  const old = replace.length > 0 ? null : prior;
  const planned = configured.map(([name, attribute, value]) => {
    if (value !== undefined) return [name, value] as const;
    if (!changed || (old !== null && attribute.stable)) return [name, prior?.[name] ?? null] as const;
    return [name, UNKNOWN] as const;
  });
  return { planned: Object.fromEntries([...planned, ...timeouts]), changed, replace };
}

/** What the user decides of an attribute; undefined when the cloud does. */
function configuredValue(
  attribute: AttributeSchema,
  config: Value,
  prior: Value,
  fill: Value | undefined,
): Value | undefined {
  if (config !== null) {
    const same = prior !== null && !isUnknown(config) && attribute.equivalent?.(config, prior);
    return same ? prior : config;
  }
  if (attribute.default !== undefined) return attribute.default;
  return isComputed(attribute) ? fill : null;
}
