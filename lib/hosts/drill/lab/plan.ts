/** What a lab consists of: switches, members with their files, and the addresses that move between them. */

export interface LabPlan {
  /** One switch each. The router and the client stand on every one that carries a failover address. */
  readonly lans: readonly string[];
  readonly members: readonly LabMember[];
  readonly addresses: readonly LabAddress[];
  /** Addresses that the router answers on, because members track or use them. */
  readonly gateways: readonly LabGateway[];
  /** The VRRP instances that move the addresses; others on the same members are none of the drill's business. */
  readonly instances: readonly string[];
  /** keepalived takes no part for that long after its start; milliseconds. */
  readonly startupDelayMs: number;
  /** TCP port of the service that is made highly available; members answer there with their name. */
  readonly servicePort: number;
}

export interface LabMember {
  readonly name: string;
  readonly nics: readonly LabNic[];
  /** What is installed on the member, keepalived.conf and scripts among it. */
  readonly files: readonly LabFile[];
  readonly unit: LabUnit;
}

export interface LabNic {
  readonly name: string;
  readonly lan: string;
  readonly mac: string;
  /** With prefix length. */
  readonly addresses: readonly string[];
  /** Without prefix length: reached on this NIC directly, whatever the prefixes say. */
  readonly neighbours: readonly string[];
  /** Next hops of the default route, without prefix length. None: the lab's router. */
  readonly gateways: readonly string[];
}

export interface LabFile {
  /** Absolute, on the member. */
  readonly path: string;
  /** Octal, such as "0644". */
  readonly mode: string;
  readonly content: string;
}

/** What systemd would do for keepalived on this member. */
export interface LabUnit {
  readonly config: string;
  /** Commands before the daemon starts for the first time. */
  readonly before: readonly string[];
  /** Milliseconds until a daemon that died is started again; left out: never. */
  readonly restartMs?: number;
  /** Commands after the daemon has ended, whatever the reason. */
  readonly stopPost: readonly string[];
}

export interface LabAddress {
  /** Without prefix length. */
  readonly address: string;
  readonly lan: string;
}

export interface LabGateway {
  /** With prefix length. */
  readonly address: string;
  readonly lan: string;
}
