import type { Session } from "../../resources/session";
import { isWhollyKnown, type ObjectValue, sameValue } from "../../resources/value";
import type { ResourceConfig } from "../config/model";
import { type Address, formatAddress, type ResourceChange } from "../model";
import { depose, getObject, putObject, undepose } from "../state";
import { type Applier, timed } from "./applier";
import { checkConditions } from "./conditions";
import { checkFinalPlan, checkResult, withoutUnknowns } from "./conformity";
import { decodeBody } from "./decode";
import { ignoreChanges } from "./ignore-changes";
import { nothing } from "./plan-data";
import { report } from "./planner";
import { runProvisioners } from "./provisioners";
import { recorded } from "./recorded";
import { complete, type Shape, toShown } from "./shape";

/** Creates or updates one instance. Says whether what depends on it can go on. */
export async function applyWrite(applier: Applier, resource: ResourceConfig, change: ResourceChange): Promise<boolean> {
  const { diagnostics, evaluator, options, providers } = applier;
  const { address } = change;
  const shape = providers.shape("managed", resource.type)!;
  const names = applier.namesOf(resource.id, address.key);
  const scope = evaluator.scope(names);
  const where = formatAddress(address);
  const failed = checkConditions(resource.lifecycle.preconditions, "Resource precondition failed", scope, where);
  diagnostics.push(...failed);
  const decoded = decodeBody(resource.body, shape, scope, resource.at, diagnostics);
  const session = providers.session(resource.type, resource.provider);
  if (!decoded || !session || failed.length > 0) return false;
  if (report(diagnostics, providers.validate("managed", resource.type, decoded.value), address, resource.at))
    return false;

  const isNew = change.action !== "update";
  const stored = isNew ? undefined : getObject(options.store.state, address);
  const prior = stored ? complete(stored.attributes, shape) : null;
  const config = ignoreChanges(decoded.value, prior, resource.lifecycle.ignoreChanges, shape);
  const outcome = await session.plan(resource.type, { address: where, prior, config }, applier.signal);
  if (
    report(
      diagnostics,
      outcome.diagnostics.filter(({ severity }) => severity === "error"),
      address,
      resource.at,
    )
  )
    return false;
  const { planned } = outcome;
  if (!planned) return false;
  const contradictory = checkFinalPlan(change.after ?? {}, toShown(planned, shape), where);
  if (prior && outcome.replace.length > 0 && contradictory.length === 0) {
    contradictory.push(...checkFinalPlan({ action: "update" }, { action: "replace" }, where));
  }
  diagnostics.push(...contradictory);
  if (contradictory.length > 0) return false;
  if (prior && sameValue(prior, planned)) {
    applier.values.set(resource.id, address.key, prior, decoded.sensitive);
    return true;
  }
  const write = { applier, resource, change, shape, session, prior, planned, config, sensitive: decoded.sensitive };
  return timed(applier, address, isNew ? "create" : "update", prior?.id, () => carryOut(write));
}

interface Write {
  readonly applier: Applier;
  readonly resource: ResourceConfig;
  readonly change: ResourceChange;
  readonly shape: Shape;
  readonly session: Session;
  readonly prior: ObjectValue | null;
  readonly planned: ObjectValue;
  readonly config: ObjectValue;
  readonly sensitive: readonly (readonly (string | number)[])[];
}

async function carryOut(write: Write): Promise<{ readonly id?: unknown } | undefined> {
  const { applier, resource, change, shape, session, prior, planned, config, sensitive } = write;
  const { diagnostics, options, values } = applier;
  const { address } = change;
  const where = formatAddress(address);
  const old = getObject(options.store.state, address);
  const deposed =
    change.action === "replace" && change.createBeforeDestroy && old ? await setAside(applier, address) : undefined;
  const result = await session.apply(resource.type, { prior, planned, config }, applier.signal);
  const hasFailed = report(diagnostics, result.diagnostics, address, resource.at);
  if (!result.state) {
    if (!hasFailed) report(diagnostics, [nothing(address)], address, resource.at);
    if (deposed !== undefined) await options.store.update((state) => undepose(state, address, deposed));
    return undefined;
  }
  const made = withoutUnknowns(complete(result.state, shape));
  const wrong = hasFailed ? [] : checkResult(planned, complete(result.state, shape), where);
  diagnostics.push(...wrong);
  // What was half made is destroyed and made anew by the next run; what was half changed is not.
  let isTainted = prior === null && hasFailed;
  const object = recorded(applier.graph, resource.id, shape, made, sensitive, prior ? old : undefined);
  const record = () =>
    options.store.update((state) =>
      putObject(state, address, resource.providerAddress, { ...object, ...(isTainted && { tainted: true }) }),
    );
  await record();
  values.set(resource.id, address.key, made, sensitive);
  if (hasFailed || wrong.length > 0) return undefined;
  if (prior === null) {
    applier.counts.added += 1;
    const provisioned = await runProvisioners(
      applier,
      resource,
      address,
      "create",
      values.instance(resource.id, address.key)!,
    );
    if (!provisioned) {
      isTainted = true;
      await record();
      return undefined;
    }
  } else applier.counts.changed += 1;
  const self = values.instance(resource.id, address.key)!;
  const unmet = checkConditions(
    resource.lifecycle.postconditions,
    "Resource postcondition failed",
    applier.evaluator.scope({ ...applier.namesOf(resource.id, address.key), self }),
    where,
  );
  diagnostics.push(...unmet);
  return unmet.length > 0 ? undefined : { id: made.id };
}

async function setAside({ options }: Applier, address: Address): Promise<string> {
  let key = "";
  await options.store.update((state) => {
    const set = depose(state, address);
    key = set.deposed;
    return set.state;
  });
  return key;
}

/** Reads a data source whose turn has come only now. */
export async function applyRead(applier: Applier, resource: ResourceConfig, change: ResourceChange): Promise<boolean> {
  const { diagnostics, evaluator, options, providers, values } = applier;
  const { address } = change;
  const shape = providers.shape("data", resource.type)!;
  const names = applier.namesOf(resource.id, address.key);
  const decoded = decodeBody(resource.body, shape, evaluator.scope(names), resource.at, diagnostics);
  const session = providers.session(resource.type, resource.provider);
  if (!decoded || !session) return false;
  if (report(diagnostics, providers.validate("data", resource.type, decoded.value), address, resource.at)) return false;
  if (!isWhollyKnown(decoded.value)) return false;
  return timed(applier, address, "read", undefined, async () => {
    const { state, diagnostics: told } = await session.readData(resource.type, decoded.value, applier.signal);
    if (report(diagnostics, told, address, resource.at)) return undefined;
    if (!state) {
      report(diagnostics, [nothing(address)], address, resource.at);
      return undefined;
    }
    const value = complete(state, shape);
    values.set(resource.id, address.key, value, decoded.sensitive);
    await options.store.update((old) =>
      putObject(old, address, resource.providerAddress, {
        schemaVersion: shape.version,
        attributes: value,
        sensitiveAttributes: [],
        dependencies: [],
      }),
    );
    const self = values.instance(resource.id, address.key)!;
    const unmet = checkConditions(
      resource.lifecycle.postconditions,
      "Resource postcondition failed",
      evaluator.scope({ ...names, self }),
      formatAddress(address),
    );
    diagnostics.push(...unmet);
    return unmet.length > 0 ? undefined : { id: value.id };
  });
}
