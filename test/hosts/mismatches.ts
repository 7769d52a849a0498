/**
 * Pairs of configurations that keepalived takes on each host by itself and that do not fit together. One table for two
 * proofs: the lab shows what becomes of each pair, and lint finds it before anybody runs it.
 */

export interface MismatchMember {
  readonly name: string;
  readonly interface: string;
  /** The member's own address on that interface, IPv4. */
  readonly address: string;
}

export interface MismatchLab {
  /** Two members; the first has the higher priority. */
  readonly members: readonly [MismatchMember, MismatchMember];
  /** Failover addresses of the lab, IPv4 without prefix length: at least three. */
  readonly addresses: readonly string[];
}

export interface Mismatch {
  readonly name: string;
  /** The id of the finding that lint must report. */
  readonly rule: string;
  /**
   * What a lab shows once both run undisturbed: both hold the anchor address, or one does as if nothing were wrong, and
   * the trap only shows at the next failover.
   */
  readonly outcome: "two masters" | "one master";
  readonly config: (lab: MismatchLab, index: 0 | 1) => string;
}

interface Settings {
  readonly version?: 2 | 3;
  readonly advert?: string;
  readonly downTimer?: number;
  readonly vrid?: number;
  readonly priority?: number;
  readonly state?: string;
  readonly peers?: readonly string[];
  readonly checkSource?: boolean;
  readonly authentication?: string;
  readonly addresses?: readonly string[];
  readonly excluded?: readonly string[];
}

const slash32 = (addresses: readonly string[]) => addresses.map((address) => `${address}/32`);

/** What both members have unless a mismatch says otherwise: no scripts, so that nothing but the pair is judged. */
function render(lab: MismatchLab, index: 0 | 1, settings: Settings): string {
  const member = lab.members[index];
  const other = lab.members[1 - index] ?? member;
  const peers = settings.peers ?? [other.address];
  const version = settings.version ?? 3;
  const onInterface = (addresses: readonly string[]) =>
    addresses.map((address) => `        ${address} dev ${member.interface}`);
  const unicast = [
    `    unicast_src_ip ${member.address}`,
    "    unicast_peer {",
    ...peers.map((peer) => `        ${peer}`),
    "    }",
  ];
  return [
    "global_defs {",
    `    router_id ${member.name}`,
    `    vrrp_version ${version}`,
    "    vrrp_garp_master_refresh 5",
    "    vrrp_higher_prio_send_advert true",
    "}",
    "vrrp_instance web {",
    `    state ${settings.state ?? "BACKUP"}`,
    `    interface ${member.interface}`,
    `    virtual_router_id ${settings.vrid ?? 51}`,
    `    priority ${settings.priority ?? [150, 100][index] ?? 50}`,
    `    advert_int ${settings.advert ?? (version === 3 ? "0.1" : "1")}`,
    ...(settings.downTimer === undefined ? [] : [`    down_timer_adverts ${settings.downTimer}`]),
    ...(peers.length === 0 ? [] : unicast),
    ...(settings.checkSource ? ["    check_unicast_src"] : []),
    ...(settings.authentication === undefined
      ? []
      : ["    authentication {", "        auth_type PASS", `        auth_pass ${settings.authentication}`, "    }"]),
    "    virtual_ipaddress {",
    ...onInterface(settings.addresses ?? slash32(lab.addresses.slice(0, 1))),
    "    }",
    ...(settings.excluded === undefined
      ? []
      : ["    virtual_ipaddress_excluded {", ...onInterface(settings.excluded), "    }"]),
    "}",
    "",
  ].join("\n");
}

/** Settings of both members, then of the first and of the second alone. */
function pair(
  of: (lab: MismatchLab) => {
    readonly both?: Settings;
    readonly first?: Settings;
    readonly second?: Settings;
  },
): Mismatch["config"] {
  return (lab, index) => {
    const { both, first, second } = of(lab);
    return render(lab, index, { ...both, ...(index === 0 ? first : second) });
  };
}

/** A pair in which nothing is wrong, for the control: lint is silent and the lab shows one master. */
export const matching: Mismatch["config"] = pair(() => ({}));

