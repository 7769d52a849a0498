import { TerraformOutput, TerraformStack } from "cdktf";
import { IpFailoverProvider, VirtualMac } from "cdktf-ip-failover";
import type { Construct } from "constructs";

export class Example extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new IpFailoverProvider(this, "ovh", { cloud: "ovh" });

    // One MAC for each address: OVHcloud does not move addresses that share one.
    const mac = new VirtualMac(this, "web", { addresses: ["203.0.113.10"], name: "web" });
    // What the virtual machine's interface must have.
    new TerraformOutput(this, "mac", { value: mac.mac });
  }
}
