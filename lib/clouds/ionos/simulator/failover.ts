import type { IpFailoverEntry } from "../wire";
import type { Cloud } from "./cloud";
import { ApiError, invalid } from "./errors";
import { bothOf, datacenterOf, type Item } from "./item";

/**
 * The rules of a LAN's `ipFailover`, the only place where IONOS Cloud knows a failover group: the address and the NIC
 * registered as its master. All other NICs of the LAN that have the address are its slaves, listed nowhere.
 * A refusal is synchronous: 422 on the write itself. What must hold has to hold now and after all pending requests;
 * what must not be has to be absent in both.
 */

/** As the vendor's clients know it: code 184, and the words that they look for. */
const refuse = (texts: readonly string[]) =>
  new ApiError(
    422,
    texts.map((text) => ({ errorCode: "184", message: `[(root).properties.ipFailover] ${text}` })),
  );

const entriesOf = (list: readonly IpFailoverEntry[] | null | undefined) => list ?? [];

const asIndex = new WeakMap<readonly IpFailoverEntry[], ReadonlyMap<string, string>>();

/** The group's address → the master's NIC, in one version of a list. */
function indexOf(list: readonly IpFailoverEntry[] | null | undefined): ReadonlyMap<string, string> {
  if (!list) return new Map();
  const known = asIndex.get(list);
  if (known) return known;
  const made = new Map(list.map((entry) => [entry.ip, entry.nicUuid]));
  asIndex.set(list, made);
  return made;
}

type List = readonly IpFailoverEntry[] | null;

/** Whether `lan` has a group for `ip`, now and after all pending requests. */
export const hasGroup = (lan: Item, ip: string) =>
  bothOf<List>(lan, "ipFailover").every((list) => indexOf(list).has(ip));

/** The addresses for which `nic` is the registered master in `lan`, now or soon. */
export function masteredBy(lan: Item, nicId: string): readonly string[] {
  const entries = bothOf<List>(lan, "ipFailover").flatMap(entriesOf);
  return [...new Set(entries.filter((entry) => entry.nicUuid === nicId).map((entry) => entry.ip))];
}

/** Checks a whole new list; what it leaves out is thereby removed. Returns it in the form in which it is stored. */
export function checkFailover(
  cloud: Cloud,
  lan: Item,
  next: readonly Record<string, unknown>[],
): readonly IpFailoverEntry[] {
  const entries = next.map(readEntry);
  const addresses = new Set(entries.map((entry) => entry.ip));
  if (addresses.size < entries.length) throw invalid("ipFailover", "A failover IP is listed more than once");
  refuseDropped(cloud, lan, addresses);
  if (entries.length === 0) return entries;

  // The address must be reserved, and those are for public LANs only (vendor's documentation; texts unconfirmed).
  if (lan.requested.public !== true) throw refuse(["IP failover is only possible in a public LAN"]);
  const balanced = cloud.tree
    .list(`${datacenterOf(lan.path) ?? ""}/loadbalancers`)
    .some((lb) => lb.requested.$lan === lan.id);
  if (balanced && cloud.behaviour.failoverOnBalancedLan === "reject") {
    throw refuse(["IP failover is not possible in a LAN with a load balancer"]);
  }
  const location = cloud.tree.get(datacenterOf(lan.path) ?? "")?.properties.location;
  const members = cloud.addresses.nicsOnLan(lan.path);
  const problems: string[] = [];
  for (const { ip, nicUuid } of entries) {
    const nic = cloud.tree.byId("nic", nicUuid);
    if (!nic || !members.has(nic) || !has(nic, ip)) {
      problems.push(`Failover IP '${ip}' not found in Master NIC '${nicUuid}'.`);
      continue;
    }
    const block = cloud.addresses.blockOf(ip);
    if (!block) problems.push(`Failover IP '${ip}' is not reserved`);
    else if (block.properties.location !== location)
      problems.push(`Failover IP '${ip}' is reserved in another location`);
  }
  if (problems.length > 0) throw refuse(problems);
  return entries;
}

function readEntry(entry: Record<string, unknown>): IpFailoverEntry {
  const { ip, nicUuid } = entry;
  if (typeof ip !== "string" || ip === "") throw invalid("ipFailover", "Attribute 'ip' is required", "100");
  if (typeof nicUuid !== "string" || nicUuid === "")
    throw invalid("ipFailover", "Attribute 'nicUuid' is required", "100");
  return { ip, nicUuid };
}

/** The NIC exists, is on its way to nowhere, and has the address now and after all pending requests. */
function has(nic: Item, ip: string): boolean {
  if (!nic.created || nic.deleting) return false;
  if (bothOf<number>(nic, "lan").length > 1) return false;
  return bothOf<readonly string[] | null>(nic, "ips").every((ips) => ips?.includes(ip));
}

/** A group can only be removed when nobody but its master has the address (vendor's issue tracker, #432 and #902). */
function refuseDropped(cloud: Cloud, lan: Item, kept: ReadonlySet<string>): void {
  const members = cloud.addresses.nicsOnLan(lan.path);
  const problems = new Set<string>();
  for (const { ip, nicUuid } of bothOf<List>(lan, "ipFailover").flatMap(entriesOf)) {
    if (kept.has(ip)) continue;
    for (const holder of cloud.addresses.holders(ip)) {
      if (holder.id === nicUuid || !members.has(holder)) continue;
      problems.add(`Failover IP '${ip}' found in Slave NIC '${holder.id}'. IP failover settings cannot be deleted.`);
    }
  }
  if (problems.size > 0) throw refuse([...problems]);
}

/** A server or NIC cannot go while it is named as a master (vendor's cluster-api provider; text unconfirmed). */
export function refuseMaster(cloud: Cloud, nic: Item): void {
  const texts = [...cloud.addresses.lansMasteredBy(nic.id)]
    .filter((lan) => !lan.deleting)
    .flatMap((lan) =>
      masteredBy(lan, nic.id).map((ip) => `NIC '${nic.id}' is Master NIC of failover IP '${ip}' in LAN '${lan.id}'.`),
    );
  if (texts.length > 0) throw refuse(texts);
}
