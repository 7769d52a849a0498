/** What the constructs have in common that stand for one resource or data source of ours. */
import type { TerraformDataSource, TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { ImportBlock } from "./import-block";
import { defined, markKind } from "./meta";
import { constructId } from "./names";

/** A construct around one element of the stack, which is its child `Default`. */
export abstract class ElementConstruct<Element extends TerraformDataSource | TerraformResource> extends Construct {
  /** The element itself, for what the construct does not offer: `construct.resource.addOverride(…)`. */
  abstract readonly resource: Element;

  /** @param kind see {@link markKind} */
  constructor(scope: Construct, id: string, kind: symbol) {
    super(scope, constructId(id));
    markKind(this, kind);
  }

  /** Makes it usable in `dependsOn`. */
  get fqn(): string {
    return this.resource.fqn;
  }
}

/** A construct around one resource. */
export abstract class ResourceConstruct<Resource extends TerraformResource> extends ElementConstruct<Resource> {
  /** Takes over what exists already instead of making it, by its import id. */
  importFrom(importId: string, provider?: TerraformProvider): void {
    new ImportBlock(this, "import", { to: this.resource, importId, ...defined({ provider }) });
  }
}
