import type { StackConfig } from "../config/model";
import type { EngineDiagnostic } from "../config/problem";
import { parseTarget, targetId } from "../config/targets";
import { EvaluationError } from "../expressions/error";
import type { PlanMode } from "../model";
import type { Graph } from "./graph";
import type { Priors } from "./prior";

export interface Selection {
  /** Undefined: everything. */
  readonly included?: ReadonlySet<string>;
  /** Resources whose value of this run is known to expressions. */
  readonly ready: Set<string>;
  readonly diagnostics: readonly EngineDiagnostic[];
}

/** Targets with what they depend on; when destroying, with what depends on them. */
export function selectTargets(
  targets: readonly string[] | undefined,
  mode: PlanMode,
  graph: Graph,
  priors: Priors,
  config: StackConfig,
): Selection {
  const ready = new Set<string>();
  if (!targets || targets.length === 0) return { ready, diagnostics: [] };
  const included = new Set<string>();
  const diagnostics: EngineDiagnostic[] = [
    {
      severity: "warning",
      summary: "Resource targeting is in effect",
      detail:
        "You are creating a plan with the --target option, which means that the result of this plan may not represent all " +
        "of the changes requested by the current configuration.",
    },
  ];
  for (const source of targets) {
    try {
      const id = targetId(parseTarget(source));
      if (!config.resources.has(id) && !priors.current.has(id)) {
        diagnostics.push({ severity: "error", summary: "Invalid target", detail: `There is no resource ${id}.` });
      }
      included.add(id);
      if (mode !== "destroy") for (const other of graph.all(id)) included.add(other);
      else for (const other of dependents(id, priors)) included.add(other);
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      diagnostics.push({ severity: "error", summary: "Invalid target", detail: error.detail });
    }
  }
  return { included, ready, diagnostics };
}

/** State records all that an object depends on, so one pass finds all that depend on it. */
function dependents(id: string, { current }: Priors): string[] {
  return [...current]
    .filter(([, instances]) => [...instances.values()].some(({ object }) => object.dependencies.includes(id)))
    .map(([other]) => other);
}

export function isTargeted({ included }: Selection, id: string): boolean {
  return included?.has(id) ?? true;
}
