/** From the declaration of groups to a lab for one of them. */
import { Duration } from "../model/duration";
import type { HaCheck, HaGroup, HaMember } from "../model/model";
import { instanceNames } from "../model/names";
import { heartbeatInterface, publicInterface } from "../model/nic";
import { promiseOf } from "../model/promise";
import type { Range } from "../model/promise";
import { paths } from "../render/paths";
import { renderMember } from "../render/render";
import { familyOf, lanAddressing } from "./lab/addressing";
import type { LabFile, LabGateway, LabMember, LabNic, LabPlan } from "./lab/plan";
import { fitProgram, readyProgram, standIns } from "./lab/stand-ins";
import { gatewayPrograms } from "./lab/tools";
import { unitOf } from "./lab/unit";
import { probedAddresses } from "./lab/views";
import type { LabSubject } from "./lab-drill";

const publicLan = "public";
const heartbeatLan = "heartbeat";
const servicePort = 80;
/** keepalived reads its configuration and looks for a master; a busy machine takes its time for it. */
const startMs = 10_000;

/**
 * @param groups all that the same members take part in: one keepalived serves them all
 * @throws Error when the group has one member only
 */
export function subjectOf(groups: readonly HaGroup[], group: HaGroup): LabSubject {
  const { crash, stop } = promiseOf(group);
  const { gateway } = group.tracking;
  const check = serviceRange(withStandIns(group));
  const plan = planOf(groups.map(withStandIns), group);
  return {
    group: group.name,
    plan,
    promised: { crash, stop, ...(check && { check }) },
    settleMs: startMs + plan.startupDelayMs + 2 * crash.toMs + (check?.toMs ?? 0),
    advertMs: group.timing.advertInterval.ms,
    isChecked: check !== undefined,
    notes: notesOn(group),
    programs: gateway ? gatewayPrograms[familyOf(gateway.address)] : {},
  };
}

/** All checks fail at once when the service ends, so that the quickest of them counts. */
function serviceRange(group: HaGroup): Range | undefined {
  const { tracking } = group;
  const ranges = tracking.checks.flatMap(
    (check) => promiseOf({ ...group, tracking: { ...tracking, checks: [check] } }).check ?? [],
  );
  if (ranges.length === 0) return undefined;
  return {
    fromMs: Math.min(...ranges.map(({ fromMs }) => fromMs)),
    toMs: Math.min(...ranges.map(({ toMs }) => toMs)),
  };
}

function notesOn({ addresses, presence, tracking, readyCheck, anchor }: HaGroup): readonly string[] {
  const isStoodIn = tracking.checks.length > 0 || readyCheck !== undefined;
  return [
    ...(presence === "everywhere"
      ? [`What moves the route is not in the lab: who holds ${anchor}, the address of the election, is measured.`]
      : []),
    ...(isStoodIn
      ? ["In place of the declared checks' programs the lab has its own, which fail while the service is down."]
      : []),
    ...(tracking.processes.length > 0
      ? ["In place of tracked processes the lab has checks, which notice once a second: on a host that is immediate."]
      : []),
    ...(addresses.length > probedAddresses && presence !== "everywhere"
      ? [`Of ${addresses.length} addresses the first ${probedAddresses} are probed.`]
      : []),
  ];
}

function withStandIns(group: HaGroup): HaGroup {
  const { tracking, readyCheck } = group;
  const fit = (check: HaCheck): HaCheck => ({ ...check, command: [fitProgram] });
  // keepalived hears of processes from the kernel, which tells nothing to a namespace.
  const processes = tracking.processes.map((name): HaCheck => {
    const second = Duration.seconds(1);
    return { name: `process-${name}`, command: [fitProgram], interval: second, timeout: second, fall: 1, rise: 1 };
  });
  return {
    ...group,
    tracking: { ...tracking, checks: [...tracking.checks.map(fit), ...processes], processes: [] },
    ...(readyCheck && { readyCheck: { ...readyCheck, command: [readyProgram] } }),
  };
}

