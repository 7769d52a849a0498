import type { TerraformMetaArguments, TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { ReverseDns as ReverseDnsResource, type ReverseDnsTimeouts } from "../bindings/reverse-dns";
import { ImportBlock } from "./import-block";
import { defined, isKind, markKind, metaArguments } from "./meta";
import { constructId } from "./names";
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
export class ReverseDns extends Construct {
  /** The resource itself, for what this construct does not offer: `reverse.resource.addOverride(…)`. */
  readonly resource: ReverseDnsResource;

  constructor(scope: Construct, id: string, props: ReverseDnsProps) {
    super(scope, constructId(id));
    markKind(this, KIND);
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

  /** Has Terraform take a PTR record over and write the configuration for it. */
  static generateConfigForImport(
    this: void,
    scope: Construct,
    importToId: string,
    importFromId: string,
    provider?: TerraformProvider,
  ): ImportBlock {
    const to = ReverseDnsResource.tfResourceType;
    return new ImportBlock(scope, importToId, { to, importId: importFromId, ...defined({ provider }) });
  }

  /** Takes over the record that exists already, by its import id. */
  importFrom(recordId: string, provider?: TerraformProvider): void {
    new ImportBlock(this, "import", { to: this.resource, importId: recordId, ...defined({ provider }) });
  }

  /** The address. */
  get ip(): string {
    return this.resource.ip;
  }

  /** Makes it usable in `dependsOn`. */
  get fqn(): string {
    return this.resource.fqn;
  }
}
