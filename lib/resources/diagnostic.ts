export { advice, formatPath, hasErrors, problem } from "../clouds/diagnostic";
export type { AttributePath, Diagnostic } from "../clouds/diagnostic";
