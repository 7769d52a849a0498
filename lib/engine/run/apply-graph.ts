import type { StackConfig } from "../config/model";
import { type Address, formatAddress, type Plan, type ResourceChange } from "../model";
import { getObject, getResource, type State } from "../state";
import type { Graph } from "./graph";
import { providerKey } from "./providers";

/**
 * One step of applying. A replacement is two of them. `join` stands for a resource with all its instances made: what
 * refers to the resource waits for that.
 */
export interface Step {
  readonly id: string;
  readonly kind: "write" | "destroy" | "join";
  readonly change?: ResourceChange;
  /** Steps that must have succeeded before. */
  readonly after: Set<string>;
}

/** The order of everything, by Terraform's rules for destroying and create-before-destroy. */
export function buildSteps(plan: Plan, state: State, config: StackConfig, graph: Graph): ReadonlyMap<string, Step> {
  const steps = new Map<string, Step>();
  const writersOf = new Map<string, Step[]>();
  const destroyersOf = new Map<string, Step[]>();
  const own = new Map<string, { write?: Step; destroy?: Step }>();
  const add = (kind: Step["kind"], id: string, change?: ResourceChange): Step => {
    const step: Step = { id, kind, after: new Set(), ...(change && { change }) };
    steps.set(id, step);
    return step;
  };
  for (const change of plan.changes) {
    const { action } = change;
    if (action === "no-op") continue;
    const name = `${formatAddress(change.address)}${change.deposed === undefined ? "" : ` (deposed ${change.deposed})`}`;
    const resource = resourceOf(change.address);
    const pair: { write?: Step; destroy?: Step } = {};
    if (action !== "delete") pair.write = push(writersOf, resource, add("write", `write ${name}`, change));
    if (action === "delete" || action === "replace") {
      pair.destroy = push(destroyersOf, resource, add("destroy", `destroy ${name}`, change));
    }
    own.set(name, pair);
  }
  const isDestroy = plan.mode === "destroy";
  if (!isDestroy) addJoins(add, writersOf, config, graph);

  // A new object comes after the old one is gone, or, create-before-destroy, before.
  for (const { write, destroy } of own.values()) {
    if (!write || !destroy) continue;
    if (isFirst(destroy)) destroy.after.add(write.id);
    else write.after.add(destroy.id);
  }
  for (const { write, destroy } of own.values()) {
    const step = write ?? destroy!;
    const dependencies = dependenciesOf(step.change!, state, isDestroy ? graph : undefined);
    for (const id of dependencies) {
      // What changes comes after the destruction of what it no longer needs, unless that is to wait for it.
      if (write) {
        for (const other of destroyersOf.get(id) ?? []) {
          if (isFirst(other)) other.after.add(write.id);
          else write.after.add(other.id);
        }
      }
      // What is needed goes after what needs it.
      if (destroy) {
        for (const other of destroyersOf.get(id) ?? []) if (other !== destroy) other.after.add(destroy.id);
        for (const other of writersOf.get(id) ?? []) {
          if (isFirst(destroy)) destroy.after.add(other.id);
          else other.after.add(destroy.id);
        }
      }
    }
  }
  addProviderWaits(own.values(), writersOf, graph);
  return steps;
}

function addJoins(
  add: (kind: "join", id: string) => Step,
  writersOf: ReadonlyMap<string, readonly Step[]>,
  config: StackConfig,
  graph: Graph,
): void {
  for (const id of config.resources.keys()) {
    const join = add("join", id);
    const before = graph.direct.get(id) ?? new Set<string>();
    for (const other of before) join.after.add(other);
    for (const step of writersOf.get(id) ?? []) {
      join.after.add(step.id);
      for (const other of before) step.after.add(other);
    }
  }
}

/** What provider configurations refer to must be there, also for what is destroyed through them. */
function addProviderWaits(
  pairs: Iterable<{ destroy?: Step }>,
  writersOf: ReadonlyMap<string, readonly Step[]>,
  graph: Graph,
): void {
  for (const { destroy } of pairs) {
    if (!destroy) continue;
    for (const id of graph.providers.get(providerKey(destroy.change!.provider)) ?? []) {
      for (const writer of writersOf.get(id) ?? []) destroy.after.add(writer.id);
    }
  }
}

function push(to: Map<string, Step[]>, key: string, step: Step): Step {
  const list = to.get(key);
  if (list) list.push(step);
  else to.set(key, [step]);
  return step;
}

const isFirst = ({ change }: Step) => change!.createBeforeDestroy;

function resourceOf({ mode, type, name }: Address): string {
  return formatAddress({ mode, type, name });
}

/** As state recorded them; when everything goes, also what the configuration says where that does not contradict. */
function dependenciesOf(change: ResourceChange, state: State, graph: Graph | undefined): readonly string[] {
  const stored = getObject(state, change.address, change.deposed)?.dependencies ?? [];
  const id = resourceOf(change.address);
  const configured = graph?.direct.get(id);
  if (!configured || configured.size === 0) return stored;
  const agreed = [...configured].filter((other) => !stored.includes(other) && !dependsOn(state, other, id));
  return agreed.length === 0 ? stored : [...stored, ...agreed];
}

function dependsOn(state: State, id: string, other: string): boolean {
  const [type = "", name = ""] = id.split(".");
  const resource = getResource(state, { mode: "managed", type, name });
  return resource?.objects.some(({ dependencies }) => dependencies.includes(other)) ?? false;
}
