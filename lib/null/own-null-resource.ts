/**
 * null_resource for CDK Terrain, whose bindings of the null provider are not on npm. Synthesizes the same as
 * `@cdktf/provider-null`.
 */
import { TerraformProvider, TerraformResource, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";

const terraformGeneratorMetadata = {
  providerName: "null",
  providerVersion: "3.2.4",
  providerVersionConstraint: "~> 3.0",
};

export interface NullProviderConfig {
  readonly alias?: string;
}

/** The provider `hashicorp/null`. */
export class NullProvider extends TerraformProvider {
  static readonly tfResourceType = "null";
  private aliasName: string | undefined;

  constructor(scope: Construct, id: string, config: NullProviderConfig = {}) {
    super(scope, id, { terraformResourceType: "null", terraformGeneratorMetadata, terraformProviderSource: "null" });
    this.aliasName = config.alias;
  }

  override get alias(): string | undefined {
    return this.aliasName;
  }

  override set alias(value: string | undefined) {
    this.aliasName = value;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { alias: this.aliasName };
  }
}

export interface NullResourceConfig extends TerraformMetaArguments {
  /** Texts; when one changes, the resource is replaced and its provisioners run again. */
  readonly triggers?: Record<string, string>;
}

/** A resource that does nothing but run provisioners. */
export class NullResource extends TerraformResource {
  static readonly tfResourceType = "null_resource";
  readonly triggersInput: Record<string, string> | undefined;

  constructor(scope: Construct, id: string, config: NullResourceConfig = {}) {
    const { triggers, ...meta } = config;
    super(scope, id, { terraformResourceType: "null_resource", terraformGeneratorMetadata, ...meta });
    this.triggersInput = triggers;
  }

  get id(): string {
    return this.getStringAttribute("id");
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { triggers: this.triggersInput };
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    if (this.triggersInput === undefined) return {};
    return { triggers: { value: this.triggersInput, isBlock: false, type: "map", storageClassType: "stringMap" } };
  }
}
