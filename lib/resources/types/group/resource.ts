import type { Cloud, GroupChange, GroupPort } from "../../../clouds/cloud";
import { problem } from "../../diagnostic";
import type { Observed, ResourceType } from "../../resource-type";
import { isObject, isUnknown, textOf } from "../../value";
import type { ObjectValue, Value } from "../../value";
import { draftOf, memberOf, nicOf, recordOf, specOf } from "./draft";
import { moveFromIonosIpFailover } from "./move";
import { membersOf, registeredMaster, zonesOf } from "./observe";
import { adviseGroup, claimsOfGroup, validateGroup } from "./rules";
import { groupSchema } from "./schema";

export const group: ResourceType = {
  schema: groupSchema,
  validate: validateGroup,
  advise: adviseGroup,
  unsupported: (cloud) => (cloud.groups ? undefined : `${cloud.name} has no failover groups.`),
  check: (rules, config) => rules.checkGroup?.(draftOf(config)) ?? [],
  fill: (cloud) => ({ address_role: port(cloud).defaultRole }),
  needsRepair: (prior, config) => !registeredIsRight(prior, config),
  claims: claimsOfGroup,

  async preflight({ cloud, signal }, planned, prior) {
    const record = prior === null ? undefined : recordOf(prior);
    const moveMaster = prior === null || movesMaster(prior, planned);
    return port(cloud).preflight(draftOf(planned), record, { moveMaster }, signal);
  },

  async create({ cloud, signal }, planned) {
    return observed(cloud, planned, await port(cloud).create(specOf(planned), signal), null);
  },

  async update({ cloud, signal }, prior, planned) {
    const options = { moveMaster: movesMaster(prior, planned) };
    const change = await port(cloud).change(recordOf(prior), specOf(planned), options, signal);
    return observed(cloud, planned, change, prior);
  },

  async remove({ cloud, signal }, prior) {
    if (prior.on_destroy === "keep") return [];
    return port(cloud).release(recordOf(prior), signal);
  },

  async read({ cloud, signal }, prior) {
    const record = recordOf(prior);
    const role =
      prior.address_role === "primary" || prior.address_role === "additional" ? prior.address_role : undefined;
    const seen = await port(cloud).read(record, role, signal);
    if (!seen) return null;
    return {
      ...prior,
      id: port(cloud).formatId(record),
      members: membersOf(seen, prior.members),
      address_role: seen.role ?? role ?? null,
      holder: null,
      registered_master: registeredMaster(seen, prior.members),
      routed_to: null,
      availability_zones: zonesOf(seen, prior.members),
    };
  },

  parseId(cloud, id) {
    const parsed = port(cloud).parseId(id);
    if (!parsed) return undefined;
    const { ref, keys } = parsed;
    return {
      ip: ref.ip,
      network: { datacenter_id: ref.network.datacenterId, lan_id: ref.network.lanId },
      // Only names yet; the read that follows fills in who has the address.
      members: Object.fromEntries([...keys].map(([nic, key]) => [key, { server: "", nic, priority: null }])),
      holder_policy: "any-member",
      on_destroy: "release",
    };
  },
  idExample: (cloud) => port(cloud).idExample,

  moves: { ionoscloud_ipfailover: moveFromIonosIpFailover },
};

function port(cloud: Cloud): GroupPort {
  if (!cloud.groups) throw new Error(`${cloud.name} has no failover groups.`);
  return cloud.groups;
}

function observed(cloud: Cloud, planned: ObjectValue, change: GroupChange, prior: ObjectValue | null): Observed {
  const { observation, replaced, diagnostics } = change;
  const members = membersOf(observation, planned.members);
  return {
    attributes: {
      id: port(cloud).formatId(specOf(planned)),
      members,
      address_role: observation.role ?? null,
      holder: null,
      registered_master: registeredMaster(observation, planned.members),
      routed_to: null,
      availability_zones: zonesOf(observation, planned.members),
      addresses_replaced: replacedBy(planned, replaced, prior),
    },
    diagnostics: [...diagnostics, ...unfinished(planned, members)],
  };
}

/** Who lacks the address after all was done: the cloud said yes and shows otherwise. */
function unfinished(planned: ObjectValue, members: ObjectValue) {
  const wanted = Object.entries(isObject(planned.members) ? planned.members : {});
  return wanted
    .filter(([key]) => !(key in members))
    .map(([key, member]) =>
      problem(
        ["members", key],
        "A member lacks the address",
        `members["${key}"]: the cloud accepted ${textOf(planned.ip)} for NIC ${memberOf(member).nic} and does not show it there. Apply again; if it stays, look at that NIC in the cloud's console.`,
      ),
    );
}

function replacedBy(
  planned: ObjectValue,
  replaced: ReadonlyMap<string, readonly string[]>,
  prior: ObjectValue | null,
): Value {
  const before = isObject(prior?.addresses_replaced) ? prior.addresses_replaced : {};
  const members = isObject(planned.members) ? Object.entries(planned.members) : [];
  return Object.fromEntries(
    members.flatMap(([key, member]) => {
      const lost = replaced.get(memberOf(member).nic) ?? before[key];
      return lost === undefined ? [] : [[key, lost] as const];
    }),
  );
}

/** Editing `master` to another member is an order; another name for the same one is not. */
function movesMaster(prior: ObjectValue, planned: ObjectValue): boolean {
  if (planned.holder_policy === "master") return true;
  if (prior.master === null || prior.master === planned.master) return false;
  return nicOf(prior.members, prior.master) !== nicOf(planned.members, planned.master);
}

/** The registered NIC is a member's, or the master's where the policy says so. Unknown members are given time. */
function registeredIsRight(prior: ObjectValue, config: ObjectValue): boolean {
  const { members } = config;
  if (!isObject(members) || Object.values(members).some((member) => !isObject(member) || isUnknown(member.nic)))
    return true;
  const registered = nicOf(prior.members, prior.registered_master);
  if (registered === undefined) return false;
  if (config.holder_policy === "master") return registered === nicOf(members, config.master);
  return Object.values(members).some((member) => memberOf(member).nic === registered);
}
