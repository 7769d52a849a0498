import type { Activation, ActivationPort, ActivationReason, PendingChange } from "../../../clouds/ports/activation";
import type { Cloud } from "../../../clouds/cloud";
import { advice, unacknowledged } from "../../diagnostic";
import type { Diagnostic } from "../../diagnostic";
import type { Observed, ResourceType } from "../../resource-type";
import { isList, isObject, knownString, textOf } from "../../value";
import type { ObjectValue, Value } from "../../value";
import { checkLoadBalancer, checkLoadBalancers, isLoadBalancerName, noLoadBalancers } from "../load-balancer/rules";
import { moveFromOvhRefresh } from "./move";
import { loadBalancerActivationSchema } from "./schema";

/** What a trigger begins with that stands for an address that came or went. */
const MOVED = "moved-";

export const loadBalancerActivation: ResourceType = {
  schema: loadBalancerActivationSchema,
  validate: ({ load_balancer }) => checkLoadBalancer(load_balancer),
  advise: () => [],
  unsupported: (cloud) => (cloud.activations ? undefined : noLoadBalancers(cloud)),
  check: checkLoadBalancers,
  needsRepair: (prior) => prior.refreshable !== false && pendingOf(prior.pending_changes).length > 0,
  claims: () => [],

  async preflight({ cloud, signal }, planned, prior) {
    const loadBalancer = knownString(planned.load_balancer);
    if (loadBalancer === undefined) return { diagnostics: [], steps: [] };
    const { diagnostics, steps } = await port(cloud).preflight(loadBalancer, signal);
    return { diagnostics: [...pendingOfOthers(prior), ...diagnostics], steps };
  },

  async create({ cloud, signal }, planned) {
    const change = await port(cloud).activate(textOf(planned.load_balancer), reasonFor(null, planned), signal);
    return observed(planned, change, null);
  },

  async update({ cloud, signal }, prior, planned) {
    const change = await port(cloud).activate(textOf(planned.load_balancer), reasonFor(prior, planned), signal);
    return observed(planned, change, prior.last_refresh ?? null);
  },

  /** What is live stays live: there is nothing to undo. */
  remove: () => Promise.resolve([]),

  async read({ cloud, signal }, prior) {
    const loadBalancer = textOf(prior.load_balancer);
    const seen = await port(cloud).read(loadBalancer, signal);
    if (!seen) return null;
    const { pending, refreshable } = seen;
    return { ...prior, id: loadBalancer, pending_changes: shown(pending), refreshable };
  },

  parseId: (_cloud, id) => (isLoadBalancerName(id) ? { id, load_balancer: id } : undefined),
  idExample: () => "the load balancer's service name",

  moves: { ovh_iploadbalancing_refresh: moveFromOvhRefresh },
};

function port(cloud: Cloud): ActivationPort {
  if (!cloud.activations) throw new Error(`${cloud.name} has nothing to activate.`);
  return cloud.activations;
}

/** What is gone does not matter: whoever is destroyed goes live by itself. */
function reasonFor(prior: ObjectValue | null, { triggers }: ObjectValue): ActivationReason {
  const before = triggersOf(prior?.triggers);
  const news = Object.entries(triggersOf(triggers)).flatMap(([name, value]) => {
    const known = partsOf(before[name]);
    return partsOf(value).filter((part) => !known.includes(part));
  });
  if (news.some((part) => part.startsWith(MOVED))) return "moved";
  return news.length > 0 ? "changed" : "pending";
}

const triggersOf = (value: Value | undefined): ObjectValue => (isObject(value) ? value : {});

/** A trigger of several instances is a list with commas. */
const partsOf = (value: Value | undefined) => (typeof value === "string" ? value.split(",") : []);

/** What is pending before anything of this run was written is not this run's. */
function pendingOfOthers(prior: ObjectValue | null): readonly Diagnostic[] {
  const pending = pendingOf(prior?.pending_changes);
  if (prior === null || prior.refreshable === false || pending.length === 0) return [];
  return [
    advice(
      "pending-changes",
      ["load_balancer"],
      "Changes are stored and not live",
      `load_balancer ${textOf(prior.load_balancer)} has pending changes (${counts(pending)}). Applying makes them live, whoever made them.`,
    ),
  ];
}

function pendingOf(value: Value | undefined): readonly PendingChange[] {
  const entries = isList(value) ? value : [];
  return entries.flatMap((entry) =>
    isObject(entry) && typeof entry.number === "number" && entry.number > 0
      ? [{ zone: textOf(entry.zone), number: entry.number }]
      : [],
  );
}

const counts = (pending: readonly PendingChange[]) =>
  pending.map(({ zone, number }) => `${number} in ${zone}`).join(", ");

/** Zones in one order, whatever order the cloud answers in; those without a change are left out. */
function shown(pending: readonly PendingChange[]): Value {
  return pending
    .filter(({ number }) => number > 0)
    .map(({ zone, number }) => ({ zone, number }))
    .sort((a, b) => (a.zone < b.zone ? -1 : 1));
}

function observed(planned: ObjectValue, activation: Activation, last: Value): Observed {
  const { pending, refreshable, refreshes, diagnostics } = activation;
  return {
    attributes: {
      id: textOf(planned.load_balancer),
      pending_changes: shown(pending),
      refreshable,
      last_refresh: refreshes.length > 0 ? refreshes.join(",") : last,
    },
    diagnostics: unacknowledged(
      [...diagnostics, ...(refreshes.length > 0 ? changedMeanwhile(planned, pending) : [])],
      planned,
    ),
  };
}

function changedMeanwhile({ load_balancer }: ObjectValue, pending: readonly PendingChange[]): readonly Diagnostic[] {
  const left = pending.filter(({ number }) => number > 0);
  if (left.length === 0) return [];
  return [
    advice(
      "pending-changes",
      ["load_balancer"],
      "Changes were made meanwhile",
      `load_balancer ${textOf(load_balancer)} was refreshed and has pending changes again (${counts(left)}), which somebody made meanwhile. The next apply makes them live.`,
    ),
  ];
}
