import type { Effect } from "./effects";
import type { StoredConfiguration } from "./balancer/configuration";

/** Everything that the simulated cloud knows, as plain JSON: saving and loading it needs no more. */
export interface World {
  readonly version: 1;
  readonly cloud: "ovh";
  /** How many ids were drawn. */
  drawn: number;
  /** The last number that was given to a task or an object. */
  lastNumber: number;
  /** By consumer key. */
  credentials: Record<string, Credential>;
  /** When each bearer token ends, milliseconds since 1970. */
  tokens: Record<string, number>;
  /** By block in CIDR notation. */
  ips: Record<string, IpRecord>;
  services: Record<string, Service>;
  tasks: Record<number, Task>;
  /** Which addresses a name resolves to. */
  forwards: Record<string, string[]>;
}

export interface AccessRule {
  readonly method: string;
  readonly path: string;
}

export interface Credential {
  readonly id: number;
  readonly rules: readonly AccessRule[];
  /** Names the page on which its owner says yes. */
  readonly token: string;
  readonly createdAt: number;
  /** Only shown: every client comes from loopback here. */
  readonly allowedIps: readonly string[] | null;
  status: "pendingValidation" | "validated" | "expired";
  /** Null: never. */
  expiresAt: number | null;
  lastUsedAt: number | null;
}

export interface IpRecord {
  readonly block: string;
  type: string;
  readonly country: string;
  readonly campus: string;
  readonly regions: readonly string[];
  description: string | null;
  /** The service that it is routed to; null: parked. */
  routedTo: string | null;
  nexthop: string | null;
  /** Where it is announced while it is in a vRack, if that was said. */
  vrackRegion: string | null;
  /** By address, with the dot at the end. */
  reverses: Record<string, string>;
  readonly iamId: string;
}

interface ServiceBase {
  readonly name: string;
  readonly iamId: string;
  readonly regions: readonly string[];
  displayName: string | null;
}

export interface VirtualMacRecord {
  readonly type: "ovh" | "vmware";
  /** The virtual machine's name, by address. */
  addresses: Record<string, string>;
}

export interface DedicatedServer extends ServiceBase {
  readonly kind: "dedicatedServer";
  readonly number: number;
  readonly ip: string;
  readonly vmacSupported: boolean;
  readonly vmacQuota: number;
  macs: Record<string, VirtualMacRecord>;
}

export interface Vps extends ServiceBase {
  readonly kind: "vps";
  readonly ip: string;
}

export interface CloudProject extends ServiceBase {
  readonly kind: "cloudProject";
  readonly nexthops: readonly string[];
  readonly createdAt: number;
}

export interface PrivateCloud extends ServiceBase {
  readonly kind: "dedicatedCloud";
}

export interface Vrack extends ServiceBase {
  readonly kind: "vrack";
  description: string | null;
  balancers: string[];
}

export interface Balancer extends ServiceBase {
  readonly kind: "ipLoadbalancing";
  readonly ipv4: string;
  readonly ipv6: string | null;
  readonly zones: readonly string[];
  readonly vrackEligibility: boolean;
  sslConfiguration: string | null;
  vrack: string | null;
  /** What GET shows. */
  stored: StoredConfiguration;
  /** What is live, by zone. */
  applied: Record<string, StoredConfiguration>;
  /** How many writes there were, by zone. */
  written: Record<string, number>;
  /** How many of them are in the configuration that is live, by zone. */
  live: Record<string, number>;
  /** By zone, for quota alerts. */
  alerts: Record<string, number | null>;
}

export type Service = DedicatedServer | Vps | CloudProject | PrivateCloud | Vrack | Balancer;

export interface Task {
  readonly id: number;
  readonly family: "ip" | "balancer" | "server" | "vrack";
  /** The block or service that it belongs to. */
  readonly owner: string;
  readonly name: string;
  status: string;
  readonly startedAt: number;
  updatedAt: number | null;
  doneAt: number | null;
  comment: string | null;
  /** What is still to come, the next first. */
  steps: readonly { readonly at: number; readonly status: string }[];
  readonly effect: Effect;
  /** Set when it will not succeed; its last step's status says how. */
  readonly failure: string | null;
}

export const emptyWorld = (): World => ({
  version: 1,
  cloud: "ovh",
  drawn: 0,
  lastNumber: 1000,
  credentials: {},
  tokens: {},
  ips: {},
  services: {},
  tasks: {},
  forwards: {},
});
