export { type DiagnosticsOptions, type PlacedDiagnostic, renderDiagnostics } from "./diagnostics";
export { renderOutputs } from "./outputs";
export { type Paint, painter } from "./paint";
export { type PlanTextOptions, renderPlanText } from "./plan-text";
export { applyComplete, begun, done, duration, stillAtWork, type Subject, type Work } from "./progress";
export type { Schemas } from "./resource-text";
export { harmless } from "./text";
