/** Static configuration of the public interface: no DHCP that would hand a failover address to a backup. */
import type { HaNic, HaPublic, HaStaticNetwork } from "../model/model";
import { isIpv6 } from "../model/place";
import type { RenderedFile } from "./rendered-file";
import { settingsFile } from "./system";
import type { MemberView } from "./view";

export function networkFiles({ self }: MemberView): readonly RenderedFile[] {
  const { static: network } = self.public;
  if (!network) return [];
  return [network.manager === "netplan" ? netplan(self.public, network) : networkd(self.public, network)];
}

/** The first file that matches an interface is the only one that counts; netplan's own begin with 10. */
function networkd({ nic, virtualMac }: HaPublic, network: HaStaticNetwork): RenderedFile {
  const { addresses, gateways, nameservers } = network;
  return settingsFile("/etc/systemd/network/05-ipfailover-public.network", [
    "[Match]",
    // Where the interface is to get another hardware address, its own one tells nothing afterwards.
    nic.mac !== undefined && virtualMac === undefined ? `MACAddress=${nic.mac}` : `Name=${nameOf(nic)}`,
    ...(virtualMac === undefined ? [] : ["", "[Link]", `MACAddress=${virtualMac}`]),
    "",
    "[Network]",
    "DHCP=no",
    "# Addresses that keepalived has put here stay when networkd is restarted.",
    "KeepConfiguration=static",
    ...(gateways.some(isIpv6) ? ["IPv6AcceptRA=no"] : []),
    ...addresses.map((address) => `Address=${address}`),
    ...nameservers.map((address) => `DNS=${address}`),
    ...gateways.flatMap((gateway) => [
      "",
      "[Route]",
      `Gateway=${gateway}`,
      "# A backup has no address in the gateway's network.",
      "GatewayOnLink=yes",
    ]),
  ]);
}

function netplan({ nic, virtualMac }: HaPublic, network: HaStaticNetwork): RenderedFile {
  const { addresses, gateways, nameservers } = network;
  const list = (items: readonly string[]) => `[${items.map((item) => JSON.stringify(item)).join(", ")}]`;
  const mode = "0600";
  const lines = [
    "network:",
    "  version: 2",
    "  ethernets:",
    `    ${JSON.stringify(nameOf(nic))}:`,
    ...(virtualMac === undefined ? [] : [`      macaddress: "${virtualMac}"`]),
    "      dhcp4: false",
    "      dhcp6: false",
    "      # Addresses that keepalived has put here stay when networkd is restarted.",
    "      critical: true",
    ...(gateways.some(isIpv6) ? ["      accept-ra: false"] : []),
    ...(addresses.length > 0 ? [`      addresses: ${list(addresses)}`] : []),
    ...(nameservers.length > 0 ? ["      nameservers:", `        addresses: ${list(nameservers)}`] : []),
    ...(gateways.length > 0 ? ["      routes:"] : []),
    ...gateways.map(
      (gateway) => `        - { to: ${isIpv6(gateway) ? '"::/0"' : '"0.0.0.0/0"'}, via: "${gateway}", on-link: true }`,
    ),
  ];
  return settingsFile("/etc/netplan/60-ipfailover.yaml", lines, mode);
}

function nameOf(nic: HaNic): string {
  return "interface" in nic ? nic.interface : "ipfo-public";
}
