/** The shapes of the OVHcloud API v1 on the wire, spelled as the vendor spells them. Schema: eu.api.ovh.com/console. */

export interface Iam {
  readonly id: string;
  readonly urn: string;
  readonly displayName?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** `ip.IpWithIAM`. A parked address has `routedTo: {"serviceName": null}`. */
export interface Ip {
  readonly ip: string;
  readonly type: string;
  readonly routedTo: { readonly serviceName: string | null } | null;
  readonly canBeTerminated: boolean;
  readonly country: string | null;
  readonly description: string | null;
  readonly organisationId: string | null;
  readonly bringYourOwnIp: boolean;
  readonly isAdditionalIp: boolean;
  readonly campus: string | null;
  readonly regions: readonly string[] | null;
  readonly rir: string | null;
  readonly version: 4 | 6;
  readonly iam: Iam;
}

/** `ip.IpTask`. Status: init, todo, doing, done, cancelled, customerError, ovhError. */
export interface IpTask {
  readonly taskId: number;
  readonly function: string;
  readonly status: string;
  readonly startDate: string;
  readonly lastUpdate: string | null;
  readonly doneDate: string | null;
  readonly comment: string | null;
  readonly destination: { readonly serviceName: string | null } | null;
}

interface Destination {
  readonly service: string;
  readonly nexthop: readonly string[] | null;
}

/** `ip.Destinations`. Newer schemas have more families; empty ones are `[]` or null. */
export interface Destinations {
  readonly cloudProject: readonly Destination[] | null;
  readonly dedicatedCloud: readonly Destination[] | null;
  readonly dedicatedServer: readonly Destination[] | null;
  readonly hostingReseller: readonly Destination[] | null;
  readonly ipLoadbalancing: readonly Destination[] | null;
  readonly vps: readonly Destination[] | null;
}

/** The address has no mask; the name comes back with a dot at its end. */
export interface Reverse {
  readonly ipReverse: string;
  readonly reverse: string;
}

/** Of one zone of a load balancer. */
export interface PendingChange {
  readonly number: number;
  readonly zone: string;
}

/** `ipLoadbalancing.Task`. Status: todo, doing, done, error, cancelled, blocked. */
export interface LoadBalancerTask {
  readonly id: number;
  readonly action: string;
  readonly status: string;
  readonly progress: number;
  readonly zones: readonly string[];
  readonly creationDate: string;
  readonly doneDate: string | null;
}

/** `dedicated.server.Task`. Status: init, todo, doing, done, cancelled, customerError, ovhError. */
export interface DedicatedServerTask {
  readonly taskId: number;
  readonly function: string;
  readonly status: string;
  readonly startDate: string;
  readonly lastUpdate: string | null;
  readonly doneDate: string | null;
  readonly comment: string | null;
  readonly needSchedule: boolean;
  readonly note: string | null;
  readonly plannedInterventionId: number | null;
  readonly tags: readonly unknown[] | null;
  readonly ticketReference: string | null;
}

/** `vrack.Task`. Status: init, todo, doing, done, cancelled; one that is done answers 404. */
export interface VrackTask {
  readonly id: number;
  readonly function: string;
  readonly status: string;
  readonly serviceName: string | null;
  readonly targetDomain: string | null;
  readonly orderId: number | null;
  readonly todoDate: string | null;
  readonly lastUpdate: string | null;
}

/** `dedicated.server.Dedicated` */
export interface DedicatedServer {
  readonly name: string;
  /** Such as `eu-west-gra`. */
  readonly region: string | null;
  /** Such as `gra2`. */
  readonly datacenter: string | null;
}

/** `dedicated.network.Network` */
export interface NetworkSpecification {
  readonly vmac: { readonly supported: boolean; readonly quota: number } | null;
}

/** `dedicated.server.VirtualMac` */
export interface VirtualMac {
  readonly macAddress: string;
  readonly type: string;
}

/** `dedicated.server.VirtualMacManagement`; the address has no mask. */
export interface VirtualAddress {
  readonly ipAddress: string;
  readonly virtualMachineName: string;
}

/** `vps.VPS` */
export interface Vps {
  readonly name: string;
  readonly zone: string | null;
}

/** `ipLoadbalancing.Ip`, the service itself. */
export interface LoadBalancer {
  readonly serviceName: string;
  readonly displayName: string | null;
  readonly ipv4: string | null;
  readonly ipv6: string | null;
  readonly state: string;
  readonly vrackName: string | null;
  readonly zone: readonly string[];
}

/**
 * `ipLoadbalancing.FrontendHttp.FrontendHttp` and its tcp and udp siblings, which lack some fields. An empty list is
 * `[]` or null.
 */
export interface Frontend {
  readonly frontendId: number;
  readonly port: string;
  readonly zone: string;
  readonly dedicatedIpfo: readonly string[] | null;
  readonly defaultFarmId: number | null;
  readonly disabled: boolean;
  readonly displayName: string | null;
  readonly allowedSource?: readonly string[] | null;
  readonly deniedSource?: readonly string[] | null;
  readonly defaultSslId?: number | null;
  readonly ssl?: boolean;
  readonly hsts?: boolean;
  readonly httpHeader?: readonly string[] | null;
  readonly redirectLocation?: string | null;
}

/** `ipLoadbalancing.BackendHttp.BackendHttp` and its tcp and udp siblings. */
export interface Farm {
  readonly farmId: number;
  readonly displayName: string | null;
  readonly zone: string;
  readonly vrackNetworkId: number | null;
}

/** `ipLoadbalancing.RouteHttp.RouteHttp` and its tcp sibling. */
export interface Route {
  readonly routeId: number;
  readonly displayName: string | null;
  readonly frontendId: number | null;
  /** Absent where a list does not show them. */
  readonly rules?: readonly unknown[] | null;
}

/** `ipLoadbalancing.VrackNetwork.VrackNetwork` */
export interface LoadBalancerNetwork {
  readonly vrackNetworkId: number;
}
