/** How a lab is wired up and addressed, as commands of `ip -batch`. */
import { bridgeOf, familyOf, hostPrefix, lanAddressing, memberPort, outside, servedLans } from "./addressing";
import type { Family } from "./addressing";
import type { LabMember, LabPlan } from "./plan";
import type { StationSetup } from "./wire";

/** Process ids stand for the network namespaces of the machines. */
export interface Places {
  readonly client: number;
  readonly router: number;
}

const noDad = (address: string) => (familyOf(address) === 6 ? " nodad" : "");
const addressOn = (address: string, device: string) => `addr add ${address} dev ${device}${noDad(address)}`;
/** Of the addresses, and of gateways that a check asks. */
const families = (plan: LabPlan): readonly Family[] =>
  ([4, 6] as const).filter((family) =>
    [...plan.addresses, ...plan.gateways].some(({ address }) => familyOf(address) === family),
  );

/** The switches, and the links from them to the client and the router. */
export function switchCommands(plan: LabPlan, { client, router }: Places): readonly string[] {
  const bridges = plan.lans.flatMap((lan) => [
    `link add ${bridgeOf(plan, lan)} type bridge stp_state 0 forward_delay 0 mcast_snooping 0`,
    `link set ${bridgeOf(plan, lan)} up`,
  ]);
  const stations = servedLans(plan).flatMap((lan) => {
    const device = stationDevice(plan, lan);
    return [
      ...plugIn(`c-${device}`, `${device} netns ${client}`, bridgeOf(plan, lan)),
      ...plugIn(`r-${device}`, `${device} netns ${router}`, bridgeOf(plan, lan)),
    ];
  });
  return [
    "link set lo up",
    ...bridges,
    ...stations,
    `link add out netns ${client} type veth peer name out netns ${router}`,
  ];
}

export function memberLinkCommands(plan: LabPlan, index: number, pid: number): readonly string[] {
  const { nics } = plan.members[index]!;
  return nics.flatMap((nic, position) =>
    plugIn(memberPort(index, position), `${nic.name} address ${nic.mac} netns ${pid}`, bridgeOf(plan, nic.lan)),
  );
}

function plugIn(port: string, peer: string, bridge: string): readonly string[] {
  return [
    `link add name ${port} type veth peer name ${peer}`,
    `link set ${port} master ${bridge}`,
    `link set ${port} up`,
  ];
}

export function memberSetup(plan: LabPlan, { nics }: LabMember): StationSetup {
  const neighbours = nics.flatMap(({ name, neighbours }) =>
    neighbours.map((address) => `route replace ${hostPrefix(address)} dev ${name}`),
  );
  const routes = nics.flatMap((nic) => {
    if (!servedLans(plan).includes(nic.lan)) return [];
    const routers = families(plan).map((family) => lanAddressing(plan, nic.lan, family).router);
    const gateways = nic.gateways.length > 0 ? nic.gateways : routers;
    return gateways.map((gateway) => `route append default via ${gateway} dev ${nic.name} onlink`);
  });
  const addresses = nics.flatMap((nic) => [
    ...nic.addresses.map((address) => addressOn(address, nic.name)),
    `link set ${nic.name} up`,
  ]);
  return { network: ["link set lo up", ...addresses, ...neighbours, ...routes], sysctls: hostSettings };
}

/** The client asks each address in three ways: as a neighbour, through the router, and each member by its MAC. */
export function clientSetup(plan: LabPlan): StationSetup {
  const commands = ["link set lo up", "link set out up"];
  const tables: string[] = [];
  for (const family of families(plan)) {
    const link = outside[family];
    commands.push(addressOn(`${link.client}/${family === 6 ? 64 : 30}`, "out"));
    tables.push(`route add default via ${link.router} dev out table 1`, `rule add from ${link.client} lookup 1`);
  }
  for (const lan of servedLans(plan)) {
    const device = stationDevice(plan, lan);
    commands.push(`link set ${device} up`);
    for (const family of families(plan)) {
      const lanOf = lanAddressing(plan, lan, family);
      commands.push(addressOn(`${lanOf.client}/${lanOf.network.split("/")[1]}`, device));
      plan.members.forEach((member, index) => {
        const mac = member.nics.find((nic) => nic.lan === lan)?.mac;
        if (mac === undefined) return;
        const table = 100 + plan.lans.indexOf(lan) * 100 + index;
        commands.push(
          addressOn(hostPrefix(lanOf.direct(index)), device),
          `neigh add ${lanOf.nextHop(index)} lladdr ${mac} dev ${device} nud permanent`,
        );
        tables.push(
          `route add default via ${lanOf.nextHop(index)} dev ${device} onlink table ${table}`,
          `rule add from ${lanOf.direct(index)} lookup ${table}`,
        );
      });
    }
    commands.push(...routesToAddresses(plan, lan));
  }
  return { network: [...commands, ...tables], sysctls: hostSettings };
}

const hours = 4 * 3_600_000;

/** The router's neighbour entries live for hours, as on hardware; a gratuitous ARP alone corrects them. */
export function routerSetup(plan: LabPlan): StationSetup {
  const commands = ["link set lo up", "link set out up"];
  const sysctls: (readonly [string, string])[] = [
    ...hostSettings,
    ["net/ipv4/ip_forward", "1"],
    ["net/ipv6/conf/all/forwarding", "1"],
  ];
  for (const family of families(plan)) {
    commands.push(addressOn(`${outside[family].router}/${family === 6 ? 64 : 30}`, "out"));
  }
  for (const lan of servedLans(plan)) {
    const device = stationDevice(plan, lan);
    commands.push(`link set ${device} up`);
    for (const family of families(plan)) {
      const { router, network } = lanAddressing(plan, lan, family);
      commands.push(addressOn(`${router}/${network.split("/")[1]}`, device));
      // Not by /proc/sys, where older kernels hide these from namespaces that were made without root.
      const table = family === 6 ? "ndisc_cache" : "arp_cache";
      commands.push(`ntable change name ${table} dev ${device} base_reachable ${hours} delay_probe ${hours}`);
    }
    for (const gateway of plan.gateways.filter((gateway) => gateway.lan === lan)) {
      commands.push(addressOn(gateway.address, device));
    }
    commands.push(...routesToAddresses(plan, lan));
  }
  return { network: commands, sysctls };
}

function routesToAddresses(plan: LabPlan, lan: string): readonly string[] {
  const device = stationDevice(plan, lan);
  return plan.addresses
    .filter((address) => address.lan === lan)
    .map(({ address }) => `route replace ${hostPrefix(address)} dev ${device}`);
}

function stationDevice(plan: LabPlan, lan: string): string {
  return `lan${plan.lans.indexOf(lan)}`;
}

/** A host's customary settings, whatever the machine below has. */
const hostSettings: readonly (readonly [string, string])[] = [
  ["net/ipv4/conf/all/rp_filter", "0"],
  ["net/ipv4/conf/default/rp_filter", "0"],
  ["net/ipv6/conf/all/accept_dad", "0"],
  ["net/ipv6/conf/default/accept_dad", "0"],
  ["net/ipv6/conf/all/keep_addr_on_down", "1"],
  ["net/ipv6/conf/default/keep_addr_on_down", "1"],
];
