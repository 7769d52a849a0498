/** The engine: plans and applies a synthesized stack in process, on Terraform's own state. */
export { loadConfig, type LoadOptions } from "./config/load";
export type { StackConfig } from "./config/model";
export { ConfigError, type EngineDiagnostic, type Location } from "./config/problem";
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
export { type Declared, type DeclaredObject, findDeclared, findLocals } from "./run/declared";
export { planStack } from "./run/plan";
export { keepSessions } from "./kept-sessions";
export type { Progress } from "./run/progress";
export { type Address, formatAddress, type Plan, type PlanMode, type ResourceChange } from "./model";
export { loadRecordLocks, openState, type State, StateError, type StateStore } from "./state";
