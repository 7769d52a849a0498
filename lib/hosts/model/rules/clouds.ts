/** What only one cloud demands. */
import type { HaGroup } from "../model";
import { groupError, groupWarning, type Rule } from "./rule";

export const cloudRules: readonly Rule[] = [noVirtualMac, staticPublicNetwork, routedAddresses, netplanNeedsName];

/** IONOS documentation, "IP failover": only the hardware address of the NIC itself is let through. */
function noVirtualMac(group: HaGroup) {
  if (group.cloud !== "ionos") return [];
  return [...group.members.values()]
    .filter((member) => member.public.virtualMac !== undefined)
    .map(({ name, public: { virtualMac } }) => {
      const message =
        `public.virtual_mac of ${name} is ${virtualMac ?? ""}. IONOS lets frames pass only from the NIC's own hardware ` +
        "address, so nobody would reach the address. Leave virtual_mac out: members take over by gratuitous ARP.";
      return groupError(group, ["members", name], message);
    });
}

/** IONOS's DHCP serves a NIC's primary address, which after the set-up every member's NIC has. */
function staticPublicNetwork(group: HaGroup) {
  if (group.cloud !== "ionos" || group.addressRole === "additional") return [];
  return [...group.members.values()].flatMap(({ name, public: { static: network } }) => {
    if (network && network.gateways.length > 0) return [];
    const message = network
      ? `public.static of ${name} has no gateway, so what ${name} holds answers nobody beyond its LAN. Set ` +
        "public.static.gateways to the gateway of the primary address."
      : `address_role is "primary", so DHCP gives the failover address to every member, and a renewed lease puts it ` +
        `back on a backup. Configure the public interface of ${name} statically: public.static with gateways, and ` +
        "addresses if it has some of its own.";
    return [(network ? groupWarning : groupError)(group, ["members", name], message)];
  });
}

/** Where the API routes the address, nobody has to be on one LAN with anybody. */
function routedAddresses(group: HaGroup) {
  if (group.cloud !== "ionos" || group.presence === "holder") return [];
  const message =
    'presence is "everywhere", but on IONOS the members share one LAN and all of them would answer for the address. ' +
    "Leave presence out.";
  return [groupError(group, ["presence"], message)];
}

function netplanNeedsName(group: HaGroup) {
  return [...group.members.values()]
    .filter(({ public: { nic, static: network } }) => network?.manager === "netplan" && !("interface" in nic))
    .map(({ name }) =>
      groupError(
        group,
        ["members", name],
        `netplan merges its files by the interface's name, and public of ${name} has only a mac. Name the interface, ` +
          "or leave manager out: networkd matches by mac and takes precedence over what netplan writes.",
      ),
    );
}
