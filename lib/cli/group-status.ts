/** How a declared group stands on the cloud: asked for, not remembered. */
import { core } from "../resources/core";
import type { Session } from "../resources/session";
import { isObject, isWhollyKnown } from "../resources/value";
import type { ObjectValue } from "../resources/value";
import { UserError } from "./failure";

export interface MemberStatus {
  readonly name: string;
  readonly server: string;
  readonly nic: string;
  readonly zone: string | null;
  readonly hasAddress: boolean;
  readonly declared: boolean;
}

export interface GroupStatus {
  readonly name: string;
  readonly ip: string;
  readonly master: string;
  /** Null where the cloud's API cannot know, as on IONOS. */
  readonly holder: string | null;
  readonly registeredMaster: string | null;
  readonly members: readonly MemberStatus[];
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
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(seen)])];
  const members = names.map((key): MemberStatus => ({
    name: key,
    ...(wanted[key] ?? seen[key] ?? { server: "", nic: "" }),
    zone: typeof zones[key] === "string" ? zones[key] : null,
    hasAddress: key in seen,
    declared: key in wanted,
  }));
  const registeredMaster = typeof state?.registered_master === "string" ? state.registered_master : null;
  return {
    name,
    ip: text(declared.ip),
    master: text(declared.master),
    holder: typeof state?.holder === "string" ? state.holder : null,
    registeredMaster,
    members,
    drift: state === null ? ["its LAN or data centre is gone"] : driftOf(members, registeredMaster, declared),
  };
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
    name,
    ip: text(declared.ip),
    master: text(declared.master),
    holder: null,
    registeredMaster: null,
    members,
    drift: ["it refers to what the state does not record yet: apply the stack first"],
  };
}

function driftOf(
  members: readonly MemberStatus[],
  registered: string | null,
  declared: ObjectValue,
): readonly string[] {
  return [
    ...members
      .filter(({ declared, hasAddress }) => declared && !hasAddress)
      .map(({ name }) => `member ${name} lacks the address`),
    ...members.filter(({ declared }) => !declared).map(({ nic }) => `NIC ${nic} has the address and is no member`),
    ...(registered === null
      ? ["the address is not registered in the LAN"]
      : members.some(({ name, declared }) => name === registered && declared)
        ? []
        : [`the address is registered with ${registered}, which is no member`]),
    ...(declared.holder_policy === "master" && registered !== null && registered !== declared.master
      ? [
          `the address is registered with ${registered}, and holder_policy asks for the master, ${text(declared.master)}`,
        ]
      : []),
  ];
}

function emptyGroup(): ObjectValue {
  const attributes = core.resources.ipfailover_group?.attributes ?? {};
  return Object.fromEntries([...Object.keys(attributes), "timeouts"].map((attribute) => [attribute, null]));
}

function membersOf(group: ObjectValue): Readonly<Record<string, { readonly server: string; readonly nic: string }>> {
  const members = isObject(group.members) ? Object.entries(group.members) : [];
  return Object.fromEntries(
    members.map(([key, member]) => [
      key,
      isObject(member) ? { server: text(member.server), nic: text(member.nic) } : { server: "", nic: "" },
    ]),
  );
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function renderGroupStatus(group: GroupStatus): string {
  const rows = group.members.map(
    ({ name, server, nic, zone, hasAddress, declared }) =>
      `  ${hasAddress ? "has  " : "LACKS"}  ${name}${declared ? "" : " (no member)"}  server ${server}  NIC ${nic}${zone === null ? "" : `  ${zone}`}`,
  );
  return [
    `${group.name}  ${group.ip}`,
    `  holder: ${group.holder ?? "not known to the cloud's API"}; registered master: ${group.registeredMaster ?? "none"}`,
    ...rows,
    ...(group.drift.length === 0 ? ["  as declared"] : group.drift.map((sentence) => `  DRIFT: ${sentence}`)),
  ].join("\n");
}
