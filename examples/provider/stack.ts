import { TerraformStack } from "cdktf";
import { IpFailoverProvider } from "cdktf-ip-failover";
import type { Construct } from "constructs";

export class Example extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    // Credentials come from IONOS_TOKEN, or IONOS_USERNAME and IONOS_PASSWORD.
    new IpFailoverProvider(this, "ionos", { cloud: "ionos" });
  }
}
