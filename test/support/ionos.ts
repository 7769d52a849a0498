/** A simulated IONOS contract with a data centre, a public LAN and servers in different zones, and a session on it. */
import { startIonosSimulator } from "../../lib/clouds/ionos/simulator";
import type { IonosSimulator, IonosSimulatorOptions } from "../../lib/clouds/ionos/simulator";
import { core } from "../../lib/resources/core";
import type { Diagnostic } from "../../lib/resources/diagnostic";
import type { Outcome, PlanOutcome, Session } from "../../lib/resources/session";
import type { ObjectValue } from "../../lib/resources/value";

export interface Place {
  readonly simulator: IonosSimulator;
  readonly datacenterId: string;
  readonly lanId: string;
  /** Server and NIC of each member, by name. */
  readonly members: Readonly<Record<string, { readonly server: string; readonly nic: string }>>;
  readonly ips: readonly string[];
  readonly blockId: string;
}

export async function startPlace(
  options: IonosSimulatorOptions & { readonly memberNames?: readonly string[]; readonly addresses?: number } = {},
): Promise<Place> {
  const { memberNames = ["a", "b"], addresses = 4, ...rest } = options;
  const simulator = await startIonosSimulator(rest);
  const { scene } = simulator;
  const datacenterId = scene.datacenter({ name: "shop", location: "de/fra" });
  const lanId = scene.lan(datacenterId, { name: "public", public: true });
  const members = Object.fromEntries(
    memberNames.map((name, i) => {
      const server = scene.server(datacenterId, { name: `web-${name}`, availabilityZone: i % 2 ? "ZONE_2" : "ZONE_1" });
      return [name, { server, nic: scene.nic(server, { lan: lanId }) }];
    }),
  );
  const block = scene.ipBlock({ name: "shop", location: "de/fra", size: addresses });
  return { simulator, datacenterId, lanId, members, ips: block.ips, blockId: block.id };
}

/** A session of our own core on the simulator. */
export function openSession(simulator: IonosSimulator, config: ObjectValue = {}): Session {
  const { session, diagnostics } = core.open(
    {
      ...Object.fromEntries(Object.keys(core.provider.attributes).map((name) => [name, null])),
      cloud: "ionos",
      endpoint: simulator.url,
      token: simulator.token,
      ...config,
    },
    { env: {} },
  );
  if (!session) throw new Error(JSON.stringify(diagnostics));
  return session;
}

/** A configuration with every attribute of the type present. */
export function configOf(type: string, values: ObjectValue): ObjectValue {
  const schema = core.resources[type] ?? core.dataSources[type];
  if (!schema) throw new Error(type);
  const names = [...Object.keys(schema.attributes), "timeouts"];
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}

export function groupConfig(place: Place, values: ObjectValue = {}): ObjectValue {
  return configOf("ipfailover_group", {
    ip: place.ips[0] ?? null,
    network: { datacenter_id: place.datacenterId, lan_id: place.lanId },
    members: membersConfig(place),
    master: "a",
    ...values,
  });
}

export function membersConfig(place: Place, names: readonly string[] = Object.keys(place.members)): ObjectValue {
  return Object.fromEntries(names.map((name) => [name, { ...place.members[name], nexthop: null, priority: null }]));
}

export const never = new AbortController().signal;

export function errorsOf(outcome: { readonly diagnostics: readonly Diagnostic[] }): readonly string[] {
  return outcome.diagnostics.filter(({ severity }) => severity === "error").map(({ detail }) => detail);
}

export function warningsOf(outcome: { readonly diagnostics: readonly Diagnostic[] }): readonly string[] {
  return outcome.diagnostics.filter(({ severity }) => severity === "warning").map(({ detail }) => detail);
}

/** Plans and applies, as both front doors do. Throws what went wrong. */
export async function applyConfig(
  session: Session,
  type: string,
  prior: ObjectValue | null,
  config: ObjectValue | null,
): Promise<ObjectValue | null> {
  const outcome = await tryApply(session, type, prior, config);
  const errors = errorsOf(outcome);
  if (errors.length > 0) throw new Error(errors.join("\n"));
  return outcome.state;
}

export async function tryApply(
  session: Session,
  type: string,
  prior: ObjectValue | null,
  config: ObjectValue | null,
  signal: AbortSignal = never,
  address?: string,
): Promise<Outcome> {
  const plan = await session.plan(type, { address: address ?? "test.only", prior, config }, signal);
  if (errorsOf(plan).length > 0) return { state: prior, diagnostics: plan.diagnostics };
  return session.apply(type, { prior, planned: plan.planned, config }, signal);
}

/** Reads, then plans: what `terraform plan` does. */
export async function replan(
  session: Session,
  type: string,
  state: ObjectValue,
  config: ObjectValue,
): Promise<PlanOutcome & { readonly state: ObjectValue | null; readonly changed: boolean }> {
  const { state: current, diagnostics } = await session.read(type, state, never);
  if (errorsOf({ diagnostics }).length > 0) throw new Error(errorsOf({ diagnostics }).join("\n"));
  const plan = await session.plan(type, { address: "test.only", prior: current, config }, never);
  return { ...plan, state: current, changed: JSON.stringify(plan.planned) !== JSON.stringify(current) };
}

/** The writes among the journal's requests, as `METHOD path`, without the data centre's prefix. */
export function writes(place: Place): readonly string[] {
  return place.simulator.journal
    .filter(({ method }) => method !== "GET")
    .map(
      ({ method, path }) =>
        `${method} ${path.replace(/^\/cloudapi\/v6/, "").replace(`/datacenters/${place.datacenterId}`, "")}`,
    );
}
