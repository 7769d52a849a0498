/** A session on one account of one cloud: what every resource type has in common, around what each one does. */
import type { Cloud } from "../clouds/cloud";
import { staticRules } from "../clouds/registry";
import { withTimeout } from "../http/wait";
import { hasErrors, problem, unacknowledged } from "./diagnostic";
import type { Diagnostic } from "./diagnostic";
import { parseDuration } from "../duration";
import { failure } from "./failure";
import { asWarning, contradictions } from "./contradictions";
import { otherOrigin, verifyOrigin } from "./origin";
import { propose } from "./proposal";
import type { Context, ResourceType } from "./resource-type";
import { checkSchema } from "./schema-check";
import type { Schema, TimeoutName } from "./schema";
import type { ApplyInput, Outcome, PlanInput, PlanOutcome, Session } from "./session";
import { createSiblings } from "./siblings";
import { dataSourceTypes, resourceTypes } from "./types";
import { isObject, isUnknown } from "./value";
import type { ObjectValue } from "./value";

/** Without a cloud (its configuration is not known yet) plans are made from values alone. */
export function createSession(cloud: Cloud | undefined): Session {
  const siblings = createSiblings();
  const rules = cloud && staticRules(cloud.name);

  /** Runs `work` within the resource's own deadline; whatever goes wrong is said, never thrown. */
  async function within<T>(
    schema: Schema,
    name: TimeoutName,
    values: ObjectValue,
    signal: AbortSignal,
    doing: string,
    work: (context: Context) => Promise<T>,
  ): Promise<{ readonly result: T } | { readonly failed: readonly Diagnostic[] }> {
    if (!cloud) return { failed: [notConfigured(doing)] };
    const timeout = withTimeout(signal, deadline(schema, name, values));
    try {
      return { result: await work({ cloud, signal: timeout.signal, claimedBy: siblings.claimedBy }) };
    } catch (error) {
      return { failed: failure(doing, error, cloud) };
    } finally {
      timeout.done();
    }
  }

  async function plan(type: string, { address, prior, config }: PlanInput, signal: AbortSignal): Promise<PlanOutcome> {
    const resource = typeOf(type);
    const foreign = prior === null ? [] : otherOrigin(cloud, prior);
    if (config === null || foreign.length > 0) {
      return { planned: config, replace: [], diagnostics: foreign, steps: [] };
    }
    const unsupported = cloud && resource.unsupported(cloud);
    if (unsupported !== undefined) {
      return {
        planned: config,
        replace: [],
        diagnostics: [problem([], "Not possible on this cloud", unsupported)],
        steps: [],
      };
    }
    const fill = cloud && resource.fill?.(cloud, config);
    const repair = prior !== null && (resource.needsRepair?.(prior, config) ?? false);
    const lost = prior === null ? undefined : resource.lost?.(prior);
    const { planned, changed, replace } = propose(resource.schema, prior, config, {
      ...(fill ? { fill } : {}),
      ...(lost === undefined ? {} : { lost }),
      repair,
    });
    const errors = [
      ...checkSchema(resource.schema, config),
      ...resource.validate(config),
      ...(rules ? resource.check(rules, config) : []),
    ];
    // An object that is about to be replaced is planned once more as a new one, and claims then.
    const id = typeof prior?.id === "string" ? prior.id : undefined;
    const conflicts = replace.length > 0 ? [] : siblings.claim({ address, type, id, config }, resource.claims(planned));
    const values = { planned, replace };
    if (cloud && prior !== null && replace.length > 0) resource.replaces?.(cloud, prior);
    // A replacement is planned once more as a new object: advice is given then.
    const advises = changed && replace.length === 0;
    if (!changed || replace.length > 0 || hasErrors(errors) || !cloud) {
      return {
        ...values,
        diagnostics: unacknowledged([...errors, ...conflicts, ...(advises ? resource.advise(config) : [])], config),
        steps: [],
      };
    }
    const outcome = await within(resource.schema, "read", config, signal, `Planning ${type}`, (context) =>
      resource.preflight(context, planned, prior),
    );
    const { diagnostics, steps } = "result" in outcome ? outcome.result : { diagnostics: outcome.failed, steps: [] };
    return {
      ...values,
      diagnostics: unacknowledged([...conflicts, ...resource.advise(config), ...diagnostics], config),
      steps,
    };
  }

  async function apply(type: string, { prior, planned, config }: ApplyInput, signal: AbortSignal): Promise<Outcome> {
    const resource = typeOf(type);
    const foreign = prior === null ? [] : await verifyOrigin(cloud, prior, signal);
    if (foreign.length > 0) return { state: prior, diagnostics: foreign };
    if (planned === null)
      return prior === null ? { state: null, diagnostics: [] } : remove(type, resource, prior, signal);

    const [name, doing] =
      prior === null ? (["create", `Creating ${type}`] as const) : (["update", `Changing ${type}`] as const);
    const outcome = await within(resource.schema, name, planned, signal, doing, async (context) => {
      // Before anything is written: an object whose owner cannot be told must not be made.
      const account = await context.cloud.account(context.signal);
      const seen =
        prior === null ? await resource.create(context, planned) : await resource.update(context, prior, planned);
      return { seen, origin: { cloud: context.cloud.name, account } };
    });
    if ("failed" in outcome) return { state: prior, diagnostics: outcome.failed };
    const { seen, origin } = outcome.result;
    const differences = contradictions(resource.schema, planned, seen, config);
    const lasting = prior === null && resource.recordsWhatItMade === true;
    const diagnostics = [...(seen.diagnostics ?? []), ...(lasting ? differences.map(asWarning) : differences)];
    const stands = prior !== null && seen.stands === true && differences.length === 0;
    if (hasErrors(diagnostics) && !stands) return { state: prior, diagnostics };
    const state = settle(planned, { ...seen.attributes, ...origin });
    // From here on it is known what a new object holds: who is planned later in the run is judged by that.
    const id = typeof state.id === "string" ? state.id : undefined;
    if (config !== null) siblings.add({ address: undefined, type, id, config }, resource.claims(state));
    return { state, diagnostics };
  }

  async function remove(
    type: string,
    resource: ResourceType,
    prior: ObjectValue,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const outcome = await within(resource.schema, "delete", prior, signal, `Destroying ${type}`, (context) =>
      resource.remove(context, prior),
    );
    if ("failed" in outcome) return { state: prior, diagnostics: outcome.failed };
    return { state: hasErrors(outcome.result) ? prior : null, diagnostics: outcome.result };
  }

  async function read(type: string, prior: ObjectValue, signal: AbortSignal): Promise<Outcome> {
    const resource = typeOf(type);
    if (!cloud) return { state: prior, diagnostics: [] };
    const foreign = otherOrigin(cloud, prior);
    if (foreign.length > 0) return { state: prior, diagnostics: foreign };
    const outcome = await within(resource.schema, "read", prior, signal, `Reading ${type}`, async (context) => {
      const state = await resource.read(context, prior);
      // Gone is gone only for the account that it was recorded under.
      const wrong = state === null ? await verifyOrigin(cloud, prior, context.signal) : [];
      if (wrong.length > 0) return { state: prior, diagnostics: wrong };
      if (state === null) return { state, diagnostics: [] };
      const account = prior.account ?? (await cloud.account(context.signal));
      return { state: { ...state, cloud: cloud.name, account }, diagnostics: [] };
    });
    return "result" in outcome ? outcome.result : { state: prior, diagnostics: outcome.failed };
  }

  return {
    plan,
    apply,
    read,
    async import(type, id) {
      const resource = typeOf(type);
      if (!cloud) return Promise.resolve({ state: null, diagnostics: [notConfigured(`Importing ${type}`)] });
      const parsed = resource.parseId(cloud, id);
      if (!parsed) {
        const detail = `"${id}" is no id of ${type} on ${cloud.name}. Write ${resource.idExample(cloud)}.`;
        return Promise.resolve({ state: null, diagnostics: [problem([], "The import id is malformed", detail)] });
      }
      const names = [...Object.keys(resource.schema.attributes), ...(resource.schema.timeouts ? ["timeouts"] : [])];
      const state = Object.fromEntries(names.map((name) => [name, parsed[name] ?? null]));
      return Promise.resolve({ state: { ...state, cloud: cloud.name }, diagnostics: [] });
    },
    async readData(type, config, signal) {
      const source = dataSourceTypes[type];
      if (!source) throw new Error(`There is no data source ${type}.`);
      const unsupported = cloud && source.unsupported(cloud);
      if (unsupported !== undefined)
        return { state: null, diagnostics: [problem([], "Not possible on this cloud", unsupported)] };
      const errors = [
        ...checkSchema(source.schema, config),
        ...source.validate(config),
        ...(rules ? source.check(rules, config) : []),
      ];
      if (errors.length > 0) return { state: null, diagnostics: errors };
      const outcome = await within(
        source.schema,
        "read",
        config,
        signal,
        `Reading ${type}`,
        async (context): Promise<Outcome> => {
          const seen = await source.read(context, config);
          if (!seen)
            return { state: null, diagnostics: [problem([source.key ?? "ip"], "Not found", source.missing(config))] };
          const account = await context.cloud.account(context.signal);
          return { state: { ...config, ...seen, cloud: context.cloud.name, account }, diagnostics: [] };
        },
      );
      return "result" in outcome ? outcome.result : { state: null, diagnostics: outcome.failed };
    },
    close: () => cloud?.close(),
  };
}

function typeOf(type: string): ResourceType {
  const resource = resourceTypes[type];
  if (!resource) throw new Error(`There is no resource type ${type}.`);
  return resource;
}

function deadline({ timeouts }: Schema, name: TimeoutName, values: ObjectValue): number {
  const own = isObject(values.timeouts) ? values.timeouts[name] : undefined;
  return parseDuration(typeof own === "string" ? own : (timeouts?.[name] ?? "")) ?? 1_800_000;
}

function notConfigured(doing: string): Diagnostic {
  return problem(
    [],
    `${doing} is not possible yet`,
    "The provider's configuration is not wholly known. Apply what it depends on first.",
  );
}

/** The planned values, and what the cloud says wherever nothing was known. */
function settle(planned: ObjectValue, observed: ObjectValue): ObjectValue {
  return Object.fromEntries(
    Object.entries(planned).map(([name, value]) => [name, isUnknown(value) ? (observed[name] ?? null) : value]),
  );
}
