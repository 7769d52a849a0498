import type { HaMember, HaNic } from "./model";

/** The form of a name, and how that is said. */
export const interfaceForm = [
  /^(?!lo$)[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/,
  "the name of a network interface, at most 15 characters; lo reaches no other host",
] as const;

/** What stands for an interface that is known by its hardware address only; the installation puts its name there. */
export const placeholders = { heartbeat: "ipfo-heartbeat", public: "ipfo-public" } as const;

/** The interface's name in rendered files. */
export function heartbeatInterface({ heartbeat }: HaMember): string {
  return interfaceName(heartbeat.nic, placeholders.heartbeat);
}

/** The interface's name in rendered files. One NIC may serve both purposes. */
export function publicInterface(member: HaMember): string {
  return isOneNic(member) ? heartbeatInterface(member) : interfaceName(member.public.nic, placeholders.public);
}

function isOneNic({ heartbeat, public: { nic } }: HaMember): boolean {
  if ("interface" in nic) return "interface" in heartbeat.nic && heartbeat.nic.interface === nic.interface;
  return "mac" in heartbeat.nic && heartbeat.nic.mac === nic.mac;
}

function interfaceName(nic: HaNic, placeholder: string): string {
  return "interface" in nic ? nic.interface : placeholder;
}
