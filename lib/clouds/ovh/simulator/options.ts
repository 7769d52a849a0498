import type { Clock } from "../../../simulator";

/**
 * How the simulated OVHcloud behaves. Whatever the vendor does not document is an option with a default here, marked
 * "unconfirmed": never a silent assumption.
 */
export interface OvhSimulatorOptions {
  /** Default: 0, any free port of 127.0.0.1. */
  readonly port?: number;
  /** All keys, ids and chances follow from it. Default: "ovh". */
  readonly seed?: string;
  /** Default: a real clock. A stepped one makes tasks finish only when it is advanced. */
  readonly clock?: Clock;
  /** How long a task takes until it is done, in milliseconds. Default: 0, done right after the answer ("todo" still). */
  readonly settleMs?: number;
  /** The keys that are valid from the start. Default: made from the seed. */
  readonly applicationKey?: string;
  readonly applicationSecret?: string;
  readonly consumerKey?: string;
  /** Default: "xx1111-ovh". */
  readonly nichandle?: string;
  /**
   * Further origins that a signature may cover, such as "https://front.example": a TLS front is another address to its
   * clients. Default: none; http:// and https:// with the request's Host header are always tried.
   */
  readonly signatureOrigins?: readonly string[];
  /**
   * Which clock `/auth/time` shows and signatures are held against. "machine": stepping the simulator's clock does not
   * make a client's remembered delta wrong; "simulated": it does. Default: "machine".
   */
  readonly authClock?: "machine" | "simulated";
  /** How far ahead of that clock the API is, in milliseconds. Default: 0. */
  readonly authClockOffsetMs?: number;
  /**
   * IAM actions that the policy of whoever calls lacks: "ip:apiovh:move", "loadbalancer:apiovh:*". Refused with 403 and
   * `details`. Default: none.
   */
  readonly deniedActions?: readonly string[];
  /** How many requests the journal keeps. Default: 10000. */
  readonly journalLimit?: number;

  // ---- unconfirmed behaviour -------------------------------------------------------------------------------------

  /**
   * The shape of refusals that nobody has seen, with the statuses 401, 409, 429 and 460: that of what stands behind the
   * gateway, that of the gateway, or a message alone. Default: "class".
   */
  readonly unseenErrors?: "class" | "error-code" | "message";
  /** How far a signature's time may be off, in milliseconds; beyond it `QUERY_TIME_OUT`. Default: 30000. */
  readonly maxSkewMs?: number;
  /** Validity of a bearer token, in milliseconds of the simulated clock. Default: 3599 s, as in published replies. */
  readonly tokenLifetimeMs?: number;
  /** Whether a requested consumer key is valid at once, without its page being opened. Default: false. */
  readonly validateCredentials?: boolean;
  /** How long a consumer key is valid from its page on, in milliseconds. Default: 24 h, what the page proposes. */
  readonly credentialLifetimeMs?: number;
  /**
   * What calls without a result answer, PUT and DELETE above all. The schema names no content. The vendor's Python client
   * fails without any, and others that are written in Python saw `null` (AnalogJ/lexicon #1758); newer calls of the API
   * answer 204. "none": 200 without a body; "null": 200 with `null`; "no-content": 204. Default: "by-client", `null` for
   * Python's `requests` and nothing for everybody else.
   */
  readonly emptyAnswers?: "by-client" | "none" | "null" | "no-content";
  /**
   * Which calls answer objects instead of ids when the pagination header asks for them: those whose schema says so, as
   * the vendor's console relies on, or none, as when something between does not pass the header on. Default: "on-request".
   */
  readonly expandedLists?: "on-request" | "ignore";
  /** A number where the schema says string, a numeric string where it says integer. Default: "reject". */
  readonly coercibleTypes?: "reject" | "accept";
  /** A field that the schema does not have. Default: "ignore". */
  readonly unknownFields?: "ignore" | "reject";
  /** A read-only field in a PUT (some clients send back what they read). Default: "ignore". */
  readonly readOnlyFields?: "ignore" | "reject";
  /** A second move of an address whose first is still running. Default: "reject", 409; "queue": carried out later. */
  readonly secondMove?: "reject" | "queue";
  /** A move to where the address is already, or a park of a parked one. Default: "accept", with a task of its own. */
  readonly moveInPlace?: "accept" | "reject";
  /** The function of the task that parks an address. Default: "genericMoveFloatingIp", as of a move. */
  readonly parkFunction?: string;
  /** Move or park of an address in a vRack; the manager leaves one by DELETE of the vRack's ip. Default: "reject". */
  readonly moveFromVrack?: "reject" | "allow";
  /**
   * `/ip/service/{serviceName}` while its block goes into or out of a vRack: the vendor's provider knows a 400 there.
   * Default: "answers".
   */
  readonly ipServiceOnItsWay?: "answers" | "bad-request";
  /** A move away from a load balancer that has the address on a front-end. Default: "allow". */
  readonly moveDedicatedIpAway?: "allow" | "reject";
  /** How a parked address is shown: the object with a null name, as OVH's own mock, or null. Default: "object". */
  readonly parkedRoutedTo?: "object" | "null";
  /** Empty families of destinations. A real account showed lists. Default: "list". */
  readonly emptyDestinations?: "list" | "null";
  /** How long after its POST a task is missing from the list (a race that others have met), in ms. Default: 0. */
  readonly taskListedAfterMs?: number;
  /**
   * Whether a reverse needs a forward record, which `scene.forward` makes; the vendor refuses with 400 without one.
   * "assumed": every name resolves to whatever it is set for. Default: "assumed".
   */
  readonly forwardRecords?: "required" | "assumed";
  /**
   * Certificates and keys that cannot be read. Nobody says what the vendor answers. Default: "accept", so that
   * placeholders will do in a test; a key that belongs to another certificate is always refused.
   */
  readonly placeholderCertificates?: "accept" | "reject";
  /** `dedicatedIpfo` of addresses that are not routed to the load balancer. Default: "reject". */
  readonly unroutedDedicatedIp?: "reject" | "accept";
  /** What a PUT leaves out: "unchanged", inferred from clients that send single fields, or "reset". Default: "unchanged". */
  readonly absentInPut?: "unchanged" | "reset";
  /** A front-end's default farm that is in another zone; the manager offers none. Default: "accept". */
  readonly farmOfAnotherZone?: "accept" | "reject";
  /** One dedicated address on several front-ends. Default: "different-ports", otherwise it would be a port clash. */
  readonly sharedDedicatedIp?: "different-ports" | "never" | "always";
  /** Two enabled front-ends with one port, address and zone. Default: "reject", 409. */
  readonly portClash?: "reject" | "accept";
  /** Whether front-ends without dedicated addresses answer on addresses that others have dedicated. Default: true. */
  readonly openFrontendsOnDedicatedIps?: boolean;
  /**
   * What a GET shows for a list that was cleared with `[]` or null. With "empty" the vendor's provider takes its own UDP
   * front-ends for inconsistent. Default: "as-sent".
   */
  readonly clearedLists?: "as-sent" | "null" | "empty";
  /** Deletion of a farm or certificate that front-ends or routes name. Default: "reject", 409. */
  readonly deleteUsed?: "reject" | "allow";
  /** What counts as pending: every write, or every object that differs from what is live. Default: "writes". */
  readonly pendingCount?: "writes" | "objects";
  /** A change in all zones: counted in each, or together as one entry of the zone "all". Default: "each". */
  readonly pendingInAllZones?: "each" | "together";
  /** "Nothing pending": no entries, or entries with the number 0. Default: "empty". */
  readonly nothingPending?: "empty" | "zeros";
  /** Whether an address that is moved to or from a load balancer counts as a pending change. Default: false. */
  readonly moveIsPending?: boolean;
  /** Whether a routed address is served only after a refresh (the recipe of the FAQ) or at once. Default: true. */
  readonly routedIpsNeedRefresh?: boolean;
  /**
   * A refresh whose conditions are violated. "refuse": 400 in the simulator's own words; "no-effect": a task that gets
   * done and changes nothing; "task-error": a task that ends as "error". Default: "refuse".
   */
  readonly invalidRefresh?: "refuse" | "no-effect" | "task-error";
  /**
   * A refresh of a zone whose refresh is running. "It would not make any changes to the resulting configuration": a task
   * without effect. Default: "no-effect"; "refuse": 409; "queue": carried out after the running one.
   */
  readonly parallelRefresh?: "no-effect" | "refuse" | "queue";
  /**
   * The configuration that a refresh makes live: as it was stored when it was asked for, or when it ends. Default:
   * "at-request".
   */
  readonly refreshTakes?: "at-request" | "at-end";
  /** A finished vRack task. The vendor's provider takes 404 for success. Default: "vanishes". */
  readonly finishedVrackTask?: "vanishes" | "stays";
  /** The refusal of `ipCanBeMovedTo`. Default: 409. */
  readonly cannotBeMovedStatus?: number;
  /** How many virtual MACs a server has when the scene does not say. Default: 64. */
  readonly vmacQuota?: number;
}