export const mismatches: readonly Mismatch[] = [
  {
    name: "another number of addresses",
    rule: "set-addresses",
    outcome: "two masters",
    config: pair(({ addresses }) => ({
      first: { addresses: slash32(addresses.slice(0, 2)) },
      second: { addresses: slash32(addresses.slice(0, 1)) },
    })),
  },
  {
    name: "another advert interval in VRRP 2",
    rule: "set-advert-interval",
    outcome: "two masters",
    config: pair(() => ({ both: { version: 2 }, first: { advert: "1" }, second: { advert: "2" } })),
  },
  {
    name: "another version of VRRP",
    rule: "set-version",
    outcome: "two masters",
    config: pair(() => ({ both: { advert: "1" }, first: { version: 3 }, second: { version: 2 } })),
  },
  {
    name: "another virtual router id",
    rule: "set-vrid",
    outcome: "two masters",
    config: pair(() => ({ first: { vrid: 51 }, second: { vrid: 52 } })),
  },
  {
    name: "another password",
    rule: "set-authentication",
    outcome: "two masters",
    config: pair(() => ({
      both: { version: 2 },
      first: { authentication: "one" },
      second: { authentication: "two" },
    })),
  },
  {
    name: "a password on one side only",
    rule: "set-authentication",
    outcome: "two masters",
    config: pair(() => ({ both: { version: 2 }, first: { authentication: "one" } })),
  },
  {
    name: "unicast on one side and multicast on the other",
    rule: "set-unicast",
    outcome: "two masters",
    config: pair(() => ({ second: { peers: [] } })),
  },
  {
    name: "a peer list that lacks the master, with the check of sources",
    rule: "set-peers",
    outcome: "two masters",
    config: pair(({ members, addresses }) => ({
      both: { checkSource: true },
      first: { peers: [members[1].address] },
      // A stranger, because an empty list would be multicast.
      second: { peers: [addresses[2] ?? ""] },
    })),
  },
  {
    name: "a peer list that lacks the master, without the check of sources",
    rule: "set-peers",
    outcome: "one master",
    config: pair(({ members, addresses }) => ({
      first: { peers: [members[1].address] },
      second: { peers: [addresses[2] ?? ""] },
    })),
  },
  {
    name: "a peer list of the master that lacks the backup",
    rule: "set-peers",
    outcome: "two masters",
    config: pair(({ addresses }) => ({ first: { peers: [addresses[2] ?? ""] } })),
  },
  {
    name: "as many addresses, but others",
    rule: "set-addresses",
    outcome: "two masters",
    config: pair(({ addresses }) => ({
      first: { addresses: slash32([addresses[0] ?? "", addresses[1] ?? ""]) },
      second: { addresses: slash32([addresses[0] ?? "", addresses[2] ?? ""]) },
    })),
  },
  {
    name: "as many excluded addresses, but others",
    rule: "set-excluded-addresses",
    outcome: "one master",
    config: pair(({ addresses }) => ({
      first: { excluded: slash32(addresses.slice(1, 2)) },
      second: { excluded: slash32(addresses.slice(2, 3)) },
    })),
  },
  {
    name: "another down timer",
    rule: "set-down-timer",
    outcome: "one master",
    config: pair(() => ({ first: { downTimer: 9 }, second: { downTimer: 3 } })),
  },
  {
    name: "another advert interval in VRRP 3",
    rule: "set-advert-interval",
    outcome: "one master",
    config: pair(() => ({ first: { advert: "0.1" }, second: { advert: "0.2" } })),
  },
  {
    name: "equal priorities",
    rule: "set-priorities",
    outcome: "one master",
    config: pair(() => ({ both: { priority: 100 } })),
  },
  {
    name: "two owners of the address",
    rule: "set-priorities",
    outcome: "one master",
    config: pair(() => ({ both: { priority: 255 } })),
  },
  {
    name: "two that start as master",
    rule: "set-states",
    outcome: "one master",
    config: pair(() => ({ both: { state: "MASTER" } })),
  },
];
