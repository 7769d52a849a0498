/** Whether somebody else is at work with an address that a group asks for. */
import type { GroupDraft, GroupRecord } from "../ports/groups";
import type { Diagnostic } from "../diagnostic";
import type { Snapshot } from "./snapshot";

/** Marks a diagnostic that a sibling's release in the same run may settle. */
export const IN_USE = "in-use";

/** Of an address that is new to the group: whoever has it would lose it, so it is never simply taken. */
export function judgeUse(
  { ip, network, members }: GroupDraft,
  prior: GroupRecord | undefined,
  snapshot: Snapshot,
): readonly Diagnostic[] {
  if (ip === undefined || prior?.ip === ip || !network?.lanId) return [];
  const { lanId, datacenterId = "" } = network;
  const nics = [...(members?.values() ?? [])].map(({ nic }) => nic);
  // Members that are not known yet may be the ones who have it.
  const knowsMembers = members !== undefined && nics.every((nic) => nic !== undefined);
  const toTakeOver = `To take the group over: terraform import ADDRESS '${datacenterId}/${lanId}/${ip}'.`;
  const found: Diagnostic[] = [];

  const registered = snapshot.registrations(ip).find(({ lan }) => lan !== lanId);
  if (registered) {
    const where = `it is the address of a failover group on LAN ${registered.lan} of the same data centre`;
    found.push(inUse(ip, where, "Release it there first."));
  }
  const entry = snapshot.lans.get(lanId)?.entries.get(ip);
  const strangers = snapshot.holders(ip).filter(({ id, lanId: lan }) => lan !== lanId || !nics.includes(id));
  const elsewhere = strangers.find((nic) => nic.lanId !== lanId);
  const [beside] = strangers.filter((nic) => nic.lanId === lanId);
  if (knowsMembers && entry !== undefined && !nics.includes(entry)) {
    const where = `LAN ${lanId} has a failover group with it already, registered with NIC ${entry}, which is no member`;
    found.push(inUse(ip, where, toTakeOver));
  } else if (knowsMembers && beside) {
    const fix = entry === undefined ? "Take it off that NIC first, or make it a member." : toTakeOver;
    found.push(inUse(ip, `NIC ${beside.id} on the same LAN has it and is no member`, fix));
  }
  if (elsewhere) {
    const where = `NIC ${elsewhere.id} on LAN ${elsewhere.lanId ?? "none"} has it`;
    found.push(inUse(ip, where, "Take it off that NIC first."));
  }
  return found;
}

function inUse(ip: string, where: string, fix: string): Diagnostic {
  return {
    severity: "error",
    summary: "ip is in use elsewhere",
    detail: `ip ${ip}: ${where}. ${fix}`,
    path: ["ip"],
    advice: IN_USE,
  };
}
