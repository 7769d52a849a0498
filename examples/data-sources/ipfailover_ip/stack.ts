import { TerraformOutput, TerraformStack } from "cdktf";
import { DataIpFailoverAddress, IpFailoverProvider } from "cdktf-ip-failover";
import type { Construct } from "constructs";

export class Example extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new IpFailoverProvider(this, "ionos", { cloud: "ionos" });
    const address = new DataIpFailoverAddress(this, "web", { ip: "203.0.113.10" });
    new TerraformOutput(this, "block", { value: address.blockId });
  }
}
