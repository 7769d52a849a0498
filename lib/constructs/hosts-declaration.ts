/** The declaration of hosts as `ipfailover render` reads it, with references in it. */
import type { Duration } from "../hosts/model/duration";
import type { FailoverGroup } from "./failover-group";
import type {
  HighAvailabilityCheck,
  HighAvailabilityGroup,
  HighAvailabilityMember,
  HighAvailabilityProps,
} from "./high-availability-props";
import { defined } from "./meta";

/** A group with all of its settings. */
export interface ConfiguredGroup {
  readonly name: string;
  readonly group: FailoverGroup;
  readonly settings: HighAvailabilityGroup;
  /** `ionos`, `ovh`, `dedibox`; undefined where the provider's configuration does not say. */
  readonly cloud: string | undefined;
  /** Whether it is in the declaration's own stack. */
  readonly isHere: boolean;
}

export function hostsDeclaration(
  { members, reservedHeartbeats }: Pick<HighAvailabilityProps, "members" | "reservedHeartbeats">,
  groups: readonly ConfiguredGroup[],
): object {
  return {
    members: mapValues(members, (member, name) => memberJson(member, zoneOf(name, groups))),
    groups: Object.fromEntries(groups.map((group) => [group.name, groupJson(group, reservedHeartbeats)])),
  };
}

function memberJson(member: HighAvailabilityMember, zone: string | undefined): object {
  const { heartbeat, public: carrier, keepalivedVersion, rack, host, firewall } = member;
  return defined({
    heartbeat: heartbeat,
    public: carrier && publicJson(carrier),
    keepalived_version: keepalivedVersion,
    zone: member.zone ?? zone,
    ...defined({ rack, host, firewall }),
  });
}

function publicJson({ virtualMac, ...same }: NonNullable<HighAvailabilityMember["public"]>): object {
  return defined({ ...same, virtual_mac: virtualMac });
}

/** As the cloud tells it, once it does: on some there are no zones. */
function zoneOf(member: string, groups: readonly ConfiguredGroup[]): string | undefined {
  const found = groups.find(({ group, isHere }) => isHere && group.declaredMembers && member in group.declaredMembers);
  if (!found) return undefined;
  const { resource } = found.group;
  const address = `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
  return `\${try(${address}.availability_zones[${JSON.stringify(member)}], null)}`;
}

function groupJson({ group, settings, cloud }: ConfiguredGroup, reservedHeartbeats?: readonly string[]): object {
  const { resource, declaredMembers } = group;
  return defined({
    cloud,
    address_role: resource.addressRoleInput,
    // Not the group's own attribute: what it refers to waits for the members, and their user data for the address.
    addresses: [resource.ipInput ?? "", ...(settings.additionalAddresses ?? [])],
    members: declaredMembers && mapValues(declaredMembers, ({ priority }) => defined({ priority })),
    master: resource.masterInput,
    reserved_heartbeats: reservedHeartbeats,
    ...settingsJson(settings),
  });
}

function settingsJson(settings: HighAvailabilityGroup): object {
  const { anchor, presence, vrid, profile, gateway, checks, readyCheck, track } = settings;
  return defined({
    ...defined({ anchor, presence, vrid, profile, track }),
    dual_stack: settings.dualStack,
    vrrp_version: settings.vrrpVersion,
    advert_interval: durationText(settings.advertInterval),
    down_timer: settings.downTimer,
    fail_back: durationText(settings.failBack),
    startup_delay: durationText(settings.startupDelay),
    checks: checks && mapValues(checks, checkJson),
    ready_check: readyCheck && checkJson(readyCheck),
    gateway: gateway && defined({ ...gateway, interval: durationText(gateway.interval) }),
  });
}

function checkJson(check: HighAvailabilityCheck): object {
  return defined({ ...check, interval: durationText(check.interval), timeout: durationText(check.timeout) });
}

function durationText(duration: Duration | string | undefined): string | undefined {
  return typeof duration === "string" ? duration : duration?.toString();
}

function mapValues<Value>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value, name: string) => object,
): Readonly<Record<string, object>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
