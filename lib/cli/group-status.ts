/** How a declared group stands on the cloud: asked for, not remembered. */
import { core } from "../resources/core";
import type { Session } from "../resources/session";
import { isObject, isWhollyKnown } from "../resources/value";
import type { ObjectValue } from "../resources/value";
import { UserError } from "./failure";
import { driftOf, goneSentence, isRouted } from "./group-drift";
import type { GroupHolding, MemberStatus } from "./group-drift";

export interface GroupStatus extends GroupHolding {
  readonly name: string;
  readonly ip: string;
  /** What is not as declared, a sentence each. */
  readonly drift: readonly string[];
}

/** @param declared the group's configuration, every attribute present */
export async function groupStatus(
  session: Session,
  name: string,
  declared: ObjectValue,
  signal: AbortSignal,
): Promise<GroupStatus> {
  if (!isWhollyKnown(declared)) return notMadeYet(name, declared);
  const { state, diagnostics } = await session.read("ipfailover_group", { ...emptyGroup(), ...declared }, signal);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new UserError(`${name}: ${errors.map(({ detail }) => detail).join(" ")}`);
  const wanted = membersOf(declared);
  const seen = membersOf(state ?? {});
  const zones = isObject(state?.availability_zones) ? state.availability_zones : {};
  const holder = textOrNull(state?.holder);
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(seen)])];
  const members = names.map((key): MemberStatus => ({
    name: key,
    ...(wanted[key] ?? seen[key] ?? nobody),
    zone: textOrNull(zones[key]),
    hasAddress: isRouted(declared) ? key === holder : key in seen,
    declared: key in wanted,
  }));
  const status = {
    ...named(name, declared),
    holder,
    routedTo: textOrNull(state?.routed_to),
    registeredMaster: textOrNull(state?.registered_master),
    members,
  };
  return { ...status, drift: state === null ? [goneSentence(declared)] : driftOf(status, declared) };
}

/** Nothing can be asked about a group whose address or members are still to come. */
function notMadeYet(name: string, declared: ObjectValue): GroupStatus {
  const members = Object.entries(membersOf(declared)).map(([key, member]) => ({
    name: key,
    ...member,
    zone: null,
    hasAddress: false,
    declared: true,
  }));
  return {
    ...named(name, declared),
    holder: null,
    routedTo: null,
    registeredMaster: null,
    members,
    drift: ["it refers to what the state does not record yet: apply the stack first"],
  };
}

const named = (name: string, { ip, master }: ObjectValue) => ({ name, ip: text(ip), master: text(master) });

function emptyGroup(): ObjectValue {
  const attributes = core.resources.ipfailover_group?.attributes ?? {};
  return Object.fromEntries([...Object.keys(attributes), "timeouts"].map((attribute) => [attribute, null]));
}

type Ids = Pick<MemberStatus, "server" | "nic" | "nexthop">;
const nobody: Ids = { server: "", nic: null, nexthop: null };

function membersOf(group: ObjectValue): Readonly<Record<string, Ids>> {
  const members = isObject(group.members) ? Object.entries(group.members) : [];
  return Object.fromEntries(
    members.map(([key, member]) => [
      key,
      isObject(member)
        ? { server: text(member.server), nic: textOrNull(member.nic), nexthop: textOrNull(member.nexthop) }
        : nobody,
    ]),
  );
}

const textOrNull = (value: unknown) => (typeof value === "string" ? value : null);
const text = (value: unknown) => textOrNull(value) ?? "";

export function renderGroupStatus(group: GroupStatus): string {
  const inLan = group.members.some(({ nic }) => nic !== null);
  const head = inLan
    ? `  holder: ${group.holder ?? "not known to the cloud's API"}; registered master: ${group.registeredMaster ?? "none"}`
    : `  holder: ${group.holder ?? "no member"}; routed to: ${group.routedTo ?? "nowhere"}`;
  const mark = (has: boolean) => (inLan ? (has ? "has  " : "LACKS") : has ? "holds" : "     ");
  const rows = group.members.map(
    ({ name, hasAddress, declared, ...ids }) =>
      `  ${mark(hasAddress)}  ${name}${declared ? "" : " (no member)"}  ${whereabouts(ids)}`,
  );
  return [
    `${group.name}  ${group.ip}`,
    head,
    ...rows,
    ...(group.drift.length === 0 ? ["  as declared"] : group.drift.map((sentence) => `  DRIFT: ${sentence}`)),
  ].join("\n");
}

function whereabouts({ server, nic, nexthop, zone }: Ids & Pick<MemberStatus, "zone">): string {
  const parts = [
    nic === null ? `service ${server}` : `server ${server}`,
    ...(nic === null ? [] : [`NIC ${nic}`]),
    ...(nexthop === null ? [] : [`by ${nexthop}`]),
    ...(zone === null ? [] : [zone]),
  ];
  return parts.join("  ");
}
