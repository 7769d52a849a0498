/** The addresses that move. */
import { inOneNetwork, readVirtualAddress } from "../../keepalived/config/address";
import type { VirtualAddress } from "../../keepalived/config/address";
import type { Instance } from "../../keepalived/config/instance";
import { listed } from "../../keepalived/config/settings";
import { memberRule } from "../rule";
import { ipv6Rules } from "./ipv6";

const all = ({ addresses, excluded }: Instance) => [...addresses, ...excluded];

const addressInvalid = memberRule({
  id: "address-invalid",
  severity: "error",
  title: "An address cannot be read",
  why: "keepalived leaves the address or the option out and runs: nobody holds it, and a member with fewer addresses than the others drops their adverts and becomes a second master.",
  fix: "Write ADDRESS/PREFIX dev INTERFACE [label INTERFACE:NAME].",
  configTest: 5,
  *check({ config }) {
    const faults = [...config.instances.flatMap(({ addressFaults }) => addressFaults), ...config.staticAddressFaults];
    for (const { position, message, dropped } of faults) {
      yield { position, message: dropped ? `${message} keepalived leaves the address out.` : message };
    }
  },
});

const addressMissing = memberRule({
  id: "address-missing",
  severity: "error",
  title: "An instance has no address",
  why: "With VRRP 3 keepalived ends at once with all of its instances; with version 2 there is an election about nothing.",
  fix: "Write the failover address into virtual_ipaddress.",
  configTest: 5,
  *check({ config }) {
    for (const { name, position, addresses, addressFaults, settings, version, family } of config.instances) {
      const given = listed(settings, "virtual_ipaddress").length > 0;
      if (addresses.length > 0 || given || addressFaults.length > 0) continue;
      if (settings.has("no_virtual_ipaddress")) continue;
      // Version 2 runs without: some use it to move a sync group by an interface that has no address to move.
      const severity = version === 2 && family === 4 ? ("warning" as const) : ("error" as const);
      yield { position, severity, message: `${name} has no virtual_ipaddress.` };
    }
  },
});

const addressFamily = memberRule({
  id: "address-family",
  severity: "error",
  title: "IPv4 and IPv6 are mixed in one instance",
  why: "An instance is of the family of its first address; keepalived leaves the others out and runs.",
  fix: "Move the other family to virtual_ipaddress_excluded, or to an instance of its own in a vrrp_sync_group.",
  configTest: 5,
  *check({ config }) {
    for (const { name, family, settings } of config.instances) {
      const native = settings.last("native_ipv6");
      if (native !== undefined && family === 4) {
        yield {
          position: native.position,
          message: `${name} has native_ipv6 and addresses of IPv4.`,
          fix: "Remove it.",
        };
      }
      for (const line of listed(settings, "virtual_ipaddress")) {
        const { address } = readVirtualAddress(line);
        if (address === undefined || address.family === family) continue;
        yield {
          position: line.position,
          message: `${address.address} is IPv${address.family} and ${name} is IPv${family}.`,
        };
      }
    }
  },
});

const addressDuplicate = memberRule({
  id: "address-duplicate",
  severity: "error",
  title: "An address is listed twice",
  why: "keepalived counts it twice in the adverts, and two instances hold it independently. When one went to FAULT it removed the address from under the other, which stayed MASTER without it and did not put it back. `keepalived -t` says nothing.",
  fix: "List each address once.",
  configTest: 0,
  *check({ config }) {
    const seen = new Map<string, { readonly name: string; readonly line: number }>();
    for (const instance of config.instances) {
      for (const { address, position } of all(instance)) {
        const earlier = seen.get(address);
        if (earlier === undefined) seen.set(address, { name: instance.name, line: position.line });
        else {
          const severity = earlier.name === instance.name ? ("warning" as const) : ("error" as const);
          yield { position, severity, message: `${address} is already in ${earlier.name}, line ${earlier.line}.` };
        }
      }
    }
  },
});

const tooManyAddresses = memberRule({
  id: "too-many-addresses",
  severity: "error",
  title: "An advert has no room for that many addresses",
  why: "keepalived moves what does not fit to the excluded ones; with another MTU on another member other numbers are left, and both become master.",
  fix: "Keep one address in virtual_ipaddress and list the others in virtual_ipaddress_excluded.",
  configTest: 5,
  *check({ config }) {
    for (const { name, position, addresses, family } of config.instances) {
      // 8 bits for the count, and an Ethernet frame of 1500 bytes. Source: keepalived 2.2.7, vrrp.c.
      const most = family === 4 ? 255 : 89;
      if (addresses.length <= most) continue;
      yield { position, message: `${name} advertises ${addresses.length} addresses, and ${most} fit.` };
    }
  },
});

