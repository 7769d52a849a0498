import type { TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { ReverseDns as ReverseDnsResource, type ReverseDnsTimeouts } from "../bindings/reverse-dns";
import { configForImport } from "./import-block";
import { defined, isKind, metaArguments } from "./meta";
import { ResourceConstruct } from "./resource-construct";
import { checkStack } from "./stack-check";

const KIND = Symbol.for("cdktf-ip-failover/ReverseDns");

export interface ReverseDnsProps extends TerraformMetaArguments {
  /** The address, IPv4 or IPv6. It may be one of a larger block. */
  readonly ip: string;
  /** The full host name, such as `mail.example.com`. On OVHcloud it must resolve to the address. */
  readonly name: string;
  /** Warnings that are known and meant, by the word that each warning names. */
  readonly acknowledge?: string[];
  /** Deadlines such as `90s`, `30m` or `1h30m`. */
  readonly timeouts?: ReverseDnsTimeouts;
}

/**
 * The name to which one address resolves back, its PTR record. Let it depend on the record of the name itself, where
 * that is in the same stack: OVHcloud takes no name that does not resolve.
 *
 * @example
 * new ReverseDns(stack, "mail", { ip: mail.ip, name: "mail.example.com", dependsOn: [record] });
 */
export class ReverseDns extends ResourceConstruct<ReverseDnsResource> {
  override readonly resource: ReverseDnsResource;

  constructor(scope: Construct, id: string, props: ReverseDnsProps) {
    super(scope, id, KIND);
    const { ip, name, acknowledge, timeouts } = props;
    this.resource = new ReverseDnsResource(this, "Default", {
      ...metaArguments(props),
      ...defined({ ip, name, acknowledge, timeouts }),
    });
    checkStack(this);
  }

  static isReverseDns(this: void, value: unknown): value is ReverseDns {
    return isKind(value, KIND);
  }

  /** Has Terraform take a PTR record over and write the configuration for it. Import id: the address. */
  static readonly generateConfigForImport = configForImport(ReverseDnsResource.tfResourceType);

  /** The address. */
  get ip(): string {
    return this.resource.ip;
  }
}
