/** Interfaces, own addresses, and settings of the kernel that get into the way. */
import { isLinkLocal } from "../../keepalived/config/address";
import type { Instance } from "../../keepalived/config/instance";
import { moving } from "../../lint/set";
import { holds } from "../addresses";
import type { HostInterface } from "../addresses";
import { ok, open, problem } from "../check";
import type { Check } from "../check";
import type { Host } from "../host";

export function interfaceChecks(
  instance: Instance,
  interfaces: readonly HostInterface[] | undefined,
): readonly Check[] {
  const names = new Set([
    instance.interface,
    ...[...instance.addresses, ...instance.excluded].map(({ device }) => device),
  ]);
  return [...names].flatMap((name) => {
    if (name === undefined) return [];
    const named = { id: "interface", subject: name };
    if (interfaces === undefined)
      return open({ ...named, message: `Whether ${name} is up.` }, `ip address show ${name}`);
    const found = interfaces.find((one) => one.name === name);
    if (found?.up && found.carrier) return ok({ ...named, message: `${name} is up.` });
    const state = found === undefined ? "does not exist" : found.up ? "has no carrier" : "is down";
    return problem(
      { ...named, message: `${name} ${state}.` },
      "error",
      `${instance.name} is in FAULT as long as it is so, and takes nothing over.`,
      `ip link set ${name} up, or correct the name in the configuration.`,
    );
  });
}

export function ownAddressCheck(
  instance: Instance,
  interfaces: readonly HostInterface[] | undefined,
): readonly Check[] {
  const address = instance.unicast.source?.address;
  if (address === undefined) return [];
  const named = { id: "own-address", subject: instance.name };
  if (interfaces === undefined) {
    return [open({ ...named, message: `Whether ${address} is here.` }, `ip address show to ${address}`)];
  }
  const on = holds(interfaces, address);
  if (on?.name === (instance.interface ?? on?.name))
    return [ok({ ...named, message: `${address} is on ${on?.name ?? ""}.` })];
  return [
    problem(
      {
        ...named,
        message:
          on === undefined
            ? `${address} is not on this host.`
            : `${address} is on ${on.name}, not on ${instance.interface ?? ""}.`,
      },
      "error",
      "Without its source address the instance is in FAULT for ever; keepalived -t does not see it.",
      "Give the host the address, or correct unicast_src_ip.",
    ),
  ];
}

/** Undefined where the kernel has no such setting. */
function setting(host: Host, path: string): number | undefined {
  const value = host.tree.read(`/proc/sys/net/${path}`)?.toString("utf8").trim();
  return value === undefined || value === "" ? undefined : Number(value);
}

export function kernelChecks(host: Host, instance: Instance, interfaces: readonly HostInterface[]): readonly Check[] {
  const device = instance.interface ?? "lo";
  const devices = new Set([
    device,
    ...[...instance.addresses, ...instance.excluded].flatMap((one) => one.device ?? []),
  ]);
  return [
    ...nonlocalBind(host, instance),
    ...(devices.size > 1 ? [...devices].flatMap((name) => reversePath(host, name)) : []),
    ...[...devices].flatMap((name) => proxyArp(host, name)),
    ...onLoopback(host, instance, interfaces),
    ...(instance.family === 6 ? keepsAddresses(host, instance, device) : []),
  ];
}

function nonlocalBind(host: Host, { family }: Instance): readonly Check[] {
  const path = family === 4 ? "ipv4/ip_nonlocal_bind" : "ipv6/ip_nonlocal_bind";
  const named = { id: "sysctl", subject: path.replace("/", ".") };
  if (setting(host, path) !== 0) return [];
  return [
    problem(
      { ...named, message: `net.${named.subject} is 0.` },
      "info",
      "A service that binds to the failover address itself cannot start on a backup, which does not have it.",
      `sysctl -w net.${named.subject}=1, and a file in /etc/sysctl.d, if a service binds to the address.`,
    ),
  ];
}

/** The kernel takes the stricter of both. */
function reversePath(host: Host, device: string): readonly Check[] {
  const both = ["all", device].map((name) => setting(host, `ipv4/conf/${name}/rp_filter`) ?? 0);
  if (Math.max(...both) !== 1) return [];
  return [
    problem(
      { id: "sysctl", subject: `ipv4.conf.${device}.rp_filter`, message: `rp_filter of ${device} is 1.` },
      "warning",
      "Adverts and the address use different interfaces here: a packet that arrives on one while the route back leaves by the other is dropped.",
      `sysctl -w net.ipv4.conf.${device}.rp_filter=2 net.ipv4.conf.all.rp_filter=2, and a file in /etc/sysctl.d.`,
    ),
  ];
}

function proxyArp(host: Host, device: string): readonly Check[] {
  if (setting(host, `ipv4/conf/${device}/proxy_arp`) !== 1) return [];
  return [
    problem(
      { id: "sysctl", subject: `ipv4.conf.${device}.proxy_arp`, message: `proxy_arp of ${device} is 1.` },
      "warning",
      "The host also answers ARP for addresses that it does not hold, the failover address among them. Source: keepalived.conf(5), Kernel settings.",
      `sysctl -w net.ipv4.conf.${device}.proxy_arp=0`,
    ),
  ];
}

function onLoopback(host: Host, instance: Instance, interfaces: readonly HostInterface[]): readonly Check[] {
  const loopback = interfaces.find(({ name }) => name === "lo");
  const shared = moving(instance).find((address) => loopback?.addresses.includes(address));
  if (shared === undefined || (setting(host, "ipv4/conf/all/arp_ignore") ?? 1) > 0) return [];
  return [
    problem(
      { id: "sysctl", subject: "ipv4.conf.all.arp_ignore", message: `${shared} is on lo, and arp_ignore is 0.` },
      "error",
      "Every member that has the address on lo answers ARP for it: clients reach whoever answers first.",
      "sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2, and a file in /etc/sysctl.d.",
    ),
  ];
}

function keepsAddresses(host: Host, { unicast }: Instance, device: string): readonly Check[] {
  const source = unicast.source?.address;
  if (source === undefined || isLinkLocal(source)) return [];
  if (setting(host, `ipv6/conf/${device}/keep_addr_on_down`) !== 0) return [];
  return [
    problem(
      {
        id: "sysctl",
        subject: `ipv6.conf.${device}.keep_addr_on_down`,
        message: `keep_addr_on_down of ${device} is 0.`,
      },
      "warning",
      "When the interface goes down the kernel removes its IPv6 addresses; the instance has no source address once it is up again and stays in FAULT.",
      `sysctl -w net.ipv6.conf.${device}.keep_addr_on_down=1, and a file in /etc/sysctl.d.`,
    ),
  ];
}
