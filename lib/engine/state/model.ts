/**
 * Terraform's state, format version 4, as an immutable value. What is not understood here is kept as the text that the
 * file holds: unknown keys in `rest`, and the exact text of attributes as long as nobody puts another object in their place.
 */
import type { ObjectValue, Value } from "../../resources/value";

/** Keys that this code does not know, kept. */
export type Rest = ObjectValue;

export interface State {
  /** The version of Terraform that wrote it. Ours keeps what it finds. */
  readonly terraformVersion: string;
  /** One higher with every change. 0: never written. */
  readonly serial: number;
  /** Made once for each state; empty: never written. */
  readonly lineage: string;
  readonly outputs: Readonly<Record<string, OutputState>>;
  /** In Terraform's order: by module, mode, type and name. */
  readonly resources: readonly ResourceState[];
  readonly checkResults: Value;
  readonly rest: Rest;
}

export interface OutputState {
  readonly value: Value;
  /** The type in Terraform's JSON spelling: `"string"`, `["object", {"a": "number"}]`. See `typeOfValue`. */
  readonly type: Value;
  readonly sensitive: boolean;
}

export interface ResourceState {
  /** `module.a["k"]`. Absent: the root module, the only one that this project plans. */
  readonly module?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** `provider["registry.terraform.io/a/b"].alias` */
  readonly provider: string;
  /** In Terraform's order: by key, then the current object before deposed ones. */
  readonly objects: readonly ObjectState[];
  readonly rest: Rest;
}

/** One object of a resource: the current one of an instance, or a deposed one that waits for its destruction. */
export interface ObjectState {
  readonly key?: string | number;
  readonly tainted?: boolean;
  /** Eight hexadecimal digits. */
  readonly deposed?: string;
  readonly schemaVersion: number;
  /** As JSON: dynamic attributes of Terraform's own types are `{"value": …, "type": …}`. */
  readonly attributes: ObjectValue;
  /** Paths in Terraform's JSON spelling. See `sensitivePaths`. */
  readonly sensitiveAttributes?: Value;
  /** The provider's private bytes, in Base64. */
  readonly private?: string;
  /** Addresses without keys, sorted: the order of destruction depends on them. */
  readonly dependencies: readonly string[];
  readonly createBeforeDestroy?: boolean;
  readonly rest?: Rest;
}

/** What we write as `terraform_version` in a new state: any Terraform 1.x and OpenTofu read it. */
const FIRST_TERRAFORM_VERSION = "1.5.7";

export const EMPTY_STATE: State = {
  terraformVersion: FIRST_TERRAFORM_VERSION,
  serial: 0,
  lineage: "",
  outputs: {},
  resources: [],
  checkResults: null,
  rest: {},
};
