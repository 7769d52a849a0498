/** What a user says of the hosts of failover groups. */
import type { Duration } from "../hosts/model/duration";
import type { FailoverGroup } from "./failover-group";

/** A network interface: by its name, by its hardware address where the name is not known, or by both. */
export interface HighAvailabilityNic {
  /** Such as `ens7`. */
  readonly interface?: string;
  /** Such as `02:00:5e:00:53:01`. */
  readonly mac?: string;
}

/** How a member hears the others. */
export interface HighAvailabilityHeartbeat extends HighAvailabilityNic {
  /** The member's own IPv4 address, best on a private LAN. It never moves. Chosen or reserved, not computed. */
  readonly address: string;
  /** Its own IPv6 address on the same interface; only `dualStack: "sync-group"` and groups without IPv4 need one. */
  readonly address6?: string;
}

/** Static configuration of the public interface, with DHCP off. */
export interface HighAvailabilityStaticNetwork {
  /** The member's own public addresses with prefix length, if it has any. */
  readonly addresses?: readonly string[];
  /** The next hops of its default routes: on IONOS the gateway of the primary address. */
  readonly gateways?: readonly string[];
  readonly nameservers?: readonly string[];
  /** @default "networkd", which takes precedence over what netplan writes */
  readonly manager?: "networkd" | "netplan";
}

export interface HighAvailabilityPublic extends HighAvailabilityNic {
  /** Required on IONOS where the failover address is the primary one: DHCP would give it to every member. */
  readonly static?: HighAvailabilityStaticNetwork;
  /** Dedibox, a bridged machine: the hardware address that the cloud demands. Not on IONOS, which lets none pass. */
  readonly virtualMac?: string;
}

export interface HighAvailabilityMember {
  readonly heartbeat: HighAvailabilityHeartbeat;
  /**
   * The interface that carries the failover addresses.
   * @default the heartbeat's
   */
  readonly public?: HighAvailabilityPublic;
  /**
   * What `keepalived --version` says there: only what it knows is rendered.
   * @default "2.2.7"
   */
  readonly keepalivedVersion?: string;
  /**
   * Where the member stands, for a warning when all of a group stand in one zone.
   * @default what the cloud tells
   */
  readonly zone?: string;
  readonly rack?: string;
  /**
   * Where Ansible reaches it.
   * @default the heartbeat's address
   */
  readonly host?: string;
  /**
   * Whether adverts of anybody but the peers are dropped.
   * @default true
   */
  readonly firewall?: boolean;
}

/** A command that tells by its exit status whether a member is fit. */
export interface HighAvailabilityCheck {
  /** The program by its absolute path, and its arguments. No shell is involved. */
  readonly command: readonly string[];
  /** @default 1s */
  readonly interval?: Duration | string;
  /** @default the interval */
  readonly timeout?: Duration | string;
  /**
   * Failures in a row until it counts as failed.
   * @default 2; of the ready check 1
   */
  readonly fall?: number;
  /**
   * Successes in a row until it counts as passed.
   * @default 2
   */
  readonly rise?: number;
}

export interface HighAvailabilityGateway {
  /** Asked by ARP, or by ping for IPv6. */
  readonly address: string;
  /** @default 1s */
  readonly interval?: Duration | string;
  /** @default 3 */
  readonly fall?: number;
}

export interface HighAvailabilityTracking {
  /** Interfaces besides those of heartbeat and addresses. */
  readonly interfaces?: readonly string[];
  /** Programs that must be running, by their names as in `/proc/PID/comm`. */
  readonly processes?: readonly string[];
  /** Files that must hold the number 0, by names of your choice. */
  readonly files?: Readonly<Record<string, string>>;
}

/** How the members of a group agree on the holder. */
export interface HighAvailabilityGroup {
  /**
   * Its name on the hosts.
   * @default its path in the stack
   */
  readonly name?: string;
  /** Addresses besides the group's that move with it, IPv6 too. */
  readonly additionalAddresses?: readonly string[];
  /**
   * The one address in the advert, the same for ever.
   * @default the group's address
   */
  readonly anchor?: string;
  /**
   * `holder`: only the master has the addresses. `everywhere`: all members have them on `lo`, and the cloud's route
   * decides; then `anchor` is a free address of the heartbeats' network.
   * @default "holder"
   */
  readonly presence?: "holder" | "everywhere";
  /**
   * Whether IPv6 addresses move along with the IPv4 instance, or have one of their own in a sync group.
   * @default "excluded"
   */
  readonly dualStack?: "excluded" | "sync-group";
  /**
   * Virtual router id, 1 to 255.
   * @default derived from the name
   */
  readonly vrid?: number;
  /**
   * 2 for old partners only.
   * @default 3
   */
  readonly vrrpVersion?: 2 | 3;
  /**
   * `measured`: under a second, and steady where every third advert is lost. `fast`: a third of a second. `calm`: sits
   * freezes of four seconds out.
   * @default "measured"
   */
  readonly profile?: "measured" | "fast" | "calm";
  /** Between adverts: 10ms to 40.95s in steps of 10ms; whole seconds in version 2. Default: the profile's. */
  readonly advertInterval?: Duration | string;
  /** Adverts missed until a backup takes over, 1 to 100. Default: the profile's. */
  readonly downTimer?: number;
  /**
   * When a returned member with a higher priority takes the address back: `never`, `at-once`, or when it has been stable
   * for so long.
   * @default "never"
   */
  readonly failBack?: Duration | string;
  /**
   * How long keepalived waits after its start before it takes part.
   * @default 2s
   */
  readonly startupDelay?: Duration | string;
  /** By names of your choice. A member whose check fails gives its addresses up. */
  readonly checks?: Readonly<Record<string, HighAvailabilityCheck>>;
  /** A next hop that must answer. */
  readonly gateway?: HighAvailabilityGateway;
  /** Must have passed before a member is promoted, such as a standby's replication lag; a master need not pass it. */
  readonly readyCheck?: HighAvailabilityCheck;
  readonly track?: HighAvailabilityTracking;
}

export interface HighAvailabilityProps extends Omit<HighAvailabilityGroup, "name" | "anchor" | "vrid"> {
  /** The hosts, by the names that they have in the groups' `members`. */
  readonly members: Readonly<Record<string, HighAvailabilityMember>>;
  /** The groups, all alike. Where they differ, or are made after the servers, use `addGroup`. */
  readonly groups?: readonly FailoverGroup[];
  /**
   * Heartbeat addresses that are kept for members to come. They are peers from the first start on, so that the user
   * data of those who are there stays the same when a member joins.
   */
  readonly reservedHeartbeats?: readonly string[];
}
