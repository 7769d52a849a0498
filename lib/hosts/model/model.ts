/** What the hosts of a failover group agree on: checked, with every default in place. */
import type { Duration } from "./duration";

/** A network interface, by its name or, where that is not known beforehand, by its hardware address alone. */
export type HaNic = { readonly interface: string; readonly mac?: string } | { readonly mac: string };

/** How members hear each other. */
export interface HaHeartbeat {
  /** The member's own IPv4 address, best on a private LAN. It never moves. */
  readonly address: string;
  /** Its own IPv6 address on the same interface: for an instance of its own for IPv6. */
  readonly address6?: string;
  readonly nic: HaNic;
}

/** Static configuration of the public interface, with DHCP off. */
export interface HaStaticNetwork {
  /** The member's own public addresses with prefix length; often none. */
  readonly addresses: readonly string[];
  readonly gateways: readonly string[];
  readonly nameservers: readonly string[];
  /** Who writes it down: systemd-networkd (which netplan uses too), or netplan itself. */
  readonly manager: "networkd" | "netplan";
}

/** The interface that carries the failover addresses. */
export interface HaPublic {
  readonly nic: HaNic;
  readonly static?: HaStaticNetwork;
  /** The hardware address that the cloud demands for the addresses (Dedibox, bridged). */
  readonly virtualMac?: string;
}

export interface HaMember {
  readonly name: string;
  /** 1 to 254; the highest one that is alive holds the address. */
  readonly priority: number;
  readonly heartbeat: HaHeartbeat;
  readonly public: HaPublic;
  /** Such as `2.2.7`: only what it knows is rendered. */
  readonly keepalivedVersion: string;
  /** Where it is reached for administration: in Ansible's inventory. */
  readonly host?: string;
  /** Whether adverts of anybody but the peers are dropped. */
  readonly firewall: boolean;
  readonly zone?: string;
  readonly rack?: string;
}

/** When a failure is noticed. */
export interface HaTiming {
  readonly advertInterval: Duration;
  /** Adverts that must be missed before a backup takes over, 1 to 100. */
  readonly downTimer: number;
}

/** A command that says with its exit status whether the member is fit; anything but 0, a time-out too, says no. */
export interface HaCheck {
  readonly name: string;
  /** The program by its absolute path, and its arguments. No shell is involved. */
  readonly command: readonly string[];
  readonly interval: Duration;
  readonly timeout: Duration;
  /** Failures in a row until it counts as failed. */
  readonly fall: number;
  /** Successes in a row until it counts as passed. */
  readonly rise: number;
}

/** What else must be well for a member to hold the address; each failure sends the member into FAULT. */
export interface HaTracking {
  /** Interfaces besides those of heartbeat and address. */
  readonly interfaces: readonly string[];
  readonly checks: readonly HaCheck[];
  /** An address that must answer a ping, usually the gateway. */
  readonly gateway?: { readonly address: string; readonly interval: Duration; readonly fall: number };
  /** Programs that must be running, by their names as in `/proc/PID/comm`. */
  readonly processes: readonly string[];
  /** Files whose number must be 0, by names of your choice. */
  readonly files: ReadonlyMap<string, string>;
}

export interface HaGroup {
  readonly name: string;
  /** The failover addresses, IPv4 before IPv6; the first is the anchor unless `anchor` is an address of its own. */
  readonly addresses: readonly string[];
  /** The one address that is in the advert: the same on all members for ever. All others are excluded from it. */
  readonly anchor: string;
  /** `holder`: only the master has the addresses. `everywhere`: all members have them on `lo`, the cloud routes. */
  readonly presence: "holder" | "everywhere";
  /** Whether IPv6 moves along with the IPv4 instance, or has an instance of its own in a sync group. */
  readonly dualStack: "excluded" | "sync-group";
  /** By name, in the declared order. */
  readonly members: ReadonlyMap<string, HaMember>;
  /** Addresses of heartbeats that are kept for members to come. */
  readonly reservedHeartbeats: readonly string[];
  readonly vrid: number;
  readonly vrrpVersion: 2 | 3;
  readonly profile: "measured" | "fast" | "calm";
  /** As the profile or the declaration says. */
  readonly timing: HaTiming;
  /** Whether a returned member with a higher priority takes the address back: never, or when stable for that long. */
  readonly failBack: "never" | Duration;
  /** How long keepalived waits after its start before it takes part. */
  readonly startupDelay: Duration;
  readonly tracking: HaTracking;
  /** Must have passed before a member is promoted; does not count while it is the master. */
  readonly readyCheck?: HaCheck;
  /** `ionos`, `ovh`, `dedibox`: for the rules that only one cloud has. */
  readonly cloud?: string;
  /** IONOS: whether the address is the NIC's primary one. */
  readonly addressRole?: "primary" | "additional";
}

/** Something wrong, or worth saying, at one place of a declaration. */
export interface HaFinding {
  readonly severity: "error" | "warning";
  /** `["groups", "web", "members", "a", "priority"]` */
  readonly path: readonly string[];
  /** Names the value and the fix. */
  readonly message: string;
}