type Unset = "clock" | "port" | "applicationKey" | "applicationSecret" | "consumerKey";

/** The options with their defaults filled in. */
export type Behaviour = Required<Omit<OvhSimulatorOptions, Unset>>;

export function behaviourOf(options: OvhSimulatorOptions): Behaviour {
  return {
    seed: "ovh",
    settleMs: 0,
    nichandle: "xx1111-ovh",
    signatureOrigins: [],
    authClock: "machine",
    authClockOffsetMs: 0,
    deniedActions: [],
    journalLimit: 10_000,
    unseenErrors: "class",
    maxSkewMs: 30_000,
    tokenLifetimeMs: 3_599_000,
    validateCredentials: false,
    credentialLifetimeMs: 86_400_000,
    emptyAnswers: "by-client",
    expandedLists: "on-request",
    coercibleTypes: "reject",
    unknownFields: "ignore",
    readOnlyFields: "ignore",
    secondMove: "reject",
    moveInPlace: "accept",
    parkFunction: "genericMoveFloatingIp",
    moveFromVrack: "reject",
    ipServiceOnItsWay: "answers",
    moveDedicatedIpAway: "allow",
    parkedRoutedTo: "object",
    emptyDestinations: "list",
    taskListedAfterMs: 0,
    forwardRecords: "assumed",
    placeholderCertificates: "accept",
    unroutedDedicatedIp: "reject",
    absentInPut: "unchanged",
    farmOfAnotherZone: "accept",
    sharedDedicatedIp: "different-ports",
    portClash: "reject",
    openFrontendsOnDedicatedIps: true,
    clearedLists: "as-sent",
    deleteUsed: "reject",
    pendingCount: "writes",
    pendingInAllZones: "each",
    nothingPending: "empty",
    moveIsPending: false,
    routedIpsNeedRefresh: true,
    invalidRefresh: "refuse",
    parallelRefresh: "no-effect",
    refreshTakes: "at-request",
    finishedVrackTask: "vanishes",
    cannotBeMovedStatus: 409,
    vmacQuota: 64,
    ...options,
  };
}
