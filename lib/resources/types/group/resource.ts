import type { Cloud } from "../../../clouds/cloud";
import type { GroupChange, GroupPort } from "../../../clouds/ports/groups";
import { problem } from "../../diagnostic";
import type { Observed, ResourceType } from "../../resource-type";
import type { Diagnostic } from "../../diagnostic";
import { isObject, isUnknown, knownString, textOf } from "../../value";
import type { ObjectValue, Value } from "../../value";
import { draftOf, recordOf, roleOf, specOf } from "./draft";
import { idOfMember, knownMembers, memberId, memberOf, memberValue, namesById } from "./members";
import { moveFromIonosIpFailover, moveFromOvhIpMove } from "./move";
import { lastHolder, observedAttributes } from "./observe";
import { adviseGroup, claimsOfGroup, validateGroup } from "./rules";
import { groupSchema } from "./schema";

export const group: ResourceType = {
  schema: groupSchema,
  validate: validateGroup,
  advise: adviseGroup,
  unsupported: (cloud) => (cloud.groups ? undefined : `${cloud.name} has no failover groups.`),
  check: (rules, config) => rules.checkGroup?.(draftOf(config)) ?? [],
  fill: (cloud) => ({ address_role: port(cloud).defaultRole }),
  needsRepair: (prior, config) => !isHeldRightly(prior, config),
  claims: claimsOfGroup,

  async preflight({ cloud, signal }, planned, prior) {
    const record = prior === null ? undefined : recordOf(prior);
    return port(cloud).preflight(draftOf(planned), record, { moveMaster: movesMaster(prior, planned) }, signal);
  },

  async create({ cloud, signal }, planned) {
    return observed(
      cloud,
      planned,
      await port(cloud).create(specOf(planned), { moveMaster: movesMaster(null, planned) }, signal),
      null,
    );
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
    const role = roleOf(prior);
    const seen = await port(cloud).read(record, role, signal);
    if (!seen) return null;
    const known = { members: prior.members, master: prior.master, holder: lastHolder(prior) };
    return {
      ...prior,
      ...observedAttributes(seen, known),
      id: port(cloud).formatId(record),
      address_role: seen.role ?? role ?? null,
    };
  },

  parseId(cloud, id) {
    const parsed = port(cloud).parseId(id);
    if (!parsed) return undefined;
    const { ref, members } = parsed;
    const { network } = ref;
    return {
      ip: ref.ip,
      network: network ? { datacenter_id: network.datacenterId, lan_id: network.lanId } : null,
      members: Object.fromEntries([...members].map(([key, member]) => [key, memberValue(member)])),
      holder_policy: "any-member",
      on_destroy: "release",
    };
  },
  idExample: (cloud) => port(cloud).idExample,

  moves: { ionoscloud_ipfailover: moveFromIonosIpFailover, ovh_ip_move: moveFromOvhIpMove },
};

function port(cloud: Cloud): GroupPort {
  if (!cloud.groups) throw new Error(`${cloud.name} has no failover groups.`);
  return cloud.groups;
}

function observed(cloud: Cloud, planned: ObjectValue, change: GroupChange, prior: ObjectValue | null): Observed {
  const { observation, replaced, diagnostics } = change;
  const known = { members: planned.members, master: planned.master, holder: lastHolder(prior) };
  const attributes = observedAttributes(observation, known);
  return {
    attributes: {
      ...attributes,
      id: port(cloud).formatId(specOf(planned)),
      address_role: observation.role ?? null,
      addresses_replaced: replacedBy(planned, replaced, prior),
    },
    diagnostics: [
      ...diagnostics,
      ...(observation.route ? notHeld(planned, attributes) : unfinished(planned, attributes)),
    ],
  };
}

/** Who lacks the address after all was done: the cloud said yes and shows otherwise. */
function unfinished(planned: ObjectValue, { members }: ObjectValue): readonly Diagnostic[] {
  const wanted = Object.entries(isObject(planned.members) ? planned.members : {});
  return wanted
    .filter(([key]) => !isObject(members) || !(key in members))
    .map(([key, member]) =>
      problem(
        ["members", key],
        "A member lacks the address",
        `members["${key}"]: the cloud accepted ${textOf(planned.ip)} for NIC ${memberOf(member).nic ?? ""} and does not show it there. Apply again; if it stays, look at that NIC in the cloud's console.`,
      ),
    );
}

function notHeld(planned: ObjectValue, { holder, routed_to }: ObjectValue): readonly Diagnostic[] {
  if (holder !== null) return [];
  const where = knownString(routed_to) ?? "nowhere";
  const detail = `ip ${textOf(planned.ip)}: the cloud did what was asked, and routes the address to ${where} by now, which is no member. Apply again, or find out who moves it.`;
  return [problem(["members"], "No member holds the address", detail)];
}

function replacedBy(
  planned: ObjectValue,
  replaced: ReadonlyMap<string, readonly string[]>,
  prior: ObjectValue | null,
): Value {
  const before = isObject(prior?.addresses_replaced) ? prior.addresses_replaced : {};
  return Object.fromEntries(
    [...namesById(planned.members)].flatMap(([id, key]) => {
      const lost = replaced.get(id) ?? before[key];
      return lost === undefined ? [] : [[key, lost] as const];
    }),
  );
}

/** Editing `master` to another member is an order; another name for the same one is not. */
function movesMaster(prior: ObjectValue | null, planned: ObjectValue): boolean {
  if (planned.holder_policy === "master") return true;
  if (prior === null || prior.master === null || prior.master === planned.master) return false;
  return idOfMember(prior.members, prior.master) !== idOfMember(planned.members, planned.master);
}

/** A member holds the address, or the master where the policy says so. Members that are not known are given time. */
function isHeldRightly(prior: ObjectValue, config: ObjectValue): boolean {
  const members = knownMembers(config.members);
  if (!members || isUnknown(config.master)) return true;
  const master = members.get(textOf(config.master));
  const able = config.holder_policy === "master" ? (master ? [master] : []) : [...members.values()];
  const service = knownString(prior.routed_to);
  if (service !== undefined) return able.some(({ server }) => server === service);
  const registered = idOfMember(prior.members, prior.registered_master);
  return registered !== undefined && able.some((member) => memberId(member) === registered);
}
