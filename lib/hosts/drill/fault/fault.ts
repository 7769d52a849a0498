/** What a drill can do to a group. */

export const faultNames = [
  "crash",
  "kill",
  "stop",
  "hang",
  "freeze",
  "cable",
  "service",
  "member-cut",
  "vrrp-cut",
  "loss",
] as const;

export type FaultName = (typeof faultNames)[number];

export interface FaultKind {
  /** What happens, in a few words that follow the member's name or stand alone. */
  readonly what: string;
  readonly recovery: string;
  /** Whether it strikes one member or what lies between them. */
  readonly strikes: "member" | "network";
  /** Whether another member should hold the address afterwards; with `false` nobody should move. */
  readonly takeover: boolean;
  /**
   * The members cannot hear each other and both work: VRRP has no quorum, so both hold the address until they meet
   * again. Two holders during such a fault are told, and count against no limit.
   */
  readonly divides: boolean;
}

export const faults: Readonly<Record<FaultName, FaultKind>> = {
  crash: {
    what: "the machine loses power",
    recovery: "it is switched on again",
    strikes: "member",
    takeover: true,
    divides: false,
  },
  kill: {
    what: "keepalived is killed (SIGKILL); the machine lives and keeps the address",
    recovery: "it is started again, if its unit has not done so",
    strikes: "member",
    takeover: true,
    divides: false,
  },
  stop: {
    what: "keepalived is stopped in good order",
    recovery: "it is started again",
    strikes: "member",
    takeover: true,
    divides: false,
  },
  hang: {
    what: "nothing of the machine reaches the network any more, without the machine noticing",
    recovery: "its frames pass again",
    strikes: "member",
    takeover: true,
    divides: false,
  },
  freeze: {
    what: "all processes of the machine are stopped (SIGSTOP)",
    recovery: "they go on where they stood",
    strikes: "member",
    takeover: true,
    divides: false,
  },
  cable: {
    what: "the cable of the NIC with the address is pulled",
    recovery: "it is plugged in again",
    strikes: "member",
    takeover: true,
    divides: false,
  },
  service: {
    what: "the service ends; machine and keepalived are well",
    recovery: "it is started again",
    strikes: "member",
    takeover: true,
    divides: false,
  },
  "member-cut": {
    what: "the members cannot reach each other; clients reach all of them",
    recovery: "they reach each other again",
    strikes: "network",
    takeover: false,
    divides: true,
  },
  "vrrp-cut": {
    what: "adverts (IP protocol 112) are dropped; everything else passes",
    recovery: "adverts pass again",
    strikes: "network",
    takeover: false,
    divides: true,
  },
  loss: {
    what: "a share of the adverts is lost",
    recovery: "no advert is lost any more",
    strikes: "network",
    takeover: false,
    divides: false,
  },
};