function planOf(groups: readonly HaGroup[], group: HaGroup): LabPlan {
  const members = [...new Map(groups.flatMap((one) => [...one.members])).values()];
  const isOneLan = members.some((member) => publicInterface(member) === heartbeatInterface(member));
  const lans = isOneLan ? [publicLan] : [publicLan, heartbeatLan];
  const moving = group.presence === "everywhere" ? [group.anchor] : [...new Set([group.anchor, ...group.addresses])];
  const lan = group.presence === "everywhere" && !isOneLan ? heartbeatLan : publicLan;
  return {
    lans,
    members: members.map((member, index) => labMember(groups, members, member, index, lans)),
    addresses: moving.map((address) => ({ address, lan })),
    gateways: gatewaysOf(groups, members),
    instances: instanceNames(group),
    startupDelayMs: Math.max(...groups.map(({ startupDelay }) => startupDelay.ms)),
    servicePort,
  };
}

function labMember(
  groups: readonly HaGroup[],
  members: readonly HaMember[],
  member: HaMember,
  index: number,
  lans: readonly string[],
): LabMember {
  const own = groups.filter((group) => group.members.has(member.name));
  const rendered = renderMember(groups, member.name).map(({ path, mode, content }): LabFile => ({
    path,
    mode,
    content,
  }));
  const tracked = own.flatMap(({ tracking }) => [...tracking.files.values()]);
  const files = [...rendered, ...standIns, ...tracked.map((path) => ({ path, mode: "0644", content: "0\n" }))];
  const mac = (nic: number) => `02:00:00:00:${hex(nic)}:${hex(index + 1)}`;
  const nics = [
    publicNic(member, index, mac(1), lans),
    ...(lans.includes(heartbeatLan) ? [heartbeatNic(member, members, mac(2))] : []),
  ];
  const [first] = nics;
  const extra = own
    .flatMap(({ tracking }) => tracking.interfaces)
    .filter((name) => nics.every((nic) => nic.name !== name));
  return {
    name: member.name,
    nics: [
      ...(first && nics.length === 1 ? [withHeartbeat(first, member, members)] : nics),
      ...[...new Set(extra)].map((name, nic) => ({
        name,
        lan: publicLan,
        mac: mac(nic + 3),
        addresses: [],
        neighbours: [],
        gateways: [],
      })),
    ],
    files,
    unit: unitOf(files, paths.keepalived),
  };
}

function publicNic(member: HaMember, index: number, mac: string, lans: readonly string[]): LabNic {
  const { virtualMac, static: network } = member.public;
  const unknown = ([4, 6] as const).map((family) => {
    const { member: address, network } = lanAddressing({ lans }, publicLan, family);
    return `${address(index)}/${network.split("/")[1]}`;
  });
  return {
    name: publicInterface(member),
    lan: publicLan,
    mac: virtualMac ?? mac,
    addresses: network?.addresses ?? unknown,
    neighbours: [],
    gateways: network?.gateways ?? [],
  };
}

function heartbeatNic(member: HaMember, members: readonly HaMember[], mac: string): LabNic {
  const nic = { name: heartbeatInterface(member), lan: heartbeatLan, mac, addresses: [], neighbours: [], gateways: [] };
  return withHeartbeat(nic, member, members);
}

function withHeartbeat(nic: LabNic, { name, heartbeat }: HaMember, members: readonly HaMember[]): LabNic {
  const addressesOf = (one: HaMember["heartbeat"]) => [
    one.address,
    ...(one.address6 === undefined ? [] : [one.address6]),
  ];
  const known = new Set(nic.addresses.map((address) => address.split("/")[0]));
  const own = addressesOf(heartbeat).filter((address) => !known.has(address));
  const peers = members.filter((member) => member.name !== name).flatMap((member) => addressesOf(member.heartbeat));
  return {
    ...nic,
    addresses: [...nic.addresses, ...own.map((address) => `${address}/${familyOf(address) === 6 ? 64 : 24}`)],
    neighbours: peers,
  };
}

/** The router answers for every gateway, on the public LAN. */
function gatewaysOf(groups: readonly HaGroup[], members: readonly HaMember[]): readonly LabGateway[] {
  const named = [
    ...members.flatMap((member) => member.public.static?.gateways ?? []),
    ...groups.flatMap(({ tracking }) => tracking.gateway?.address ?? []),
  ];
  return [...new Set(named)].map((address) => ({
    address: `${address}/${familyOf(address) === 6 ? 128 : 32}`,
    lan: publicLan,
  }));
}

function hex(number: number): string {
  return number.toString(16).padStart(2, "0");
}
