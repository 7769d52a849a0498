import { TerraformOutput, TerraformStack } from "cdktf";
import { DataIpFailoverGroup, IpFailoverProvider } from "cdktf-ip-failover";
import type { Construct } from "constructs";

export class Example extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new IpFailoverProvider(this, "ionos", { cloud: "ionos" });
    const web = new DataIpFailoverGroup(this, "web", {
      ip: "203.0.113.10",
      network: { datacenterId: "11111111-1111-4111-8111-111111111111", lanId: "1" },
    });
    new TerraformOutput(this, "registered", { value: web.registeredMaster });
  }
}
