/**
 * A plan as a value: what is computed by planning, shown by the renderers, saved in plan files and carried out by apply.
 */
import type { AttributePath, Diagnostic } from "../resources/diagnostic";
import type { ObjectValue, Value } from "../resources/value";

/** `ipfailover_group.web["a"]`, in parts. */
export interface Address {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** The key of `for_each` or the index of `count`. */
  readonly key?: string | number;
}

export type Action = "no-op" | "create" | "read" | "update" | "delete" | "replace";

export interface ResourceChange {
  readonly address: Address;
  /** The provider configuration in Terraform's state spelling: `provider["registry.terraform.io/a/b"].alias`. */
  readonly provider: string;
  readonly action: Action;
  /** For `replace`: whether the new object comes before the old one goes. */
  readonly createBeforeDestroy: boolean;
  readonly before: ObjectValue | null;
  /** UNKNOWN wherever it is known only after apply. Null for delete. */
  readonly after: ObjectValue | null;
  /** Attributes that force a replacement. */
  readonly replacePaths: readonly AttributePath[];
  /** Why, in Terraform's words of the plan representation: `replace_because_cannot_update`, `delete_because_no_resource_config`… */
  readonly reason?: string;
  /** Attribute names whose values are never shown. */
  readonly sensitive: readonly string[];
  /** The order of API calls that apply will make, as sentences, for `--steps`. */
  readonly steps: readonly string[];
  /** Set for the old object of a create-before-destroy that was cut off. */
  readonly deposed?: string;
  /** Where state has it: a `moved` block gave it its address. */
  readonly previousAddress?: Address;
  /** The id by which an `import` block takes it over. */
  readonly importing?: string;
}

export interface OutputChange {
  readonly name: string;
  readonly action: "no-op" | "create" | "update" | "delete";
  readonly before: Value;
  readonly after: Value;
  readonly sensitive: boolean;
}

export type PlanMode = "normal" | "destroy" | "refresh-only";

export interface Plan {
  readonly mode: PlanMode;
  /** In the order of the configuration's addresses, no-ops included. */
  readonly changes: readonly ResourceChange[];
  /** What reading found to differ from the state: actions `update` (changed outside) or `delete` (gone). */
  readonly drift: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  /** What a `removed` block lets go without destroying it. */
  readonly forgotten?: readonly Address[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlanSummary {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
}

export function formatAddress({ mode, type, name, key }: Address): string {
  const suffix = key === undefined ? "" : typeof key === "number" ? `[${key}]` : `[${JSON.stringify(key)}]`;
  return `${mode === "data" ? "data." : ""}${type}.${name}${suffix}`;
}

export function summarize(plan: Pick<Plan, "changes">): PlanSummary {
  const count = (...actions: readonly Action[]) => plan.changes.filter(({ action }) => actions.includes(action)).length;
  return { add: count("create", "replace"), change: count("update"), destroy: count("delete", "replace") };
}
