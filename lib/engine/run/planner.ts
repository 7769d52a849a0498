import type { AttributePath, Diagnostic } from "../../resources/diagnostic";
import { hasErrors } from "../../resources/diagnostic";
import type { Session } from "../../resources/session";
import { type ObjectValue, sameValue } from "../../resources/value";
import type { ImportConfig } from "../config/model";
import type { EngineDiagnostic, Location } from "../config/problem";
import { EvaluationError } from "../expressions/error";
import { type Address, formatAddress, type PlanMode } from "../model";
import type { Evaluator } from "./evaluator";
import type { Gate } from "./gate";
import type { Graph } from "./graph";
import type { PlannedChange, PlanOptions } from "./options";
import type { Prior } from "./prior";
import { isBuiltIn, type Providers } from "./providers";
import { complete, toShown } from "./shape";
import type { Values } from "./values";

/** What all parts of one planning run share. */
export interface Planner {
  readonly options: PlanOptions;
  readonly mode: PlanMode;
  readonly graph: Graph;
  readonly values: Values;
  readonly evaluator: Evaluator;
  readonly providers: Providers;
  readonly diagnostics: EngineDiagnostic[];
  readonly gate: Gate;
  readonly signal: AbortSignal;
  /** By formatted address, with `(deposed …)` where one is. */
  readonly changes: Map<string, PlannedChange>;
  readonly drift: PlannedChange[];
  /** What reading found, where it differs from the state or was not in it. Null: gone. */
  readonly refreshed: Map<Prior, ObjectValue | null>;
  /** Resources, by `type.name`, with something to do. */
  readonly pending: Set<string>;
  /** By the address that each is for. */
  readonly importBlocks: ReadonlyMap<string, ImportConfig>;
  /** Objects that an `import` block brought in, by address: they are in no state yet. */
  readonly imported: Map<string, Imported>;
  /** Waits for what the provider's configuration refers to, then opens it. */
  readonly session: (type: string, key: string) => Promise<Session | undefined>;
  /** Reads the object, once. Undefined: it could not be read, which was told. */
  readonly refresh: (prior: Prior) => Promise<ObjectValue | null | undefined>;
}

export interface Imported {
  readonly prior: Prior;
  readonly id: string;
}

/** Gives diagnostics of a resource their instance and place. Says whether there are errors. */
export function report(
  into: EngineDiagnostic[],
  found: readonly Diagnostic[],
  address: Address,
  source?: Location,
): boolean {
  for (const diagnostic of found) {
    into.push({ address: formatAddress(address), ...(source && { source }), ...diagnostic });
  }
  return hasErrors(found);
}

/** Notes the user's mistakes; anything else is thrown on. */
export function noteError(into: EngineDiagnostic[], error: unknown, source: Location, address?: Address): void {
  if (!(error instanceof EvaluationError)) throw error;
  const where = address && { address: formatAddress(address) };
  into.push({ severity: "error", summary: error.summary, detail: error.detail, source, ...where });
}

/** An exception of a provider is a mistake of ours; one resource's must not take the others down. */
export function crash(error: unknown): EngineDiagnostic {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { severity: "error", summary: "Internal error", detail: `This is a bug in ipfailover: ${detail}` };
}

export async function refreshObject(planner: Planner, prior: Prior): Promise<ObjectValue | null | undefined> {
  const { options, diagnostics, providers } = planner;
  if (options.refresh === false || isBuiltIn(prior.address.type)) return prior.value;
  const session = await planner.session(prior.address.type, prior.providerKey);
  if (!session || planner.signal.aborted) return undefined;
  return planner.gate(async () => {
    const id = prior.value.id;
    options.progress?.({ kind: "refresh", address: prior.address, ...(typeof id === "string" && { id }) });
    const { state: answer, diagnostics: found } = await session.read(prior.address.type, prior.value, planner.signal);
    if (report(diagnostics, found, prior.address)) return undefined;
    const shape = providers.shape("managed", prior.address.type)!;
    const state = answer && complete(answer, shape);
    if (sameValue(state, prior.value)) return prior.value;
    planner.refreshed.set(prior, state);
    if (prior.object.deposed === undefined && planner.imported.get(formatAddress(prior.address))?.prior !== prior) {
      planner.drift.push({
        ...changeBase(prior.address, prior.provider, shape.sensitive),
        action: state ? "update" : "delete",
        before: toShown(prior.value, shape),
        after: state && toShown(state, shape),
      });
    }
    return state;
  });
}

export function changeBase(
  address: Address,
  provider: string,
  sensitive: readonly string[],
  paths: readonly AttributePath[] = [],
): Omit<PlannedChange, "action" | "before" | "after"> {
  const marked = paths.map(([name]) => String(name));
  const names = marked.length === 0 ? sensitive : [...new Set([...sensitive, ...marked])];
  return {
    address,
    provider,
    createBeforeDestroy: false,
    replacePaths: [],
    sensitive: names,
    steps: [],
  };
}

export function changeKey(address: Address, deposed?: string): string {
  return deposed === undefined ? formatAddress(address) : `${formatAddress(address)} (deposed ${deposed})`;
}
