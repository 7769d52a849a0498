/** What an instance is: its name, number and interface. */
import { LONGEST_NAME } from "../../keepalived/config/address";
import type { Instance } from "../../keepalived/config/instance";
import { valueOf, valuePosition, wholeNumber } from "../../keepalived/config/settings";
import { compareVersions } from "../../model/keepalived-version";
import { memberRule } from "../rule";

const noInstance = memberRule({
  id: "no-instance",
  severity: "error",
  title: "There is no VRRP instance",
  why: "keepalived starts and does nothing; an empty file, or one whose includes bring nothing, passes `keepalived -t` with 0.",
  fix: "Look for an include that brings nothing, or for a template that was rendered empty.",
  configTest: 0,
  *check({ config }) {
    if (config.instances.length > 0) return;
    // Somebody who only balances load has no instance to look at.
    if (["virtual_server", "virtual_server_group"].some((keyword) => config.root.has(keyword))) return;
    yield { message: "No vrrp_instance is left once everything is read." };
  },
});

const instanceDuplicate = memberRule({
  id: "instance-duplicate",
  severity: "error",
  title: "Two instances have one name",
  why: "keepalived skips the second block: the addresses in it are never held by anybody.",
  fix: "Give each instance a name of its own.",
  configTest: 5,
  *check({ config }) {
    const seen = new Map<string, Instance>();
    for (const instance of config.instances) {
      const earlier = seen.get(instance.name);
      if (earlier === undefined) seen.set(instance.name, instance);
      else
        yield {
          position: instance.position,
          message: `"${instance.name}" is already in line ${earlier.position.line}.`,
        };
    }
  },
});

const nameWords = memberRule({
  id: "name-words",
  severity: "error",
  title: "A name is more than one word",
  why: "keepalived skips the whole block: its addresses are never held by anybody.",
  fix: "Use one word, or put the name into double quotes.",
  configTest: 5,
  *check({ config }) {
    for (const directive of ["vrrp_instance", "vrrp_sync_group"].flatMap((keyword) => config.root.all(keyword))) {
      if (directive.words.length < 3) continue;
      const name = directive.words.slice(1).map(({ text }) => text);
      yield { position: directive.position, message: `The name is "${name.join(" ")}".` };
    }
  },
});

const nameCharacters = memberRule({
  id: "name-characters",
  severity: "warning",
  title: "A name has characters that are trouble",
  why: "Names go to notify scripts, FIFOs and file names unquoted; in the configuration # and ! start a comment, $ a variable and @ a condition.",
  fix: "Use letters, digits, _, - and . only.",
  configTest: 0,
  *check({ config }) {
    const named = [...config.instances, ...config.scripts, ...config.syncGroups];
    for (const { name, position } of named) {
      if (/^[A-Za-z0-9_.-]*$/.test(name)) continue;
      yield { position, message: `The name is "${name}".` };
    }
  },
});

const vridInvalid = memberRule({
  id: "vrid-invalid",
  severity: "error",
  title: "The virtual router id is missing or out of range",
  why: "keepalived ends at once with all of its instances: the VRRP process refuses the configuration and is not started again.",
  fix: "Write virtual_router_id with a number from 1 to 255: the same on all members, and used for nothing else in that LAN.",
  configTest: 5,
  *check({ config }) {
    for (const { name, settings, position, vrid } of config.instances) {
      if (vrid !== undefined) continue;
      const directive = settings.last("virtual_router_id");
      yield directive === undefined
        ? { position, message: `${name} has no virtual_router_id.` }
        : {
            position: valuePosition(directive),
            message: `The virtual router id "${valueOf(directive) ?? ""}" of ${name} is no number from 1 to 255.`,
          };
    }
  },
});

const vridDuplicate = memberRule({
  id: "vrid-duplicate",
  severity: "error",
  title: "Two instances use one virtual router id on one interface",
  why: "Their adverts cannot be told apart: keepalived ends at once with all of its instances.",
  fix: "Give each instance its own id. IPv4 and IPv6 may share one, and so may unicast instances without a common peer.",
  configTest: 5,
  *check({ config }) {
    for (const [index, instance] of config.instances.entries()) {
      const earlier = config.instances.slice(0, index).find((other) => wouldClash(instance, other));
      if (earlier === undefined || earlier.name === instance.name) continue;
      yield {
        position: instance.settings.last("virtual_router_id")?.position ?? instance.position,
        message: `${instance.name} and ${earlier.name} both use ${instance.vrid} on ${instance.interface ?? "one interface"}.`,
      };
    }
  },
});

