import type { Cloud } from "../../../clouds/cloud";
import type { FrontendPort, FrontendRef, FrontendWritten } from "../../../clouds/ports/frontends";
import { asWarning } from "../../contradictions";
import type { Observed, ResourceType } from "../../resource-type";
import { textOf } from "../../value";
import type { ObjectValue } from "../../value";
import { goesLiveByItself, isToGoLive, liveAttribute, nextRevision } from "../going-live";
import { attributesAmong, attributesOf, attributesOfRef, changedFields, draftOf, protocolOf, specOf } from "./fields";
import { checkLoadBalancers, noLoadBalancers } from "../load-balancer/rules";
import { moveFromOvhFrontend } from "./move";
import { claimsOfFrontend, validateFrontend } from "./rules";
import { frontendSchema } from "./schema";

export const frontend: ResourceType = {
  schema: frontendSchema,
  validate: validateFrontend,
  advise: () => [],
  unsupported: (cloud) => (cloud.frontends ? undefined : noLoadBalancers(cloud)),
  check: checkLoadBalancers,
  needsRepair: isToGoLive,
  // Read leaves the number out of a front-end that is deleted and may still be live.
  lost: (prior) => (prior.frontend_id === null ? "frontend_id" : undefined),
  claims: claimsOfFrontend,

  preflight: ({ cloud, signal }, planned, prior) =>
    port(cloud).preflight(draftOf(planned), prior === null ? undefined : refOf(cloud, prior), signal),

  recordsWhatItMade: true,

  async create({ cloud, signal }, planned) {
    const spec = specOf(planned);
    const written = await port(cloud).create(spec, goLive(planned), signal);
    const ref = { ...spec, id: written.id };
    return {
      attributes: {
        id: port(cloud).formatId(ref),
        ...attributesOfRef(ref),
        ...attributesOf(written.fields, planned),
        revision: nextRevision({ moved: spec.fields.dedicatedIps.length > 0 }),
        live: liveAttribute(written),
      },
      // It exists. Together with an error Terraform would delete it and make another.
      diagnostics: written.diagnostics.map(asWarning),
    };
  },

  async update({ cloud, signal }, prior, planned) {
    const fields = changedFields(prior, planned);
    const changes = Object.keys(fields).length > 0;
    if (!changes && !isToGoLive(prior, planned)) {
      const live = goesLiveByItself(planned) ? (prior.live ?? null) : null;
      return { attributes: { revision: prior.revision ?? null, live } };
    }
    const written = await port(cloud).change(refOf(cloud, prior), fields, goLive(planned), signal);
    return updated(written, {
      // What was not to be changed is nothing that this update could have done wrong.
      ...attributesAmong(attributesOf(written.fields, planned), fields),
      revision: changes ? nextRevision({ moved: fields.dedicatedIps !== undefined }) : (prior.revision ?? null),
    });
  },

  remove: ({ cloud, signal }, prior) => port(cloud).remove(refOf(cloud, prior), signal),

  async read({ cloud, signal }, prior) {
    const ref = refOf(cloud, prior);
    const fields = await port(cloud).read(ref, signal);
    const isPending = async () =>
      port(cloud).goesLive &&
      (await port(cloud).hasPendingChanges(ref.loadBalancer, textOf(prior.zone) || "all", signal));
    // Deleted and not yet gone: destroying it once more makes that live.
    if (!fields) return (await isPending()) ? { ...prior, frontend_id: null, live: false } : null;
    const seen: ObjectValue = { ...prior, ...attributesOfRef(ref), ...attributesOf(fields, prior) };
    // A change that was written and cut off before it went live has left no other trace.
    const isNew = prior.port !== null && Object.keys(changedFields(prior, seen)).length > 0;
    const isToGoLive = isNew && goesLiveByItself(prior) && (await isPending());
    return isToGoLive ? { ...seen, live: false } : seen;
  },

  parseId(cloud, id) {
    const ref = port(cloud).parseId(id);
    return ref && { id, ...attributesOfRef(ref), goes_live: "by-itself" };
  },
  idExample: (cloud) => port(cloud).idExample,

  moves: {
    ovh_iploadbalancing_http_frontend: moveFromOvhFrontend("http"),
    ovh_iploadbalancing_tcp_frontend: moveFromOvhFrontend("tcp"),
    ovh_iploadbalancing_udp_frontend: moveFromOvhFrontend("udp"),
  },
};

function port(cloud: Cloud): FrontendPort {
  if (!cloud.frontends) throw new Error(`${cloud.name} has no front-ends.`);
  return cloud.frontends;
}

/** By the id: the number is left out of one that is lost. */
function refOf(cloud: Cloud, state: ObjectValue): FrontendRef {
  const parsed = port(cloud).parseId(textOf(state.id));
  return (
    parsed ?? { loadBalancer: textOf(state.load_balancer), protocol: protocolOf(state), id: textOf(state.frontend_id) }
  );
}

function goLive(planned: ObjectValue): { readonly goLive: boolean } {
  return { goLive: goesLiveByItself(planned) };
}

function updated(written: FrontendWritten, attributes: ObjectValue): Observed {
  return {
    attributes: { ...attributes, live: liveAttribute(written) },
    diagnostics: written.diagnostics,
    stands: true,
  };
}
