import {
  propertyAccess,
  Token,
  Tokenization,
  type IResolvable,
  type StringMap,
  type TerraformMetaArguments,
} from "cdktf";
import type { Construct } from "constructs";
import { Group, type GroupMembers, type GroupNetwork, type GroupTimeouts } from "../bindings/group";
import { configForImport } from "./import-block";
import { defined, idOf, isKind, metaArguments, type Reference } from "./meta";
import { ResourceConstruct } from "./resource-construct";
import { checkStack } from "./stack-check";
import { protectMember } from "./vendor-lifecycle";

const KIND = Symbol.for("cdktf-ip-failover/FailoverGroup");

/** The LAN in which the members share the address (IONOS). */
export interface FailoverNetwork {
  /** The data centre: its id, or the resource. */
  readonly datacenterId: Reference;
  /** The LAN, which must be public: its id, a small number such as `1`, or the resource. */
  readonly lanId: Reference;
}

/** Somebody who may hold the address. */
export interface FailoverMember {
  /** The server: its id (IONOS) or the name of the service (OVHcloud), or the resource of the vendor's bindings. */
  readonly server: Reference;
  /** IONOS, where it is required: the server's NIC on the group's LAN, its id or the resource. */
  readonly nic?: Reference;
  /** OVHcloud: the address of the instance in a Public Cloud project that the failover address is routed to. */
  readonly nexthop?: string;
  /** VRRP priority, 1 to 254: the highest one that is alive holds the address. No API call uses it. */
  readonly priority?: number;
}

export interface FailoverGroupProps extends TerraformMetaArguments {
  /** The failover address, or on OVHcloud a whole block such as `203.0.113.16/28`. */
  readonly ip: string;
  /** IONOS, where it is required. */
  readonly network?: FailoverNetwork;
  /** Who may hold the address, by names of your choice. */
  readonly members: Readonly<Record<string, FailoverMember>> | IResolvable;
  /** The member that holds the address at first, by its name in `members`. Editing it is an order to move. */
  readonly master: string;
  /** IONOS: `primary` (default), from which the NIC's gateway is derived, or `additional` behind it. */
  readonly addressRole?: string;
  /** `any-member` (default), or `master`, which takes a moved address back. */
  readonly holderPolicy?: string;
  /** `release` (default) takes the group apart, or parks the address; `keep` leaves everything as it is. */
  readonly onDestroy?: string;
  /** Warnings that are known and meant, by the word that each warning names. */
  readonly acknowledge?: string[];
  /** Deadlines such as `90s`, `30m` or `1h30m`. */
  readonly timeouts?: GroupTimeouts;
}

/**
 * A failover group: one address, the members that may hold it, and the master that holds it first.
 *
 * A member given as a resource of the vendor's bindings gets what it needs to live beside the group, and keeps the
 * lifecycle that it has: `create_before_destroy` on server and NIC, and `ignore_changes` for the addresses that the
 * group puts on the NIC.
 *
 * @example
 * new FailoverGroup(stack, "web", {
 *   ip: block.ip(0),
 *   network: { datacenterId, lanId },
 *   members: { a: { server: serverA, nic: nicA, priority: 100 }, b: { server: serverB, nic: nicB, priority: 50 } },
 *   master: "a",
 * });
 */
export class FailoverGroup extends ResourceConstruct<Group> {
  override readonly resource: Group;
  /** The members' ids as they were declared; undefined when the whole map is a token. */
  readonly declaredMembers: Readonly<Record<string, GroupMembers>> | undefined;
  /**
   * What each member was given as: its server and, where there is one, its NIC.
   * @internal
   */
  readonly memberParts: ReadonlyMap<string, readonly Reference[]>;
  /** The LAN's ids as they were declared. */
  readonly declaredNetwork: GroupNetwork | undefined;

  constructor(scope: Construct, id: string, props: FailoverGroupProps) {
    super(scope, id, KIND);
    const { ip, master, network, members, addressRole, holderPolicy, onDestroy, acknowledge, timeouts } = props;
    const entries = isWholeToken(members) ? [] : Object.entries(members);
    this.memberParts = new Map(
      entries.map(([name, { server, nic }]) => [name, nic === undefined ? [server] : [server, nic]]),
    );
    this.declaredMembers = isWholeToken(members)
      ? undefined
      : Object.fromEntries(entries.map(([name, member]) => [name, memberIds(member)]));
    this.declaredNetwork = network && { datacenterId: idOf(network.datacenterId), lanId: idOf(network.lanId) };
    this.resource = new Group(this, "Default", {
      ...metaArguments(props),
      ...defined({ ip, master, addressRole, holderPolicy, onDestroy, acknowledge, timeouts }),
      ...defined({ network: this.declaredNetwork }),
      members: this.declaredMembers ?? (members as IResolvable),
    });
    const protectMembers = () => [...this.memberParts.values()].flat().forEach(protectMember);
    // Now for members of another stack, which may be synthesized first; and again at synth, because a member's
    // lifecycle may be set after the group was made.
    protectMembers();
    checkStack(this, { beforeSynth: protectMembers });
  }

  static isFailoverGroup(this: void, value: unknown): value is FailoverGroup {
    return isKind(value, KIND);
  }

  /**
   * Has Terraform take a group over and write the configuration for it. Import id: `DATACENTER/LAN/ADDRESS` on IONOS,
   * `ADDRESS?NAME=SERVICE&NAME=SERVICE` on OVHcloud.
   */
  static readonly generateConfigForImport = configForImport(Group.tfResourceType);

  /** The failover address. */
  get ip(): string {
    return this.resource.ip;
  }

  /** The master's name in `members`. */
  get master(): string {
    return this.resource.master;
  }

  /**
   * The member that holds the address now. Null on IONOS, whose API cannot know. As an output it makes a plan
   * non-empty after each takeover: better ask `ipfailover status`.
   */
  get holder(): string {
    return this.resource.holder;
  }

  /** The service that the cloud routes the address to. Null when parked, and on IONOS, where VRRP decides. */
  get routedTo(): string {
    return this.resource.routedTo;
  }

  /** IONOS: the member whose NIC is registered in the LAN's entry. */
  get registeredMaster(): string {
    return this.resource.registeredMaster;
  }

  /** Each member's availability zone, by its name in `members`. */
  get availabilityZones(): StringMap {
    return this.resource.availabilityZones;
  }

  /**
   * Addresses that a member's NIC had before and lost, as a list token.
   * @param member its name in `members`
   */
  addressesReplaced(member: string): string[] {
    // The framework's StringListMap writes the name without quotes, which Terraform takes for a reference.
    return Token.asList(propertyAccess(this.resource.interpolationForAttribute("addresses_replaced"), [member]));
  }

  /** The group's import id. */
  get groupId(): string {
    return this.resource.id;
  }
}

function memberIds({ server, nic, nexthop, priority }: FailoverMember): GroupMembers {
  return { server: idOf(server), ...defined({ nic: nic && idOf(nic), nexthop, priority }) };
}

function isWholeToken(members: FailoverGroupProps["members"]): members is IResolvable {
  return Tokenization.isResolvable(members);
}
