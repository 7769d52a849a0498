/** What resources have in common whose changes are live only after a refresh of their load balancer. */
import type { GoneLive } from "../../clouds/ports/activation";
import type { AttributeSchema } from "../schema";
import type { ObjectValue } from "../value";

export const goesLive: AttributeSchema = {
  type: "string",
  mode: "optional",
  default: "by-itself",
  allowed: ["by-itself", "with-activation"],
  description:
    "Who makes changes live. `by-itself`: this resource, with one refresh for all that change at the same time. " +
    "`with-activation`: an `ipfailover_load_balancer_activation` that has this resource's `revision` among its " +
    "`triggers`. Destroying always goes live by itself.",
};

export const revision: AttributeSchema = {
  type: "string",
  mode: "computed",
  description: "Changes with everything that has to go live: for the `triggers` of the activation.",
};

export const live: AttributeSchema = {
  type: "bool",
  mode: "computed",
  description:
    "False when what was changed is stored and not live, because the refresh was refused, failed or cut off: the next " +
    "apply tries again. Null where this resource does not make it live.",
};

export function goesLiveByItself(values: ObjectValue): boolean {
  return values.goes_live !== "with-activation";
}

/** Changed and not live: a plan shows it, and an apply tries again. */
export function isToGoLive(prior: ObjectValue, config: ObjectValue): boolean {
  return prior.live === false && goesLiveByItself(config);
}

export function liveAttribute({ live }: Pick<GoneLive, "live">): boolean | null {
  return live ?? null;
}

/**
 * Two writes of one object never share it, not even those of an object and its replacement. An activation refreshes every
 * zone when its beginning says that an address may have come or gone.
 */
export function nextRevision(options: { readonly moved: boolean }): string {
  return `${options.moved ? "moved-" : ""}${new Date().toISOString()}`;
}
