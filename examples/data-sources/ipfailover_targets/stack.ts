import { TerraformOutput, TerraformStack } from "cdktf";
import { bindings, IpFailoverProvider } from "cdktf-ip-failover";
import type { Construct } from "constructs";

export class Example extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new IpFailoverProvider(this, "ovh", { cloud: "ovh" });

    const web = new bindings.DataIpfailoverTargets(this, "web", { ip: "203.0.113.7" });
    new TerraformOutput(this, "targets", { value: web.targets });
  }
}
