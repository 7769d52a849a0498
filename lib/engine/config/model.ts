import type { Address } from "../model";
import type { Node } from "../expressions/ast";
import type { Type } from "../expressions/type";
import type { Typed } from "../expressions/typed";
import type { EngineDiagnostic, Location } from "./problem";

/** An object of JSON, with expressions in its strings. */
export type Body = Readonly<Record<string, unknown>>;

/** A stack as its files say it, checked as far as can be without evaluating anything. */
export interface StackConfig {
  readonly directory: string;
  /** The directory's name: `cdktf.out/stacks/NAME`. */
  readonly name: string;
  readonly statePath: string;
  readonly workspace: string;
  readonly variables: ReadonlyMap<string, VariableConfig>;
  readonly locals: ReadonlyMap<string, Expression>;
  /** By name, with `.alias` behind it where there is one. */
  readonly providers: ReadonlyMap<string, ProviderConfig>;
  /** By `type.name`, data sources by `data.type.name`, in the files' order. */
  readonly resources: ReadonlyMap<string, ResourceConfig>;
  readonly outputs: ReadonlyMap<string, OutputConfig>;
  readonly moved: readonly MovedConfig[];
  readonly imports: readonly ImportConfig[];
  readonly removed: readonly RemovedConfig[];
  readonly warnings: readonly EngineDiagnostic[];
}

export interface Expression {
  readonly json: unknown;
  readonly at: Location;
}

export interface VariableConfig {
  readonly name: string;
  readonly type: Type;
  readonly value: Typed;
  readonly validations: readonly ConditionConfig[];
  readonly at: Location;
}

export interface ProviderConfig {
  readonly name: string;
  readonly alias?: string;
  readonly body: Body;
  readonly at: Location;
}

export interface ResourceConfig {
  /** `type.name` or `data.type.name`. */
  readonly id: string;
  readonly mode: Address["mode"];
  readonly type: string;
  readonly name: string;
  /** What is left without the meta-arguments. */
  readonly body: Body;
  readonly count?: Expression;
  readonly forEach?: Expression;
  readonly dependsOn: readonly string[];
  /** As in `StackConfig.providers`. */
  readonly provider: string;
  /** As state spells it: `provider["registry.terraform.io/a/b"].alias`. */
  readonly providerAddress: string;
  readonly lifecycle: LifecycleConfig;
  readonly provisioners: readonly ProvisionerConfig[];
  readonly at: Location;
}

export interface LifecycleConfig {
  readonly createBeforeDestroy?: boolean;
  readonly preventDestroy: boolean;
  readonly ignoreChanges: "all" | readonly (readonly (string | number)[])[];
  readonly replaceTriggeredBy: readonly Node[];
  readonly preconditions: readonly ConditionConfig[];
  readonly postconditions: readonly ConditionConfig[];
}

export interface ConditionConfig {
  readonly condition: unknown;
  readonly errorMessage: unknown;
  readonly at: Location;
}

/** The only kind there is here: `local-exec`. */
export interface ProvisionerConfig {
  readonly when: "create" | "destroy";
  readonly onFailure: "continue" | "fail";
  readonly body: Body;
  readonly at: Location;
}

export interface OutputConfig {
  readonly name: string;
  readonly value: Expression;
  readonly sensitive: boolean;
  readonly dependsOn: readonly string[];
  readonly preconditions: readonly ConditionConfig[];
  readonly at: Location;
}

export interface MovedConfig {
  readonly from: ResourceTarget;
  readonly to: ResourceTarget;
  readonly at: Location;
}

/** A resource with all its instances, or one of them. */
export interface ResourceTarget {
  readonly mode: Address["mode"];
  readonly type: string;
  readonly name: string;
  readonly key?: string | number;
}

export interface ImportConfig {
  readonly to: ResourceTarget;
  readonly id: Expression;
  readonly at: Location;
}

export interface RemovedConfig {
  readonly from: ResourceTarget;
  /** False: it is forgotten, and stays on the cloud. */
  readonly destroy: boolean;
  readonly at: Location;
}