const severalAdvertised = memberRule({
  id: "several-advertised",
  severity: "info",
  title: "More than one address is in the advert",
  why: "Members with another list drop each other's adverts. Adding an address by reloading one member after the other gave two masters until the last one was reloaded, in either order; in virtual_ipaddress_excluded it did not.",
  fix: "Keep one address in virtual_ipaddress for ever and move all others to virtual_ipaddress_excluded, on all members at once.",
  configTest: 0,
  *check({ config }) {
    for (const { name, addresses } of config.instances) {
      const second = addresses[1];
      if (second === undefined) continue;
      yield { position: second.position, message: `${name} advertises ${addresses.length} addresses.` };
    }
  },
});

const labelPrefix = memberRule({
  id: "label-prefix",
  severity: "warning",
  title: "A label does not start with the interface's name",
  why: "The kernel takes any label, but ifconfig and whatever looks an address up by its label expect INTERFACE:NAME.",
  fix: "Write the label as INTERFACE:NAME, with at most 15 characters.",
  configTest: 0,
  *check({ config }) {
    for (const instance of config.instances) {
      for (const { label, device = instance.interface, family } of all(instance)) {
        if (label === undefined || device === undefined) continue;
        if (family === 6) {
          yield {
            position: label.position,
            message: `keepalived ignores the label "${label.text}": IPv6 has none.`,
            fix: "Remove it.",
          };
        } else if (label.text !== device && !label.text.startsWith(`${device}:`)) {
          yield { position: label.position, message: `The label is "${label.text}", and the address is on ${device}.` };
        }
      }
    }
  },
});

const prefixSecondary = memberRule({
  id: "prefix-secondary",
  severity: "info",
  title: "An address becomes a secondary of another",
  why: "Of addresses in one network the kernel makes all but the first secondaries, and removes them together with it unless promote_secondaries is set: when the first goes, the others go.",
  fix: "Write /32, or promote_secondaries in the instance.",
  configTest: 0,
  *check({ config }) {
    for (const { addresses, excluded, unicast, settings, family } of config.instances) {
      if (family === 6 || settings.has("promote_secondaries")) continue;
      const moving = [...addresses, ...excluded].filter((one) => one.family === 4);
      const others = [...(unicast.source ? [unicast.source] : []), ...moving];
      const secondary = moving.find(
        (one) => one.prefixLength < 32 && others.some((other) => other !== one && isBeside(one, other)),
      );
      if (secondary === undefined) continue;
      yield {
        position: secondary.position,
        message: `${secondary.address}/${secondary.prefixLength} lies in the network of another address of this member.`,
      };
    }
  },
});

function isBeside(one: VirtualAddress, other: { readonly address: string; readonly family: 4 | 6 }): boolean {
  return other.family === one.family && inOneNetwork(one.address, other.address, one.prefixLength);
}

const addressOtherInterface = memberRule({
  id: "address-other-interface",
  severity: "warning",
  title: "Nothing keeps the switch in mind of an address on another interface",
  why: "Adverts keep the switch's memory of the interface that they leave by. On another interface the MAC address is forgotten after some minutes, and packets then go to all ports or nowhere. Source: keepalived.conf(5), virtual_ipaddress.",
  fix: "Write garp_master_refresh 5 or garp_extra_if 60 in the instance.",
  configTest: 0,
  *check({ config }) {
    for (const instance of config.instances) {
      const { refreshSeconds, extraInterfaces } = instance.announcing;
      if (refreshSeconds > 0 || extraInterfaces || instance.interface === undefined) continue;
      const elsewhere = all(instance).find(({ device }) => device !== undefined && device !== instance.interface);
      if (elsewhere === undefined) continue;
      yield {
        position: elsewhere.position,
        message: `${elsewhere.address} is on ${elsewhere.device}, and ${instance.name} sends its adverts on ${instance.interface}.`,
      };
    }
  },
});

export const addressRules = [
  addressInvalid,
  addressMissing,
  addressFamily,
  addressDuplicate,
  tooManyAddresses,
  severalAdvertised,
  labelPrefix,
  prefixSecondary,
  addressOtherInterface,
  ...ipv6Rules,
];
