/** A plan that the real Terraform made, in our model, so that both can show the same plan. */
import { isObject, UNKNOWN, type ObjectValue, type Value } from "../../../lib/resources/value";
import type { Action, Address, Plan } from "../../../lib/engine/model";

export interface TerraformPlan {
  readonly resource_changes?: readonly TerraformChange[];
  readonly output_changes?: Readonly<Record<string, ChangeSides>>;
  readonly [name: string]: unknown;
}

interface ChangeSides {
  readonly actions: readonly string[];
  readonly before: Value;
  readonly after?: Value;
  readonly after_unknown: Value;
  readonly after_sensitive: Value;
  readonly before_sensitive: Value;
  readonly importing?: { readonly id: string };
  readonly replace_paths?: readonly (readonly (string | number)[])[];
}

interface TerraformChange {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly provider_name: string;
  readonly deposed?: string;
  /** Of a resource in the root module, without a key. */
  readonly previous_address?: string;
  readonly action_reason?: string;
  readonly change: ChangeSides;
}

export function toPlan(plan: TerraformPlan): Plan {
  return {
    mode: "normal",
    drift: [],
    diagnostics: [],
    changes: (plan.resource_changes ?? []).map(
      ({ change, index, provider_name, action_reason, deposed, previous_address, ...address }) => ({
        address: {
          mode: address.mode,
          type: address.type,
          name: address.name,
          ...(index !== undefined && { key: index }),
        },
        provider: `provider["${provider_name}"]`,
        action: change.actions.length === 2 ? "replace" : (change.actions[0] as Action),
        createBeforeDestroy: change.actions[0] === "create" && change.actions.length === 2,
        before: change.before as ObjectValue | null,
        after: change.after === null ? null : (withUnknowns(change.after ?? {}, change.after_unknown) as ObjectValue),
        replacePaths: change.replace_paths ?? [],
        ...(action_reason !== undefined && { reason: action_reason }),
        ...(deposed !== undefined && { deposed }),
        ...(previous_address !== undefined && { previousAddress: previousOf(previous_address) }),
        ...(change.importing && { importing: change.importing.id }),
        sensitive: [...new Set([...marked(change.before_sensitive), ...marked(change.after_sensitive)])],
        steps: [],
      }),
    ),
    outputs: Object.entries(plan.output_changes ?? {}).map(([name, change]) => ({
      name,
      action: change.actions[0] as "create",
      before: change.before,
      after: withUnknowns(change.after ?? null, change.after_unknown),
      sensitive: change.after_sensitive === true,
    })),
  };
}

function previousOf(address: string): Address {
  const [type = "", name = ""] = address.split(".");
  return { mode: "managed", type, name };
}

function marked(sensitive: Value): readonly string[] {
  return isObject(sensitive) ? Object.keys(sensitive).filter((name) => sensitive[name] === true) : [];
}

function withUnknowns(value: Value, unknown: Value): Value {
  if (unknown === true) return UNKNOWN;
  if (Array.isArray(unknown)) return unknown.map((item: Value, i) => withUnknowns((value as Value[])[i] ?? null, item));
  if (!isObject(unknown)) return value;
  const inner = Object.entries(unknown).map(([key, item]) => [
    key,
    withUnknowns((value as ObjectValue)[key] ?? null, item),
  ]);
  return { ...(value as ObjectValue), ...(Object.fromEntries(inner) as ObjectValue) };
}
