import { Token, type TerraformMetaArguments } from "cdktf";
import { Construct } from "constructs";
import type { GroupTimeouts } from "../bindings/group";
import { FailoverGroup, type FailoverMember, type FailoverNetwork } from "./failover-group";
import { defined, isKind, markKind, metaArguments } from "./meta";
import { constructId } from "./names";

const KIND = Symbol.for("cdktf-ip-failover/ActiveActivePair");

export interface ActiveActivePairProps extends TerraformMetaArguments {
  /** Both members, by names of your choice. Of their priorities the higher one goes to each address's master. */
  readonly members: Readonly<Record<string, FailoverMember>>;
  /** For each member, the address that it holds at first. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Required on IONOS. */
  readonly network?: FailoverNetwork;
  /**
   * IONOS: the member whose address is the primary one of both NICs, from which IONOS derives the gateway.
   * @default the first member
   */
  readonly primary?: string;
  /** `any-member` (default), or `master`, which takes a moved address back. */
  readonly holderPolicy?: string;
  /** `release` (default) takes the groups apart; `keep` leaves everything on the cloud as it is. */
  readonly onDestroy?: string;
  /** Warnings that are known and meant, by the word that each warning names. */
  readonly acknowledge?: string[];
  /** Deadlines such as `90s`, `30m` or `1h30m`. */
  readonly timeouts?: GroupTimeouts;
}

/**
 * Two addresses over the same two members, each the master of one: both work, and each takes over for the other.
 *
 * On IONOS a NIC has one primary address, and a role is given to a whole group: so one address is `primary` on both
 * NICs and the other `additional` on both (IONOS documentation, "IP failover": a NIC may be in several groups, but use
 * only one of their addresses as its primary one).
 */
export class ActiveActivePair extends Construct {
  private readonly groups: ReadonlyMap<string, FailoverGroup>;
  private readonly last: FailoverGroup;

  /** @throws Error when there are not exactly two members with an address each */
  constructor(scope: Construct, id: string, props: ActiveActivePairProps) {
    super(scope, constructId(id));
    markKind(this, KIND);
    const [first, second] = this.order(props);
    const firstGroup = this.make(first, props, "primary");
    // One after the other: dependsOn with a pair then means both, and the primary address is the first on each NIC.
    this.last = this.make(second, props, "additional", firstGroup);
    this.groups = new Map([
      [first, firstGroup],
      [second, this.last],
    ]);
  }

  static isActiveActivePair(this: void, value: unknown): value is ActiveActivePair {
    return isKind(value, KIND);
  }

  /**
   * The group whose master is this member.
   * @throws Error when there is no such member
   */
  group(master: string): FailoverGroup {
    const group = this.groups.get(master);
    if (group) return group;
    throw new Error(
      `${this.node.path} has no member ${master}; its members are ${[...this.groups.keys()].join(", ")}.`,
    );
  }

  /** Makes the pair usable in `dependsOn`: it stands for both groups. */
  get fqn(): string {
    return this.last.fqn;
  }

  private order({ members, addresses, primary }: ActiveActivePairProps): readonly [string, string] {
    const names = Object.keys(members);
    const [first, second] = primary === undefined ? names : [primary, ...names.filter((name) => name !== primary)];
    const fits = (name: string | undefined): name is string =>
      name !== undefined && name in members && addresses[name] !== undefined;
    if (names.length === 2 && Object.keys(addresses).length === 2 && fits(first) && fits(second))
      return [first, second];
    throw new Error(
      `${this.node.path}: a pair has two members and, by the same names, two addresses; primary is one of these names. ` +
        `members: ${names.join(", ")}; addresses: ${Object.keys(addresses).join(", ")}` +
        (primary === undefined ? "." : `; primary: ${primary}.`),
    );
  }

  private make(master: string, props: ActiveActivePairProps, role: string, after?: FailoverGroup): FailoverGroup {
    const { network, holderPolicy, onDestroy, acknowledge, timeouts } = props;
    const meta = metaArguments(props);
    return new FailoverGroup(this, master, {
      ...meta,
      ...(after && { dependsOn: [...(meta.dependsOn ?? []), after] }),
      ...defined({ network, holderPolicy, onDestroy, acknowledge, timeouts }),
      // Only IONOS groups its members by LAN and knows roles of addresses.
      ...(network && { addressRole: role }),
      ip: props.addresses[master] ?? "",
      members: withMasterFirst(props.members, master),
      master,
    });
  }
}

/** The members with the higher of their priorities at the master. Tokens cannot be compared and stay where they are. */
function withMasterFirst(
  members: ActiveActivePairProps["members"],
  master: string,
): Readonly<Record<string, FailoverMember>> {
  const priorities = Object.values(members).map(({ priority }) => priority);
  const known = priorities.filter((priority) => priority !== undefined && !Token.isUnresolved(priority)) as number[];
  if (known.length < priorities.length) return members;
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => [
      name,
      { ...member, priority: name === master ? Math.max(...known) : Math.min(...known) },
    ]),
  );
}
