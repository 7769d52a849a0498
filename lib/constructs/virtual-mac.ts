import type { TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { VirtualMac as VirtualMacResource, type VirtualMacTimeouts } from "../bindings/virtual-mac";
import { configForImport } from "./import-block";
import { defined, isKind, metaArguments } from "./meta";
import { ResourceConstruct } from "./resource-construct";
import { checkStack } from "./stack-check";

const KIND = Symbol.for("cdktf-ip-failover/VirtualMac");

export interface VirtualMacProps extends TerraformMetaArguments {
  /** The IPv4 addresses that have the MAC, at least one; all routed to one dedicated server. */
  readonly addresses: string[];
  /**
   * Whose hypervisor accepts the MAC: `ovh` for all but VMware ESXi, which wants `vmware`.
   * @default "ovh"
   */
  readonly type?: string;
  /**
   * The virtual machine's name, as the cloud's console shows it.
   * @default "failover"
   */
  readonly name?: string;
  /** Warnings that are known and meant, by the word that each warning names. */
  readonly acknowledge?: string[];
  /** Deadlines such as `90s`, `30m` or `1h30m`. */
  readonly timeouts?: VirtualMacTimeouts;
}

/**
 * The MAC address of a virtual machine on a dedicated server, for addresses that are routed to that server. It goes along
 * when its address moves; OVHcloud moves no address that shares its MAC with others.
 *
 * @example
 * const mac = new VirtualMac(stack, "vm", { addresses: [web.ip] });
 */
export class VirtualMac extends ResourceConstruct<VirtualMacResource> {
  override readonly resource: VirtualMacResource;

  constructor(scope: Construct, id: string, props: VirtualMacProps) {
    super(scope, id, KIND);
    const { addresses, type, name, acknowledge, timeouts } = props;
    this.resource = new VirtualMacResource(this, "Default", {
      ...metaArguments(props),
      ...defined({ addresses, type, name, acknowledge, timeouts }),
    });
    checkStack(this);
  }

  static isVirtualMac(this: void, value: unknown): value is VirtualMac {
    return isKind(value, KIND);
  }

  /** Has Terraform take a virtual MAC over and write the configuration for it. Import id: any of its addresses. */
  static readonly generateConfigForImport = configForImport(VirtualMacResource.tfResourceType);

  /** The MAC address, which the virtual machine's interface must have. */
  get mac(): string {
    return this.resource.mac;
  }

  /** The server to which the addresses are routed now: it follows the holder. */
  get server(): string {
    return this.resource.server;
  }
}
