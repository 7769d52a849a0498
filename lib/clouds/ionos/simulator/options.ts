import type { Clock } from "../../../simulator";

/**
 * How the simulated IONOS Cloud behaves. Whatever the vendor does not document is an option with a default here,
 * marked "unconfirmed": never a silent assumption.
 */
export interface IonosSimulatorOptions {
  /** Default: 0, any free port of 127.0.0.1. */
  readonly port?: number;
  /** All ids, MAC addresses and chances follow from it. Default: "ionos". */
  readonly seed?: string;
  /** Default: a real clock. A stepped one makes requests finish only when it is advanced. */
  readonly clock?: Clock;
  /** How long a request takes from QUEUED over RUNNING to DONE, in milliseconds. Default: 0, done when it is answered. */
  readonly settleMs?: number;
  /** Default: made from the seed. */
  readonly token?: string;
  /** Default: "simulated@example.com". */
  readonly username?: string;
  /** Default: "simulated-password". */
  readonly password?: string;
  /** Default: 31000000. */
  readonly contractNumber?: number;
  /** Locations to offer. Default: those in the vendor's documentation. */
  readonly locations?: readonly string[];
  /** How many requests the journal keeps. Default: 10000. */
  readonly journalLimit?: number;
  /** How many finished requests `GET /requests` remembers. Default: 10000. */
  readonly requestLogLimit?: number;
  /** Contract limits. Defaults: 65536 addresses, and room enough for everything else. */
  readonly reservableIps?: number;

  // ---- unconfirmed behaviour -------------------------------------------------------------------------------------

  /**
   * What an `X-Contract-Number` that is not this contract's does. "reject": 403, as for a user of several contracts;
   * "ignore": nothing, as documented for users of one contract. Default: "reject".
   */
  readonly wrongContract?: "reject" | "ignore";
  /**
   * What a GET shows while a change is pending. "old": the values before it; "requested": the values asked for.
   * The vendor's own cluster-api provider assumes that they may be old. Default: "old".
   */
  readonly readsWhileBusy?: "old" | "requested";
  /**
   * Which requests wait for each other. "resource": those that touch the same object; "datacenter": all of one data
   * centre. Documented is only that a BUSY object queues what follows. Default: "resource".
   */
  readonly queueScope?: "resource" | "datacenter";
  /**
   * Whether a NIC's update may list a dynamic address that this NIC has already. The documentation says that explicit
   * public addresses must be reserved; but clients that send back what they read (and there are many) work.
   * A dynamic address that the NIC does not have is always refused. Default: true.
   */
  readonly acceptDynamicIps?: boolean;
  /** Whether a NIC on a public LAN may be given a private address explicitly. Default: true. */
  readonly privateIpsOnPublicLan?: boolean;
  /**
   * Whether the master's NIC may lose its failover address while it is registered. Default: "reject", for otherwise the
   * entry would break the rule by which it was accepted.
   */
  readonly masterDropsAddress?: "reject" | "allow";
  /** Whether a failover group is refused on a LAN that a classic load balancer uses. Default: "reject". */
  readonly failoverOnBalancedLan?: "reject" | "allow";
  /** A second NIC with a reserved address that no group of its LAN lists. Default: "reject". */
  readonly sharedIpWithoutGroup?: "reject" | "allow";
  /** DELETE of a LAN that NICs are still on. Default: "reject" (422); "detach" moves them off the LAN. */
  readonly deleteLanWithNics?: "reject" | "detach";
  /** Whether PUT gives what it leaves out its default again, or keeps it. Default: "keep". */
  readonly putOmitted?: "keep" | "reset";
  /** A property that is not known. Default: "ignore": the vendor's Node SDK sends `_public`, and nobody hears of it. */
  readonly unknownProperties?: "ignore" | "reject";
  /** Whether `If-Match` is honoured (412 on a mismatch). No vendor client ever sends it. Default: "ignore". */
  readonly ifMatch?: "ignore" | "honour";
  /** Whether a LAN created without `public` is public. Default: false. */
  readonly lanPublicByDefault?: boolean;
  /** How `filter.<property>` compares, always without regard to case. Default: "contains". */
  readonly filterMatch?: "contains" | "equals";
  /** The largest IP block that can be reserved at once. Default: no limit but the contract's. */
  readonly maxBlockSize?: number;
  /** How long a new NIC answers 404 after its request is DONE, in milliseconds. Seen by others. Default: 0. */
  readonly nicHiddenMs?: number;
}

type Unset = "clock" | "port" | "token";

/** The options with their defaults filled in. */
export type Behaviour = Required<Omit<IonosSimulatorOptions, Unset>>;

/** The locations in the vendor's documentation. `de/fra/2` is a child location of `de/fra`. */
const DOCUMENTED_LOCATIONS = [
  "de/fra",
  "de/fra/2",
  "de/txl",
  "de/fkb",
  "gb/lhr",
  "gb/bhx",
  "es/vit",
  "fr/par",
  "us/las",
  "us/ewr",
  "us/mci",
];

export function behaviourOf(options: IonosSimulatorOptions): Behaviour {
  return {
    seed: "ionos",
    settleMs: 0,
    username: "simulated@example.com",
    password: "simulated-password",
    contractNumber: 31_000_000,
    locations: DOCUMENTED_LOCATIONS,
    journalLimit: 10_000,
    requestLogLimit: 10_000,
    reservableIps: 65_536,
    wrongContract: "reject",
    readsWhileBusy: "old",
    queueScope: "resource",
    acceptDynamicIps: true,
    privateIpsOnPublicLan: true,
    masterDropsAddress: "reject",
    failoverOnBalancedLan: "reject",
    sharedIpWithoutGroup: "reject",
    deleteLanWithNics: "reject",
    putOmitted: "keep",
    unknownProperties: "ignore",
    ifMatch: "ignore",
    lanPublicByDefault: false,
    filterMatch: "contains",
    maxBlockSize: Number.MAX_SAFE_INTEGER,
    nicHiddenMs: 0,
    ...options,
  };
}
