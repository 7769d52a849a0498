import { validate } from "./access/credentials";
import { addressOf, tryBlock } from "./blocks";
import { blocksOf, type Cloud, nextNumber, remember } from "./cloud";
import { emptyConfiguration, inZone } from "./balancer/configuration";
import { routeIp } from "./ip/routing";
import type { Service } from "./world";
import { regionOfZone } from "./zones";

interface Place {
  /** Made up when left out. */
  readonly name?: string;
  /** Default: "eu-west-gra". */
  readonly region?: string;
  readonly displayName?: string;
}

/**
 * Sets a scene for a test, at once and without HTTP: no task, no journal. All that make something return the name or
 * block by which the API knows it. `call` plays somebody else who uses the API, `route` and `apply` skip its rules.
 */
export interface Scene {
  /** Default: the next free address of 203.0.113.0/24, parked. Returns the block: `203.0.113.1/32`. */
  ip(settings?: {
    readonly ip?: string;
    readonly type?: string;
    /** A service's name; left out or null: parked. */
    readonly routedTo?: string | null;
    readonly region?: string;
    readonly country?: string;
    readonly description?: string;
  }): string;
  server(settings?: Place & { readonly vmacSupported?: boolean; readonly vmacQuota?: number }): string;
  vps(settings?: Place): string;
  /** A Public Cloud project. `nexthops`: addresses of instances that a move may name. */
  project(settings?: Place & { readonly nexthops?: readonly string[] }): string;
  /** A hosted private cloud: only as the destination of a move. */
  privateCloud(settings?: Place): string;
  /** Default: zones gra and rbx. */
  loadBalancer(settings?: Place & { readonly zones?: readonly string[]; readonly ipv4?: string }): string;
  vrack(settings?: Place): string;
  /** Somebody moved it: routed there at once, null parks it. */
  route(ip: string, to: string | null): void;
  /** Where it is routed to now. */
  routedTo(ip: string): string | null | undefined;
  /** Makes all that is stored live, in all zones or one, whatever the conditions say. */
  apply(loadBalancer: string, zone?: string): void;
  /** A forward record, for reverses when `forwardRecords` is "required". */
  forward(name: string, ...ips: readonly string[]): void;
  /** The consumer key's page is opened and its owner says yes. */
  grant(consumerKey: string): void;
  /** A service or an address is gone. */
  remove(nameOrBlock: string): void;
  /** Somebody else's call: no credentials, not in the journal. Returns the answer's body, throws what it refuses. */
  call(method: string, path: string, body?: unknown): unknown;
}

/** Blocks of these are moved between each other freely (the vendor's guide on moving). */
const TOGETHER = ["eu-west-gra", "eu-west-rbx", "eu-west-sbg"];
const regionsOf = (region: string) => (TOGETHER.includes(region) ? TOGETHER : [region]);

