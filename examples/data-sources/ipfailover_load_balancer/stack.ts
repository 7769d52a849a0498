import { TerraformOutput, TerraformStack } from "cdktf";
import { bindings, IpFailoverProvider } from "cdktf-ip-failover";
import type { Construct } from "constructs";

export class Example extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new IpFailoverProvider(this, "ovh", { cloud: "ovh" });

    const shop = new bindings.DataIpfailoverLoadBalancer(this, "shop", {
      loadBalancer: "loadbalancer-0123456789abcdef0123456789abcdef",
    });
    new TerraformOutput(this, "not_live", { value: shop.pendingChanges });
  }
}
