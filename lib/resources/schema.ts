/**
 * The schema table: one per resource type, and the single source for the provider's schema, the L1 bindings, the
 * reference documentation, validation and the diff.
 */
import type { Value } from "./value";

export type AttributeType =
  | "string"
  | "int"
  | "bool"
  | { readonly list: "string" }
  | { readonly map: "string" | "strings" }
  | { readonly object: Attributes }
  | { readonly listOf: Attributes }
  | { readonly mapOf: Attributes };

/** Who sets it: the user must, the user may, the cloud does, or the user may and else the cloud does. */
export type AttributeMode = "required" | "optional" | "computed" | "optional-computed";

export interface AttributeSchema {
  readonly type: AttributeType;
  readonly mode: AttributeMode;
  /** Markdown; the first sentence says what it is. */
  readonly description: string;
  /** What a number counts, or what a string's text means: `milliseconds`, `duration`. */
  readonly unit?: string;
  readonly default?: string | number | boolean;
  readonly allowed?: readonly string[];
  readonly range?: readonly [min: number, max: number];
  /** A change makes a new object in place of the old one. */
  readonly replace?: boolean;
  readonly sensitive?: boolean;
  /** A computed attribute that never changes while the object lives: an update keeps it, so dependents stay still. */
  readonly stable?: boolean;
  /** True when two spellings mean the same to the cloud, so that they make no difference. */
  readonly equivalent?: (a: Value, b: Value) => boolean;
}

export type Attributes = Readonly<Record<string, AttributeSchema>>;

/** Which of create, read, update and delete have a deadline of their own, with its default. */
export type TimeoutDefaults = Readonly<Partial<Record<TimeoutName, string>>>;
export type TimeoutName = "create" | "read" | "update" | "delete";

export interface Schema {
  /** Raised when stored state must be rewritten to fit. */
  readonly version: number;
  readonly description: string;
  readonly attributes: Attributes;
  /** Served as the customary `timeouts { create = "10m" }` block. */
  readonly timeouts?: TimeoutDefaults;
}

export function isComputed(attribute: AttributeSchema): boolean {
  return attribute.mode === "computed" || attribute.mode === "optional-computed";
}

export function isConfigurable(attribute: AttributeSchema): boolean {
  return attribute.mode !== "computed";
}
