import { type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { DataIpfailoverGroup, type DataIpfailoverGroupMembersMap } from "../bindings/data-ipfailover-group";
import { DataIpfailoverIp, type DataIpfailoverIpConsumersList } from "../bindings/data-ipfailover-ip";
import { DataIpfailoverLoadBalancer } from "../bindings/data-ipfailover-load-balancer";
import { DataIpfailoverTargets, type DataIpfailoverTargetsTargetsList } from "../bindings/data-ipfailover-targets";
import type { FailoverNetwork } from "./failover-group";
import { defined, idOf, isKind, metaArguments, type Reference } from "./meta";
import { ElementConstruct } from "./resource-construct";
import { checkStack } from "./stack-check";

const GROUP = Symbol.for("cdktf-ip-failover/DataIpFailoverGroup");
const LOAD_BALANCER = Symbol.for("cdktf-ip-failover/DataIpFailoverLoadBalancer");
const TARGETS = Symbol.for("cdktf-ip-failover/DataIpFailoverTargets");
const ADDRESS = Symbol.for("cdktf-ip-failover/DataIpFailoverAddress");

export interface DataIpFailoverGroupProps extends TerraformMetaArguments {
  /** The failover address. */
  readonly ip: string;
  /** IONOS, where it is required: the LAN in which the group is registered. */
  readonly network?: FailoverNetwork;
}

/** A failover group as it stands on the cloud, whoever made it. */
export class DataIpFailoverGroup extends ElementConstruct<DataIpfailoverGroup> {
  override readonly resource: DataIpfailoverGroup;

  constructor(scope: Construct, id: string, props: DataIpFailoverGroupProps) {
    super(scope, id, GROUP);
    const network = props.network && {
      datacenterId: idOf(props.network.datacenterId),
      lanId: idOf(props.network.lanId),
    };
    this.resource = new DataIpfailoverGroup(this, "Default", {
      ...metaArguments(props),
      ip: props.ip,
      ...defined({ network }),
    });
    checkStack(this);
  }

  static isDataIpFailoverGroup(this: void, value: unknown): value is DataIpFailoverGroup {
    return isKind(value, GROUP);
  }

  get ip(): string {
    return this.resource.ip;
  }

  /** Everybody that has the address: `group.members.get("server name").nic`. */
  get members(): DataIpfailoverGroupMembersMap {
    return this.resource.members;
  }

  /** The member that holds the address now. Null on IONOS, whose API cannot know. */
  get holder(): string {
    return this.resource.holder;
  }

  /** IONOS: the member whose NIC is registered in the LAN's entry; null when there is no entry. */
  get registeredMaster(): string {
    return this.resource.registeredMaster;
  }

  /** The target that the cloud routes the address to. Null on IONOS, where VRRP decides. */
  get routedTo(): string {
    return this.resource.routedTo;
  }
}

export interface DataIpFailoverAddressProps extends TerraformMetaArguments {
  /** The address. */
  readonly ip: string;
}

/** One public address: the block that it belongs to, what uses it, and the failover group that it is in. */
export class DataIpFailoverAddress extends ElementConstruct<DataIpfailoverIp> {
  override readonly resource: DataIpfailoverIp;

  constructor(scope: Construct, id: string, props: DataIpFailoverAddressProps) {
    super(scope, id, ADDRESS);
    this.resource = new DataIpfailoverIp(this, "Default", { ...metaArguments(props), ip: props.ip });
    checkStack(this);
  }

  static isDataIpFailoverAddress(this: void, value: unknown): value is DataIpFailoverAddress {
    return isKind(value, ADDRESS);
  }

  get ip(): string {
    return this.resource.ip;
  }

  /** The block that it belongs to. */
  get blockId(): string {
    return this.resource.blockId;
  }

  /** Where it can be used, such as `de/fra`. */
  get location(): string {
    return this.resource.location;
  }

  /** The target that the cloud routes the address to. Null on IONOS, where VRRP decides. */
  get routedTo(): string {
    return this.resource.routedTo;
  }

  /** The MAC of the only NIC that has it; null when several do. */
  get mac(): string {
    return this.resource.mac;
  }

  /** The PTR record's name, where the cloud tells it. */
  get reverseDns(): string {
    return this.resource.reverseDns;
  }

  /** The failover group that it is in, as its import id; null when it is in none. */
  get groupId(): string {
    return this.resource.groupId;
  }

  /** Everything that uses the address. */
  get consumers(): DataIpfailoverIpConsumersList {
    return this.resource.consumers;
  }
}

export interface DataIpFailoverLoadBalancerProps extends TerraformMetaArguments {
  /** The load balancer: its service name, or the resource or data source of the vendor's bindings. */
  readonly loadBalancer: Reference;
}

/** A load balancer as it is configured: its addresses, front-ends and zones, and what is not live yet. */
export class DataIpFailoverLoadBalancer extends ElementConstruct<DataIpfailoverLoadBalancer> {
  override readonly resource: DataIpfailoverLoadBalancer;

  constructor(scope: Construct, id: string, props: DataIpFailoverLoadBalancerProps) {
    super(scope, id, LOAD_BALANCER);
    const loadBalancer = idOf(props.loadBalancer);
    this.resource = new DataIpfailoverLoadBalancer(this, "Default", { ...metaArguments(props), loadBalancer });
    checkStack(this);
  }

  static isDataIpFailoverLoadBalancer(this: void, value: unknown): value is DataIpFailoverLoadBalancer {
    return isKind(value, LOAD_BALANCER);
  }

  /** The failover addresses and blocks that are routed to it, in CIDR, sorted. */
  get ips(): string[] {
    return this.resource.ips;
  }

  /** Its zones, in alphabetical order. */
  get zones(): string[] {
    return this.resource.zones;
  }
}

export interface DataIpFailoverTargetsProps extends TerraformMetaArguments {
  /** The address, or a block in CIDR notation. */
  readonly ip: string;
}

/** Where an address may be routed to, and why not elsewhere. */
export class DataIpFailoverTargets extends ElementConstruct<DataIpfailoverTargets> {
  override readonly resource: DataIpfailoverTargets;

  constructor(scope: Construct, id: string, props: DataIpFailoverTargetsProps) {
    super(scope, id, TARGETS);
    this.resource = new DataIpfailoverTargets(this, "Default", { ...metaArguments(props), ip: props.ip });
    checkStack(this);
  }

  static isDataIpFailoverTargets(this: void, value: unknown): value is DataIpFailoverTargets {
    return isKind(value, TARGETS);
  }

  /** All targets, by kind and name. */
  get targets(): DataIpfailoverTargetsTargetsList {
    return this.resource.targets;
  }

  /** The service that it is routed to now; null when it is parked. */
  get routedTo(): string {
    return this.resource.routedTo;
  }
}