export function createScene(cloud: Cloud, call: (method: string, path: string, body: unknown) => unknown): Scene {
  /** Addresses of services' own: not those that are handed out. */
  const ownAddress = () => `192.0.2.${(Object.keys(cloud.world.services).length % 250) + 1}`;

  function place({ name, region = "eu-west-gra", displayName }: Place, fallback: string, regions?: readonly string[]) {
    return {
      name: name ?? fallback,
      iamId: cloud.ids.uuid(),
      regions: regions ?? [region],
      displayName: displayName ?? null,
    };
  }

  function put(service: Service): string {
    if (Object.hasOwn(cloud.world.services, service.name))
      throw new Error(`there is a service ${service.name} already`);
    remember(cloud);
    cloud.world.services[service.name] = service;
    return service.name;
  }

  function freeAddress(): string {
    for (let last = 1; last < 255; last++) {
      if (!Object.hasOwn(cloud.world.ips, `203.0.113.${last}/32`)) return `203.0.113.${last}`;
    }
    throw new Error("203.0.113.0/24 is used up: say which address");
  }

  function at(text: string) {
    const ip = cloud.world.ips[tryBlock(text) ?? ""];
    if (!ip) throw new Error(`no such address in the simulator: ${text}`);
    return ip;
  }

  function balancerAt(name: string) {
    const service = cloud.world.services[name];
    if (service?.kind !== "ipLoadbalancing") throw new Error(`no such load balancer in the simulator: ${name}`);
    return service;
  }

  return {
    ip(settings = {}) {
      const { region = "eu-west-gra" } = settings;
      const block = tryBlock(settings.ip ?? freeAddress());
      if (block === undefined) throw new Error(`"${settings.ip}" is no address or block`);
      remember(cloud);
      cloud.world.ips[block] = {
        block,
        type: settings.type ?? "failover",
        country: settings.country ?? "fr",
        campus: (region.split("-").at(-1) ?? "").toUpperCase(),
        regions: regionsOf(region),
        description: settings.description ?? null,
        routedTo: settings.routedTo ?? null,
        nexthop: null,
        vrackRegion: null,
        reverses: {},
        iamId: cloud.ids.uuid(),
      };
      return block;
    },
    server({ vmacSupported = true, vmacQuota = cloud.behaviour.vmacQuota, ...settings } = {}) {
      const number = nextNumber(cloud);
      return put({
        ...place(settings, `ns${number}.ip-192-0-2.eu`),
        kind: "dedicatedServer",
        number,
        ip: ownAddress(),
        vmacSupported,
        vmacQuota,
        macs: {},
      });
    },
    vps: (settings = {}) =>
      put({ ...place(settings, `vps-${cloud.ids.hex(8)}.vps.ovh.net`), kind: "vps", ip: ownAddress() }),
    project: ({ nexthops = [], ...settings } = {}) =>
      put({
        ...place(settings, cloud.ids.hex(32)),
        kind: "cloudProject",
        nexthops: [...nexthops],
        createdAt: cloud.clock.now(),
      }),
    privateCloud: (settings = {}) =>
      put({ ...place(settings, `pcc-192-0-2-${nextNumber(cloud)}`), kind: "dedicatedCloud" }),
    loadBalancer({ zones = ["gra", "rbx"], ipv4, ...settings } = {}) {
      const regions = zones.map(regionOfZone);
      return put({
        ...place(settings, `loadbalancer-${cloud.ids.hex(32)}`, regions),
        kind: "ipLoadbalancing",
        ipv4: ipv4 ?? ownAddress(),
        ipv6: null,
        zones: [...zones],
        vrackEligibility: true,
        sslConfiguration: null,
        vrack: null,
        stored: emptyConfiguration(),
        applied: {},
        written: {},
        live: {},
        alerts: {},
      });
    },
    vrack: (settings = {}) =>
      put({ ...place(settings, `pn-${nextNumber(cloud)}`, []), kind: "vrack", description: null, balancers: [] }),
    route(text, to) {
      if (to !== null && !Object.hasOwn(cloud.world.services, to))
        throw new Error(`no such service in the simulator: ${to}`);
      remember(cloud);
      routeIp(cloud, { kind: "route", block: at(text).block, to, nexthop: null });
    },
    routedTo: (text) => cloud.world.ips[tryBlock(text) ?? ""]?.routedTo,
    apply(name, only) {
      const balancer = balancerAt(name);
      remember(cloud);
      for (const zone of only === undefined ? balancer.zones : [only]) {
        balancer.applied[zone] = inZone(balancer.stored, zone, blocksOf(cloud, name));
        balancer.live[zone] = balancer.written[zone] ?? 0;
      }
    },
    forward(name, ...ips) {
      const addresses = ips.map((ip) => addressOf(tryBlock(ip) ?? ip));
      cloud.world.forwards[name.replace(/\.$/, "").toLowerCase()] = addresses;
    },
    grant(consumerKey) {
      const credential = cloud.world.credentials[consumerKey];
      if (!credential) throw new Error("no such consumer key in the simulator");
      validate(cloud, credential);
    },
    remove(name) {
      remember(cloud);
      if (Object.hasOwn(cloud.world.services, name)) {
        for (const block of blocksOf(cloud, name)) routeIp(cloud, { kind: "route", block, to: null, nexthop: null });
        delete cloud.world.services[name];
      } else delete cloud.world.ips[at(name).block];
    },
    call,
  };
}
