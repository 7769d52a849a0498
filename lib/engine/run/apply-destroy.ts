import { type ObjectValue } from "../../resources/value";
import { type Address, type ResourceChange, formatAddress } from "../model";
import { getObject, listDeposed, putObject, removeObject } from "../state";
import { type Applier, timed } from "./applier";
import { withoutName } from "./recorded";
import { markAt } from "../expressions/typed";
import { report } from "./planner";
import { providerKey } from "./providers";
import { runProvisioners } from "./provisioners";
import { decodePaths } from "./sensitive-paths";
import { complete, toTyped } from "./shape";

/** Destroys one object, the current one or a deposed one. */
export async function applyDestroy(applier: Applier, change: ResourceChange): Promise<boolean> {
  const { diagnostics, options, providers } = applier;
  const { address } = change;
  const id = formatAddress({ mode: address.mode, type: address.type, name: address.name });
  const resource = options.config.resources.get(id);
  const deposed = change.deposed ?? deposedByReplacement(applier, change);
  const object = getObject(options.store.state, address, deposed);
  if (!object) return true;
  const session = providers.session(address.type, providerKey(change.provider));
  if (!session) return false;
  const shape = providers.shape("managed", address.type)!;
  const prior: ObjectValue = complete(object.attributes, shape);
  return timed(applier, address, "delete", prior.id, async () => {
    if (resource) {
      const self = decodePaths(object.sensitiveAttributes).reduce(markAt, toTyped(prior, shape));
      if (!(await runProvisioners(applier, resource, address, "destroy", self))) return undefined;
    }
    const outcome = await session.apply(address.type, { prior, planned: null, config: null }, applier.signal);
    const hasFailed = report(diagnostics, outcome.diagnostics, address, resource?.at);
    const left = outcome.state;
    if (left) {
      await options.store.update((state) =>
        putObject(
          state,
          address,
          change.provider,
          { ...withoutName(object), attributes: complete(left, shape) },
          deposed,
        ),
      );
      if (!hasFailed) report(diagnostics, [stillThere(address)], address, resource?.at);
      return undefined;
    }
    // A failure that leaves nothing to say about the object leaves it recorded: better once too often than lost.
    if (hasFailed) return undefined;
    await options.store.update((state) => removeObject(state, address, deposed));
    if (deposed === undefined) applier.values.remove(id, address.key);
    applier.counts.destroyed += 1;
    return {};
  });
}

/** The old object of a create-before-destroy, which its creation set aside. */
function deposedByReplacement({ oldDeposed, options }: Applier, change: ResourceChange): string | undefined {
  if (change.action !== "replace" || !change.createBeforeDestroy) return undefined;
  const all = listDeposed(options.store.state, change.address).flatMap(({ deposed }) => deposed ?? []);
  return all.find((deposed) => !oldDeposed.has(deposed));
}

function stillThere(address: Address) {
  return {
    severity: "error",
    summary: "Provider returned invalid result object after apply",
    detail: `After applying a delete of ${formatAddress(address)}, the provider still returned an object.`,
  } as const;
}
