/** Members of a declaration: the hosts, apart from what they are in each group. */
import type { HaHeartbeat, HaMember, HaNic, HaPublic, HaStaticNetwork } from "./model";
import { compareVersions, defaultKeepalived, isKeepalivedVersion, oldestKeepalived } from "./keepalived-version";
import { interfaceForm } from "./nic";
import {
  addressAt,
  checkName,
  entries,
  fields,
  hostAddressAt,
  isAbsent,
  items,
  prefixedAddressAt,
  problemAt,
  textAt,
  wordAt,
  type Place,
} from "./place";

/** A member before it has a priority, which it has in each group. */
export type Host = Omit<HaMember, "priority">;

const MAC = [/^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$/, "a hardware address such as 02:00:5e:00:53:01"] as const;

/** Undefined stands for a member that has problems. */
export function readHosts(place: Place): ReadonlyMap<string, Host | undefined> {
  const found = entries(place).map(([name, member]) => {
    checkName(member, name);
    return [name, readHost(member, name)] as const;
  });
  if (found.length === 0) problemAt(place, "members has no entry. Name each host that may hold an address.");
  return new Map(found);
}

function readHost(place: Place, name: string): Host | undefined {
  const names = ["heartbeat", "public", "keepalived_version", "zone", "rack", "host", "firewall"] as const;
  const parts = fields(place, names);
  if (!parts) return undefined;
  const heartbeat = readHeartbeat(parts.heartbeat);
  if (!heartbeat) return undefined;
  return {
    name,
    heartbeat,
    public: isAbsent(parts.public) ? { nic: heartbeat.nic } : readPublic(parts.public, heartbeat.nic),
    keepalivedVersion: readVersion(parts.keepalived_version),
    firewall: booleanAt(parts.firewall, true),
    ...optionalText("zone", parts.zone),
    ...optionalText("rack", parts.rack),
    ...optionalText("host", parts.host),
  };
}

function readHeartbeat(place: Place): HaHeartbeat | undefined {
  if (isAbsent(place)) {
    return problemAt(
      place,
      "heartbeat is missing. Every member needs an address of its own that never moves, best on a private LAN: " +
        'heartbeat: { address: "10.0.0.11", interface: "ens7" }.',
    );
  }
  const parts = fields(place, ["address", "address6", "interface", "mac"]);
  const address = parts && hostAddressAt(parts.address, 4);
  const nic = parts && readNic(place, parts.interface, parts.mac);
  const address6 = !parts || isAbsent(parts.address6) ? undefined : hostAddressAt(parts.address6, 6);
  if (address === undefined || !nic) return undefined;
  return { address, nic, ...(address6 !== undefined && { address6 }) };
}

function readNic(at: Place, name: Place, mac: Place): HaNic | undefined {
  const hardware = isAbsent(mac) ? undefined : textAt(mac, MAC)?.toLowerCase();
  if (!isAbsent(name)) {
    const text = textAt(name, interfaceForm);
    return text === undefined ? undefined : { interface: text, ...(hardware !== undefined && { mac: hardware }) };
  }
  if (!isAbsent(mac)) return hardware === undefined ? undefined : { mac: hardware };
  return problemAt(at, "Neither interface nor mac is given. Name the network interface, or its hardware address.");
}

/** Without a NIC of its own it is the heartbeat's. */
function readPublic(place: Place, heartbeat: HaNic): HaPublic {
  const parts = fields(place, ["interface", "mac", "static", "virtual_mac"]);
  if (!parts) return { nic: heartbeat };
  const isNamed = !isAbsent(parts.interface) || !isAbsent(parts.mac);
  const nic = isNamed ? readNic(place, parts.interface, parts.mac) : heartbeat;
  const network = isAbsent(parts.static) ? undefined : readStatic(parts.static);
  const virtualMac = isAbsent(parts.virtual_mac) ? undefined : textAt(parts.virtual_mac, MAC);
  if (virtualMac !== undefined && !network) {
    problemAt(
      parts.virtual_mac,
      "virtual_mac is set on the interface by its static configuration, and static is missing. Add static: {}.",
    );
  }
  return {
    nic: nic ?? heartbeat,
    ...(network && { static: network }),
    ...(virtualMac !== undefined && { virtualMac: virtualMac.toLowerCase() }),
  };
}

function readStatic(place: Place): HaStaticNetwork | undefined {
  const parts = fields(place, ["addresses", "gateways", "nameservers", "manager"]);
  if (!parts) return undefined;
  return {
    addresses: items(parts.addresses).flatMap((item) => prefixedAddressAt(item) ?? []),
    gateways: items(parts.gateways).flatMap((item) => hostAddressAt(item) ?? []),
    nameservers: items(parts.nameservers).flatMap((item) => addressAt(item) ?? []),
    manager: wordAt(parts.manager, ["networkd", "netplan"], "networkd"),
  };
}

function readVersion(place: Place): string {
  if (isAbsent(place)) return defaultKeepalived;
  const { value } = place;
  if (typeof value !== "string" || !isKeepalivedVersion(value)) {
    problemAt(place, `keepalived_version is ${JSON.stringify(value)}. Write what keepalived --version says: "2.2.7".`);
    return defaultKeepalived;
  }
  if (compareVersions(value, oldestKeepalived) < 0) {
    problemAt(place, `keepalived_version is ${value}; ${oldestKeepalived} is the oldest that these files are for.`);
  }
  return value;
}

function optionalText<Name extends string>(name: Name, place: Place): Readonly<Partial<Record<Name, string>>> {
  const text = isAbsent(place) ? undefined : textAt(place);
  return (text === undefined ? {} : { [name]: text }) as Readonly<Partial<Record<Name, string>>>;
}

function booleanAt(place: Place, absent: boolean): boolean {
  if (isAbsent(place)) return absent;
  if (typeof place.value === "boolean") return place.value;
  problemAt(place, `${JSON.stringify(place.value)} is neither true nor false.`);
  return absent;
}
