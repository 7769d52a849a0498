/** Rules between the members of one group. */
import type { HaGroup, HaMember } from "../model";
import { list } from "../place";
import { groupError, groupWarning, repeated, type Rule } from "./rule";

export const memberRules: readonly Rule[] = [
  enoughMembers,
  spacedPriorities,
  ownAddresses,
  foreignGateway,
  apartFromEachOther,
];

/** Measured: with less between two backups both stood up at once in 7 of 60 takeovers. */
const LEAST_GAP_MS = 5;

function enoughMembers(group: HaGroup) {
  if (group.members.size > 1) return [];
  const message =
    "The group has one member, so there is nobody to take over, and keepalived without a peer stays in FAULT. " +
    "Add a second member.";
  return [groupError(group, ["members"], message)];
}

function spacedPriorities(group: HaGroup) {
  const ranked = [...group.members.values()].sort((a, b) => b.priority - a.priority);
  const perStep = (group.vrrpVersion === 2 ? 1000 : group.timing.advertInterval.ms) / 256;
  const least = Math.ceil(LEAST_GAP_MS / perStep);
  return ranked.slice(1).flatMap((member, index) => {
    const above = ranked[index]!;
    const gap = above.priority - member.priority;
    if (gap >= least) return [];
    const message =
      `priority ${member.priority} of ${member.name} and ${above.priority} of ${above.name} are ${gap} apart. At an ` +
      `advert interval of ${group.timing.advertInterval.toString()} there must be ${least} between them, or both take ` +
      "over at once.";
    return [groupError(group, ["members", member.name, "priority"], message)];
  });
}

function ownAddresses(group: HaGroup) {
  const members = [...group.members.values()];
  const heartbeats = members.flatMap((member) => {
    const { address, address6 } = member.heartbeat;
    return [{ member, address }, ...(address6 === undefined ? [] : [{ member, address: address6 }])];
  });
  const moving = new Set([...group.addresses, group.anchor]);
  return [
    ...repeated(heartbeats, ({ address }) => address).map(({ item, first, key }) =>
      groupError(
        group,
        ["members", item.member.name],
        `The heartbeat's address ${key} is that of ${first.member.name} too. Every member needs its own.`,
      ),
    ),
    ...heartbeats
      .filter(({ address }) => moving.has(address))
      .map(({ member, address }) => groupError(group, ["members", member.name], noOwnAddress(group, member, address))),
    ...members.flatMap(({ name, public: { static: network } }) =>
      (network?.addresses ?? [])
        .filter((prefixed) => moving.has(prefixed.replace(/\/.*/, "")))
        .map((prefixed) =>
          groupError(
            group,
            ["members", name],
            `public.static.addresses of ${name} has ${prefixed}, which moves with the group: keepalived puts it on ` +
              "whoever is the master. Take it out.",
          ),
        ),
    ),
    ...group.reservedHeartbeats
      .filter((address) => moving.has(address))
      .map((address) =>
        groupError(
          group,
          ["reserved_heartbeats"],
          `${address} moves with the group. Keep another one for members to come.`,
        ),
      ),
  ];
}

function foreignGateway(group: HaGroup) {
  const { gateway } = group.tracking;
  if (!gateway) return [];
  const own = [
    group.anchor,
    ...group.addresses,
    ...[...group.members.values()].map(({ heartbeat }) => heartbeat.address),
  ];
  if (!own.includes(gateway.address)) return [];
  const message =
    `gateway.address is ${gateway.address}, which a member of the group has itself: it says nothing about the network ` +
    "beyond them. Name the router.";
  return [groupError(group, ["gateway", "address"], message)];
}

function noOwnAddress({ cloud, addressRole }: HaGroup, { name }: HaMember, address: string): string {
  const reason =
    cloud === "ionos" && addressRole !== "additional"
      ? `address_role is "primary", so IONOS's DHCP gives ${address} to every member: it tells nobody apart. `
      : `The heartbeat's address ${address} is the one that moves. `;
  return `${reason}Give ${name} an address of its own for the heartbeat, best on a private LAN.`;
}

function apartFromEachOther(group: HaGroup) {
  return (["zone", "rack"] as const).flatMap((place) => {
    const places = [...group.members.values()].map((member) => member[place]);
    const [first] = places;
    // "AUTO" is the cloud's choice (IONOS), which nobody tells.
    const isOne = first !== undefined && first !== "AUTO" && places.every((other) => other === first);
    if (!isOne || places.length < 2) return [];
    const message =
      `${list([...group.members.keys()])} are all in ${place} ${first}: one outage takes the address with it. ` +
      `Place them in different ${place}s.`;
    return [groupWarning(group, ["members"], message)];
  });
}
