/**
 * For tests of your own stacks: simulated clouds that run on loopback, and assertions about what is on them.
 *
 * ```ts
 * const cloud = await startIonosSimulator();
 * // … deploy your stack with cloud.env in the environment …
 * assertGroup(cloud, { datacenterId, lanId, ip, members: [nicA, nicB] });
 * await cloud.close();
 * ```
 */
import { AssertionError } from "node:assert";
import type { IonosSimulator } from "./clouds/ionos/simulator";

export { startIonosSimulator } from "./clouds/ionos/simulator";
export type { IonosSimulator, IonosSimulatorOptions } from "./clouds/ionos/simulator";
export { startOvhSimulator } from "./clouds/ovh/simulator";
export type { OvhSimulator, OvhSimulatorOptions } from "./clouds/ovh/simulator";
export { createClock } from "./simulator";
export type { Clock, ClockOptions, Fault, FaultRule, JournalEntry } from "./simulator";

export interface ExpectedGroup {
  readonly datacenterId: string;
  readonly lanId: string;
  readonly ip: string;
  /** The NICs that have the address, in any order. */
  readonly members: readonly string[];
  /** The NIC in the LAN's entry; left out, any member's will do. */
  readonly registered?: string;
}

/**
 * Throws an AssertionError that says what differs unless the simulated cloud has exactly this failover group: the
 * LAN's entry, and the address on these NICs and no others of the LAN.
 */
export function assertGroup(simulator: IonosSimulator, expected: ExpectedGroup): void {
  const { datacenterId, lanId, ip } = expected;
  const lan = simulator.scene.look(`/datacenters/${datacenterId}/lans/${lanId}`);
  const entries = (lan?.ipFailover ?? []) as readonly { readonly ip: string; readonly nicUuid: string }[];
  const registered = entries.find((entry) => entry.ip === ip)?.nicUuid;
  const holders = nicsWith(simulator, datacenterId, lanId, ip);
  const allowed = expected.registered === undefined ? expected.members : [expected.registered];
  if (registered === undefined || !allowed.includes(registered)) {
    fail(`${ip} is registered in LAN ${lanId} with ${registered ?? "no NIC"}`, registered, allowed);
  }
  if ([...holders].sort().join() !== [...expected.members].sort().join()) {
    fail(`${ip} is on NICs ${holders.join(", ") || "none"}`, holders, expected.members);
  }
}

/** Throws an AssertionError unless the address is registered nowhere and on no NIC. */
export function assertReleased(simulator: IonosSimulator, ip: string): void {
  for (const { type, path, properties } of items(simulator)) {
    const entries = (properties.ipFailover ?? []) as readonly { readonly ip: string }[];
    const ips = (properties.ips ?? []) as readonly string[];
    const isInUse =
      (type === "lan" && entries.some((entry) => entry.ip === ip)) || (type === "nic" && ips.includes(ip));
    if (isInUse) fail(`${ip} is still in use by ${path}`, path, undefined);
  }
}

function nicsWith(simulator: IonosSimulator, datacenterId: string, lanId: string, ip: string): readonly string[] {
  return items(simulator)
    .filter(({ type, path }) => type === "nic" && path.startsWith(`/datacenters/${datacenterId}/`))
    .filter(({ properties }) => String(properties.lan) === lanId && (properties.ips as readonly string[]).includes(ip))
    .map(({ id }) => id);
}

function items(simulator: IonosSimulator) {
  return simulator.state().items;
}

function fail(message: string, actual: unknown, expected: unknown): never {
  throw new AssertionError({ message: `${message}; expected ${JSON.stringify(expected)}.`, actual, expected });
}