function wouldClash(a: Instance, b: Instance): boolean {
  if (a.vrid === undefined || a.vrid !== b.vrid || a.family !== b.family) return false;
  const unicast = [a, b].map(({ unicast: { peers } }) => peers.length > 0);
  if (unicast[0] !== unicast[1] || a.interface !== b.interface) return false;
  if (!unicast[0]) return valueOf(a.settings.last("mcast_dst_ip")) === valueOf(b.settings.last("mcast_dst_ip"));
  const peers = new Set(a.unicast.peers.map(({ address }) => address));
  return (
    a.unicast.source?.address === b.unicast.source?.address && b.unicast.peers.some(({ address }) => peers.has(address))
  );
}

const interfaceInvalid = memberRule({
  id: "interface-invalid",
  severity: "error",
  title: "The interface is missing or its name is impossible",
  why: "keepalived ends at once with all of its instances. From 2.2.8 on a unicast instance with an own address can do without.",
  fix: "Write interface with the name of the network interface that reaches the other members.",
  configTest: 5,
  *check({ config, version }) {
    const optional = compareVersions(version, "2.2.8") >= 0;
    for (const { name, settings, position, unicast } of config.instances) {
      const directive = settings.last("interface");
      const value = valueOf(directive);
      if (directive === undefined) {
        const canDoWithout = optional && unicast.peers.length > 0 && unicast.source !== undefined;
        if (!canDoWithout) yield { position, message: `${name} has no interface.` };
      } else if (value !== undefined && value.length > LONGEST_NAME) {
        yield {
          position: valuePosition(directive),
          message: `"${value}" has ${value.length} characters, and an interface's name has at most ${LONGEST_NAME}.`,
        };
      } else if (value?.includes(":")) {
        const own = value.split(":")[0] ?? "";
        yield {
          position: valuePosition(directive),
          message: `"${value}" is a label of an address, and no interface.`,
          fix: `Write interface ${own}, and the label behind the address: ADDRESS dev ${own} label ${value}.`,
        };
      } else if (value === "lo") {
        yield { position: valuePosition(directive), message: `${name} is on lo, which reaches nobody.` };
      }
    }
  },
});

const versionInvalid = memberRule({
  id: "version-invalid",
  severity: "error",
  title: "The version of VRRP is neither 2 nor 3",
  why: "keepalived ignores the line and speaks version 2, which a member of version 3 does not listen to.",
  fix: "Write 2 or 3, the same on all members.",
  configTest: 5,
  *check({ config }) {
    const directives = [
      ...config.globals.all("vrrp_version"),
      ...config.instances.flatMap(({ settings }) => settings.all("version")),
    ];
    for (const directive of directives) {
      const value = valueOf(directive);
      if (value === undefined || wholeNumber(value, 2, 3) !== undefined) continue;
      yield { position: valuePosition(directive), message: `The version is "${value}".` };
    }
  },
});

const versionIpv6 = memberRule({
  id: "version-ipv6",
  severity: "warning",
  title: "IPv6 with version 2 of VRRP",
  why: "VRRP 2 knows no IPv6. keepalived does it all the same, among keepalived only, and in whole seconds.",
  fix: "Remove version 2 from the instance: IPv6 has version 3 by itself.",
  configTest: 0,
  *check({ config }) {
    for (const { name, family, version, settings } of config.instances) {
      const directive = settings.last("version");
      if (family !== 6 || directive === undefined || valueOf(directive) !== "2") continue;
      const ignored = version === 3 ? ", which keepalived ignores behind an address of IPv6" : "";
      yield { position: directive.position, message: `${name} is IPv6 and has version 2${ignored}.` };
    }
  },
});

export const identityRules = [
  noInstance,
  instanceDuplicate,
  nameWords,
  nameCharacters,
  vridInvalid,
  vridDuplicate,
  interfaceInvalid,
  versionInvalid,
  versionIpv6,
];
