/** The engine: plans and applies a synthesized stack in process, on Terraform's own state. */
export { findStack } from "./config/find-stack";
export { loadConfig, type LoadOptions } from "./config/load";
export type { StackConfig } from "./config/model";
export { ConfigError, type EngineDiagnostic, formatDiagnostic, type Location } from "./config/problem";
export { type Address, formatAddress, summarize } from "./model";
export { applyPlan } from "./run/apply";
export type {
  ApplyOptions,
  ApplyResult,
  PlannedChange,
  PlanOptions,
  PlanResult,
  PlanWithSources,
  RunOptions,
} from "./run/options";
export { DEFAULT_PARALLELISM, planStack } from "./run/plan";
export { formatProgress, type Progress } from "./run/progress";
export { type Address, formatAddress } from "./model";
export { openState, StateError, type StateStore } from "./state";
export { openState, type State, StateError, type StateStore } from "./state";
