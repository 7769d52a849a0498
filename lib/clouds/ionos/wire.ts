/**
 * The shapes that IONOS Cloud API v6 puts on the wire, as far as this project reads or serves them.
 * Source: the vendor's generated SDKs (OpenAPI 6.0). Names are the vendor's own.
 * This file is all that the adapter and the simulator share: the simulator is a second opinion.
 */

export type RequestState = "QUEUED" | "RUNNING" | "DONE" | "FAILED";

export interface Metadata {
  readonly etag?: string;
  readonly createdDate?: string;
  readonly createdBy?: string;
  readonly lastModifiedDate?: string;
  readonly lastModifiedBy?: string;
  /** AVAILABLE, BUSY (a change is pending, later ones are queued) or INACTIVE. */
  readonly state?: string;
}

export interface Resource<P, E = Record<string, never>> {
  readonly id: string;
  readonly type: string;
  readonly href: string;
  readonly metadata?: Metadata;
  readonly properties?: P;
  readonly entities?: E;
}

export interface Collection<T> {
  readonly id: string;
  readonly type: "collection";
  readonly href: string;
  readonly items?: readonly T[];
  readonly offset?: number;
  readonly limit?: number;
  readonly _links?: { readonly prev?: string; readonly self?: string; readonly next?: string };
}

export interface IpConsumer {
  readonly ip: string;
  readonly mac?: string;
  readonly nicId?: string;
  readonly serverId?: string;
  readonly serverName?: string;
  readonly datacenterId?: string;
  readonly datacenterName?: string;
  readonly k8sNodePoolUuid?: string;
  readonly k8sClusterUuid?: string;
}

export interface IpBlockProperties {
  readonly name?: string;
  readonly location?: string;
  readonly size?: number;
  readonly ips?: readonly string[];
  readonly ipConsumers?: readonly IpConsumer[] | null;
}
export type IpBlock = Resource<IpBlockProperties>;

/** One failover group in a LAN: the address and the NIC that is registered as its master. */
export interface IpFailoverEntry {
  readonly ip: string;
  readonly nicUuid: string;
}

export interface LanProperties {
  readonly name?: string;
  readonly public?: boolean;
  /** Replaced whole by PATCH and PUT; null right after a create. */
  readonly ipFailover?: readonly IpFailoverEntry[] | null;
  readonly pcc?: string | null;
  readonly ipv4CidrBlock?: string | null;
  readonly ipv6CidrBlock?: string | null;
}
export type Lan = Resource<LanProperties, { readonly nics?: Collection<Nic> }>;

export interface NicProperties {
  readonly name?: string | null;
  readonly mac?: string;
  /** Replaced whole by PATCH and PUT; the first one is the primary address, which DHCP serves. */
  readonly ips?: readonly string[] | null;
  readonly dhcp?: boolean;
  readonly lan?: number;
  readonly firewallActive?: boolean;
  readonly firewallType?: string;
  readonly deviceNumber?: number;
  readonly pciSlot?: number;
}
export type Nic = Resource<NicProperties>;

export interface ServerProperties {
  readonly name?: string | null;
  readonly availabilityZone?: string;
  readonly cores?: number;
  readonly ram?: number;
  readonly vmState?: string;
}
export type Server = Resource<ServerProperties, { readonly nics?: Collection<Nic> }>;

export interface DatacenterProperties {
  readonly name?: string;
  readonly description?: string;
  readonly location?: string;
  readonly version?: number;
  readonly secAuthProtection?: boolean;
}
export type Datacenter = Resource<DatacenterProperties>;

export interface LoadBalancerProperties {
  readonly name?: string;
  readonly ip?: string | null;
  readonly dhcp?: boolean;
}
export type LoadBalancer = Resource<LoadBalancerProperties, { readonly balancednics?: Collection<Nic> }>;

export interface RequestTarget {
  readonly target: { readonly id: string; readonly type: string; readonly href: string };
  readonly status: RequestState;
}

export interface RequestStatus {
  readonly id: string;
  readonly type: "request-status";
  readonly href: string;
  readonly metadata: {
    readonly status: RequestState;
    readonly message?: string;
    readonly etag?: string;
    readonly targets?: readonly RequestTarget[];
  };
}

/** An entry of the request log, `GET /requests`. */
export interface LoggedRequest {
  readonly id: string;
  readonly type: "request";
  readonly href: string;
  readonly metadata?: {
    readonly createdDate?: string;
    readonly createdBy?: string;
    readonly etag?: string;
    readonly requestStatus?: RequestStatus;
  };
  readonly properties?: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    /** The request's body as it was sent, a string. */
    readonly body?: string;
    readonly url?: string;
  };
}

export interface ContractProperties {
  readonly contractNumber?: number;
  readonly owner?: string;
  readonly status?: string;
}
export interface Contract {
  readonly type: "contract";
  readonly properties?: ContractProperties;
}

/** `errorCode` is a string on the wire. */
export interface ErrorBody {
  readonly httpStatus: number;
  readonly messages?: readonly { readonly errorCode: string; readonly message: string }[];
}

/** Of Cloud DNS, an API of its own. */
export interface ReverseRecord {
  readonly id: string;
  readonly properties: { readonly name: string; readonly ip: string; readonly description?: string };
}
