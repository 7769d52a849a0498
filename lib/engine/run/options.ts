import type { Core } from "../../resources/session";
import type { StackConfig } from "../config/model";
import type { EngineDiagnostic } from "../config/problem";
import type { Address, Plan, PlanMode, ResourceChange } from "../model";
import type { State, StateStore } from "../state";
import type { Progress } from "./progress";

/** What planning and applying have in common. */
export interface RunOptions {
  readonly config: StackConfig;
  readonly core: Core;
  /** Where credentials and `TF_VAR_*` come from. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the command was started: `path.cwd`. */
  readonly cwd?: string;
  /** Aborted: nothing new starts, and what is under way is ended or recorded. */
  readonly signal?: AbortSignal;
  readonly progress?: (event: Progress) => void;
  /**
   * How many operations run at once; default 1000. It is high because what the resources of one LAN want is gathered
   * into few requests, and the cloud's adapter paces those.
   */
  readonly parallelism?: number;
}

export interface PlanOptions extends RunOptions {
  readonly state: State;
  readonly mode?: PlanMode;
  /** False: the state is taken for the truth. */
  readonly refresh?: boolean;
  /** Only these, `ipfailover_group.web`, and what they depend on; when destroying, what depends on them. */
  readonly targets?: readonly string[];
  /** Instances to make anew. */
  readonly replace?: readonly string[];
}

export interface PlanResult {
  readonly plan: PlanWithSources;
  /** As reading found it, after moves and imports. Goes to `applyPlan` with the plan. */
  readonly state: State;
  /** False when there are errors, or there is nothing to do, not even to record. */
  readonly applicable: boolean;
  readonly interrupted: boolean;
}

/** A plan whose diagnostics know their place, and whose changes know where objects come from. */
export interface PlanWithSources extends Plan {
  readonly diagnostics: readonly EngineDiagnostic[];
  readonly changes: readonly PlannedChange[];
  /** What a `removed` block lets go without destroying it. */
  readonly forgotten: readonly Address[];
}

export interface PlannedChange extends ResourceChange {
  readonly previousAddress?: Address;
  /** The id by which an `import` block takes it over. */
  readonly importing?: string;
}

export interface ApplyOptions extends RunOptions {
  readonly plan: Plan;
  /** From `PlanResult`, or from a plan file. */
  readonly state: State;
  readonly store: StateStore;
}

export interface ApplyResult {
  readonly diagnostics: readonly EngineDiagnostic[];
  /** As last committed. */
  readonly state: State;
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
  readonly interrupted: boolean;
}
