import { isUnknown } from "../../resources/value";
import type { ImportConfig, ResourceConfig } from "../config/model";
import { EvaluationError } from "../expressions/error";
import type { Address } from "../model";
import { type Imported, noteError, type Planner, report } from "./planner";
import type { Prior } from "./prior";
import { complete } from "./shape";

/** Brings in the object of an `import` block. Undefined: it failed, which was told. */
export async function importObject(
  planner: Planner,
  resource: ResourceConfig,
  address: Address,
  block: ImportConfig,
): Promise<Imported | undefined> {
  const { diagnostics, evaluator, providers } = planner;
  let id: string;
  try {
    const value = evaluator.evaluate(block.id);
    if (isUnknown(value.raw)) {
      throw new EvaluationError(
        "Invalid import id argument",
        'The import block "id" argument depends on resource attributes that cannot be determined until apply.',
      );
    }
    if (typeof value.raw !== "string" || value.raw === "") {
      throw new EvaluationError("Invalid import id argument", "The import ID value must be a non-empty string.");
    }
    id = value.raw;
  } catch (error) {
    noteError(diagnostics, error, block.id.at, address);
    return undefined;
  }
  const session = await planner.session(resource.type, resource.provider);
  if (!session || planner.signal.aborted) return undefined;
  const outcome = await planner.gate(() => session.import(resource.type, id, planner.signal));
  if (report(diagnostics, outcome.diagnostics, address, block.at)) return undefined;
  if (!outcome.state) {
    report(diagnostics, [missing(id)], address, block.at);
    return undefined;
  }
  const shape = providers.shape("managed", resource.type)!;
  const prior: Prior = {
    id: resource.id,
    address,
    provider: resource.providerAddress,
    providerKey: resource.provider,
    object: { schemaVersion: shape.version, attributes: outcome.state, dependencies: [] },
    value: complete(outcome.state, shape),
    sensitive: [],
  };
  return { prior, id };
}

export function missing(id: string) {
  return {
    severity: "error",
    summary: "Cannot import non-existent remote object",
    detail: `There is no object with the id ${JSON.stringify(id)}. Check the id, and that the provider's configuration is that of its account.`,
  } as const;
}
