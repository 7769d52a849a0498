export { type DiagnosticsOptions, type PlacedDiagnostic, renderDiagnostics } from "./diagnostics";
export { renderOutputs } from "./outputs";
export { type Paint, painter } from "./paint";
export type { ConfigurationSource } from "./json-config";
export { planJson, type PlanJsonOptions, renderPlanJson } from "./plan-json";
export { type MarkdownOptions, renderPlanMarkdown } from "./plan-markdown";
export { type PlanTextOptions, renderPlanText } from "./plan-text";
export { applyComplete, renderProgress, renderStillAtWork } from "./progress";
export type { Schemas } from "./resource-text";
