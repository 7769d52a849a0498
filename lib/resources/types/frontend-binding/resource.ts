import type { Cloud } from "../../../clouds/cloud";
import type { BindingSpec, FrontendBindingPort } from "../../../clouds/ports/frontend-bindings";
import { asWarning } from "../../contradictions";
import { unacknowledged } from "../../diagnostic";
import type { ResourceType } from "../../resource-type";
import type { ObjectValue } from "../../value";
import { inRecordedSpelling } from "../address-list";
import { goesLiveByItself, isToGoLive, liveAttribute, nextRevision } from "../going-live";
import { checkLoadBalancers, noLoadBalancers } from "../load-balancer/rules";
import { claimsOfBinding, validateBinding } from "./rules";
import { frontendBindingSchema } from "./schema";
import { bindsTheSame, draftOf, recordOf, specOf } from "./spec";

export const frontendBinding: ResourceType = {
  schema: frontendBindingSchema,
  validate: validateBinding,
  advise: () => [],
  unsupported: (cloud) => (cloud.frontendBindings ? undefined : noLoadBalancers(cloud)),
  check: checkLoadBalancers,
  needsRepair: isToGoLive,
  claims: claimsOfBinding,

  preflight: ({ cloud, signal }, planned, prior) =>
    port(cloud).preflight(draftOf(planned), prior === null ? undefined : recordOf(prior), signal),

  recordsWhatItMade: true,

  async create({ cloud, signal }, planned) {
    const spec = specOf(planned);
    const bound = await port(cloud).bind(spec, undefined, { goLive: goesLiveByItself(planned), park: false }, signal);
    return {
      attributes: {
        id: port(cloud).formatId(spec),
        routed_ips: [...spec.ips],
        revision: nextRevision({ moved: true }),
        live: liveAttribute(bound),
      },
      // The addresses are bound. Together with an error Terraform would take them off and bind them again.
      diagnostics: bound.diagnostics.map(asWarning),
    };
  },

  async update({ cloud, signal }, prior, planned) {
    const spec = specOf(planned);
    const id = port(cloud).formatId(spec);
    const routed_ips = [...spec.ips];
    const changes = !bindsTheSame(prior, planned);
    if (!changes && !isToGoLive(prior, planned)) {
      const live = goesLiveByItself(planned) ? (prior.live ?? null) : null;
      return { attributes: { id, routed_ips, revision: prior.revision ?? null, live } };
    }
    const options = { goLive: goesLiveByItself(planned), park: planned.on_destroy === "release" };
    const bound = await port(cloud).bind(spec, recordOf(prior), options, signal);
    const revision = changes ? nextRevision({ moved: true }) : (prior.revision ?? null);
    const attributes = { id, routed_ips, revision, live: liveAttribute(bound) };
    return { attributes, diagnostics: bound.diagnostics, stands: true };
  },

  async remove({ cloud, signal }, prior) {
    const found = await port(cloud).release(recordOf(prior), { park: prior.on_destroy === "release" }, signal);
    return unacknowledged(found, prior);
  },

  async read({ cloud, signal }, prior) {
    const spec = specOf(prior);
    const seen = await port(cloud).read(recordOf(prior), signal);
    if (!seen) return null;
    const bound = seen.bound.filter((ip) => spec.ips.includes(ip));
    // A change that was written and cut off before it went live has left no other trace.
    const isNew = bound.length < spec.ips.length && goesLiveByItself(prior) && port(cloud).goesLive;
    const live = isNew && (await seen.hasPendingChanges()) ? false : (prior.live ?? null);
    const routed_ips = inRecordedSpelling(prior.routed_ips, seen.routed) ?? [];
    return { ...prior, ips: inRecordedSpelling(prior.ips, bound) ?? [], routed_ips, live };
  },

  parseId(cloud, id) {
    const spec = port(cloud).parseId(id);
    return spec && { id, ...attributesOf(spec), on_destroy: "keep", goes_live: "by-itself" };
  },
  idExample: (cloud) => port(cloud).idExample,
  moves: {},
};

function port(cloud: Cloud): FrontendBindingPort {
  if (!cloud.frontendBindings) throw new Error(`${cloud.name} has no front-end bindings.`);
  return cloud.frontendBindings;
}

function attributesOf({ loadBalancer, frontend, ips }: BindingSpec): ObjectValue {
  return { load_balancer: loadBalancer, frontend: frontend ? { ...frontend } : null, ips: [...ips] };
}
