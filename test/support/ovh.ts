/** A simulated OVHcloud account with dedicated servers and addresses, and a session on it. */
import { startOvhSimulator } from "../../lib/clouds/ovh/simulator";
import type { OvhSimulator, OvhSimulatorOptions } from "../../lib/clouds/ovh/simulator";
import { core } from "../../lib/resources/core";
import type { Session } from "../../lib/resources/session";
import type { ObjectValue } from "../../lib/resources/value";
import { configOf } from "./ionos";

export interface OvhPlace {
  readonly simulator: OvhSimulator;
  /** The service of each member, by name. */
  readonly members: Readonly<Record<string, string>>;
  /** Parked, as the API writes them: `203.0.113.1/32`. */
  readonly blocks: readonly string[];
  /** The same without their masks. */
  readonly ips: readonly string[];
}

export async function startOvhPlace(
  options: OvhSimulatorOptions & { readonly memberNames?: readonly string[]; readonly addresses?: number } = {},
): Promise<OvhPlace> {
  const { memberNames = ["a", "b"], addresses = 2, ...rest } = options;
  const simulator = await startOvhSimulator(rest);
  const { scene } = simulator;
  const regions = ["eu-west-gra", "eu-west-rbx", "eu-west-sbg"];
  const members = Object.fromEntries(
    memberNames.map((name, i) => [name, scene.server({ region: regions[i % regions.length] ?? "" })]),
  );
  const blocks = Array.from({ length: addresses }, () => scene.ip());
  return { simulator, members, blocks, ips: blocks.map((block) => block.replace("/32", "")) };
}

/** A session of our own core on the simulator. */
export function openOvhSession(simulator: OvhSimulator, config: ObjectValue = {}): Session {
  const nothing = Object.fromEntries(Object.keys(core.provider.attributes).map((name) => [name, null]));
  const { session, diagnostics } = core.open(
    { ...nothing, cloud: "ovh", ...config },
    { env: { ...simulator.env, HOME: "/nonexistent" } },
  );
  if (!session) throw new Error(JSON.stringify(diagnostics));
  return session;
}

export function ovhMember(server: string, values: ObjectValue = {}): ObjectValue {
  return { server, nic: null, nexthop: null, priority: null, ...values };
}

export function ovhMembers(place: OvhPlace, names: readonly string[] = Object.keys(place.members)): ObjectValue {
  return Object.fromEntries(names.map((name) => [name, ovhMember(place.members[name] ?? "")]));
}

export function ovhGroupConfig(place: OvhPlace, values: ObjectValue = {}): ObjectValue {
  return configOf("ipfailover_group", {
    ip: place.ips[0] ?? null,
    members: ovhMembers(place),
    master: "a",
    ...values,
  });
}

/** The writes among the journal's requests, as `METHOD path` without the version, percent-decoded. */
export function ovhWrites({ simulator }: OvhPlace): readonly string[] {
  return simulator.journal
    .filter(({ method }) => method !== "GET")
    .map(({ method, path }) => `${method} ${decodeURIComponent(path.replace(/^\/1\.0/, ""))}`);
}
