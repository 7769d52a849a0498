import type { EngineDiagnostic } from "../config/problem";
import type { Address } from "../model";
import type { Evaluator, InstanceNames } from "./evaluator";
import type { Gate } from "./gate";
import type { Graph } from "./graph";
import type { ApplyOptions } from "./options";
import type { Operation } from "./progress";
import type { Providers } from "./providers";
import type { Key, Values } from "./values";

/** What all parts of one applying run share. */
export interface Applier {
  readonly options: ApplyOptions;
  readonly graph: Graph;
  readonly values: Values;
  readonly evaluator: Evaluator;
  readonly providers: Providers;
  readonly diagnostics: EngineDiagnostic[];
  readonly gate: Gate;
  readonly signal: AbortSignal;
  /** What was deposed before this run. */
  readonly oldDeposed: ReadonlySet<string>;
  readonly counts: { added: number; changed: number; destroyed: number };
  /** What the instances of a resource may refer to, expanded once. */
  readonly namesOf: (id: string, key: Key) => InstanceNames;
}

/** Tells how an operation begins and ends. `work` answers the object's id, or undefined when it failed. */
export async function timed(
  { options }: Applier,
  address: Address,
  operation: Operation,
  id: unknown,
  work: () => Promise<{ readonly id?: unknown } | undefined>,
): Promise<boolean> {
  const started = Date.now();
  const withId = (value: unknown) => (typeof value === "string" ? { id: value } : {});
  options.progress?.({ kind: "start", address, operation, ...withId(id) });
  const result = await work();
  const seconds = (Date.now() - started) / 1000;
  if (result) options.progress?.({ kind: "done", address, operation, seconds, ...withId(result.id) });
  else options.progress?.({ kind: "failed", address, operation, seconds });
  return result !== undefined;
}
