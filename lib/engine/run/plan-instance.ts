import { hasErrors } from "../../resources/diagnostic";
import type { PlanOutcome } from "../../resources/session";
import { type ObjectValue, sameValue } from "../../resources/value";
import type { ResourceConfig } from "../config/model";
import type { Address } from "../model";
import { checkConditions } from "./conditions";
import { decodeBody } from "./decode";
import type { InstanceNames } from "./evaluator";
import { ignoreChanges } from "./ignore-changes";
import { changeBase, changeKey, type Planner, report } from "./planner";
import type { Prior } from "./prior";
import { triggeredBy } from "./replace-triggers";
import { type Shape, toShown } from "./shape";

/** Plans one instance of a managed resource. Says whether what depends on it can be planned. */
export async function planInstance(
  planner: Planner,
  resource: ResourceConfig,
  address: Address,
  names: InstanceNames,
  prior: Prior | undefined,
): Promise<boolean> {
  const { diagnostics, evaluator, options, providers, values } = planner;
  const shape = providers.shape("managed", resource.type)!;
  const { lifecycle } = resource;
  const where = changeKey(address);
  const scope = evaluator.scope(names);
  const failed = checkConditions(lifecycle.preconditions, "Resource precondition failed", scope, where);
  diagnostics.push(...failed);
  const refreshed = prior ? await planner.refresh(prior) : null;
  if (refreshed === undefined || failed.length > 0) return false;
  const decoded = decodeBody(resource.body, shape, scope, resource.at, diagnostics);
  if (!decoded) return false;
  if (report(diagnostics, providers.validate("managed", resource.type, decoded.value), address, resource.at))
    return false;
  if (planner.mode === "refresh-only") {
    if (refreshed) values.set(resource.id, address.key, refreshed, prior?.sensitive ?? []);
    return true;
  }
  const session = await planner.session(resource.type, resource.provider);
  if (!session || planner.signal.aborted) return false;

  const isTainted = prior?.object.tainted === true;
  const before = isTainted ? null : refreshed;
  const config = ignoreChanges(decoded.value, before, lifecycle.ignoreChanges, shape);
  const ask = (from: ObjectValue | null, wanted: ObjectValue) =>
    planner.gate(() => session.plan(resource.type, { address: where, prior: from, config: wanted }, planner.signal));
  let outcome: PlanOutcome = await ask(before, config);
  if (hasErrors(outcome.diagnostics)) return !report(diagnostics, outcome.diagnostics, address, resource.at);
  const reason = replaceReason(planner, resource, address, isTainted, refreshed, outcome);
  const { replace } = outcome;
  if (reason !== undefined && before) {
    const again = await ask(null, decoded.value);
    outcome = { ...again, diagnostics: [...outcome.diagnostics, ...again.diagnostics] };
  }
  const planned = outcome.planned;
  const action =
    reason !== undefined
      ? "replace"
      : refreshed === null
        ? "create"
        : sameValue(refreshed, planned)
          ? "no-op"
          : "update";
  if (report(diagnostics, outcome.diagnostics, address, resource.at) || !planned) return false;
  if (action === "replace" && isProtected(planner, resource, address)) return false;
  // Of two equal values one is kept: there may be ten thousand of them.
  const after = action === "no-op" && refreshed ? refreshed : planned;
  values.set(resource.id, address.key, after, decoded.sensitive);
  const shown = refreshed && toShown(refreshed, shape);
  planner.changes.set(where, {
    ...changeBase(address, resource.providerAddress, shape.sensitive, decoded.sensitive),
    action,
    createBeforeDestroy: planner.graph.createsFirst(resource.id),
    before: shown,
    after: after === refreshed ? shown : toShown(after, shape),
    replacePaths: reason === "replace_because_cannot_update" ? replace : [],
    ...(reason !== undefined && { reason }),
    steps: outcome.steps,
  });
  if (action !== "no-op") planner.pending.add(resource.id);
  const conditions = checkPostconditions(planner, resource, address, names);
  diagnostics.push(...conditions);
  return conditions.length === 0 && options.signal?.aborted !== true;
}

function replaceReason(
  planner: Planner,
  resource: ResourceConfig,
  address: Address,
  isTainted: boolean,
  refreshed: ObjectValue | null,
  { replace }: PlanOutcome,
): string | undefined {
  if (!refreshed) return undefined;
  if (isTainted) return "replace_because_tainted";
  const wanted = planner.options.replace ?? [];
  if (wanted.includes(changeKey(address))) return "replace_by_request";
  if (triggeredBy(planner, resource)) return "replace_by_triggers";
  return replace.length > 0 ? "replace_because_cannot_update" : undefined;
}

export function isProtected({ diagnostics }: Planner, resource: ResourceConfig, address: Address): boolean {
  if (!resource.lifecycle.preventDestroy) return false;
  report(
    diagnostics,
    [
      {
        severity: "error",
        summary: "Instance cannot be destroyed",
        detail:
          `Resource ${changeKey(address)} has lifecycle.prevent_destroy set, but the plan calls for this resource to be ` +
          "destroyed. To avoid this error and continue with the plan, either disable lifecycle.prevent_destroy or reduce " +
          "the scope of the plan using the --target option.",
      },
    ],
    address,
    resource.at,
  );
  return true;
}

function checkPostconditions(planner: Planner, resource: ResourceConfig, address: Address, names: InstanceNames) {
  const { postconditions } = resource.lifecycle;
  if (postconditions.length === 0) return [];
  const self = planner.values.instance(resource.id, address.key);
  const scope = planner.evaluator.scope({ ...names, ...(self && { self }) });
  return checkConditions(postconditions, "Resource postcondition failed", scope, changeKey(address));
}

/** Plans the end of an object that the configuration no longer has. */
export async function planDelete(planner: Planner, prior: Prior, reason: string | undefined): Promise<void> {
  const { diagnostics, providers } = planner;
  const refreshed = await planner.refresh(prior);
  if (!refreshed || planner.mode === "refresh-only") return;
  const session = await planner.session(prior.address.type, prior.providerKey);
  if (!session || planner.signal.aborted) return;
  const outcome = await planner.gate(() =>
    session.plan(
      prior.address.type,
      { address: changeKey(prior.address), prior: refreshed, config: null },
      planner.signal,
    ),
  );
  if (report(diagnostics, outcome.diagnostics, prior.address)) return;
  const shape: Shape = providers.shape("managed", prior.address.type)!;
  const { deposed } = prior.object;
  planner.changes.set(changeKey(prior.address, deposed), {
    ...changeBase(prior.address, prior.provider, shape.sensitive, prior.sensitive),
    action: "delete",
    createBeforeDestroy: prior.object.createBeforeDestroy === true,
    before: toShown(refreshed, shape),
    after: null,
    steps: outcome.steps,
    ...(reason !== undefined && { reason }),
    ...(deposed !== undefined && { deposed }),
  });
  planner.pending.add(prior.id);
}
