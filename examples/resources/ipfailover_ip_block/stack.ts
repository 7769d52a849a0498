import { TerraformOutput, TerraformStack } from "cdktf";
import { IpBlock, IpFailoverProvider } from "cdktf-ip-failover";
import type { Construct } from "constructs";

export class Example extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new IpFailoverProvider(this, "ionos", { cloud: "ionos" });

    const block = new IpBlock(this, "addresses", { location: "de/fra", size: 1 });
    new TerraformOutput(this, "address", { value: block.ip(0) });

    // A block that exists already is only used, and never given back.
    IpBlock.fromBlockId(this, "existing", "22222222-2222-4222-8222-222222222222");
  }
}
