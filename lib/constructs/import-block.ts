/** `import` blocks without the framework's check, which runs `terraform version` once for each of them. */
import { TerraformElement, type TerraformProvider, type TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { defined } from "./meta";
import { constructId } from "./names";

export interface ImportBlockProps {
  /** The resource that takes the object over, or only its type: then Terraform writes the configuration for it. */
  readonly to: TerraformResource | string;
  /** The object's import id. */
  readonly importId: string;
  readonly provider?: TerraformProvider;
}

/** An `import` block, Terraform 1.5 or newer. */
export class ImportBlock extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ImportBlockProps,
  ) {
    super(scope, constructId(id));
  }

  override toTerraform(): unknown {
    const { importId, provider } = this.props;
    return { import: [{ to: this.address, id: importId, provider: provider?.fqn }] };
  }

  override toHclTerraform(): unknown {
    const simple = (value: string, storageClassType: string) => ({ value, type: "simple", storageClassType });
    const { importId, provider } = this.props;
    return {
      import: [
        {
          to: simple(this.address, "reference"),
          id: simple(importId, "string"),
          provider: provider && simple(provider.fqn, "reference"),
        },
      ],
    };
  }

  /** Tells the CLI for which imports it must ask Terraform to generate configuration. */
  override toMetadata(): unknown {
    return typeof this.props.to === "string" ? { importsGeneratingConfiguration: [this.friendlyUniqueId] } : {};
  }

  private get address(): string {
    const { to } = this.props;
    return typeof to === "string"
      ? `${to}.${this.friendlyUniqueId}`
      : `${to.terraformResourceType}.${to.friendlyUniqueId}`;
  }
}

/**
 * The static method of a construct that has Terraform take an object over and write the configuration for it.
 * @param type the Terraform type of the construct's resource
 */
export function configForImport(type: string) {
  return (scope: Construct, importToId: string, importFromId: string, provider?: TerraformProvider): ImportBlock =>
    new ImportBlock(scope, importToId, { to: type, importId: importFromId, ...defined({ provider }) });
}
