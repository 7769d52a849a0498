import { Fn, TerraformStack } from "cdktf";
import { bindings, IpFailoverProvider } from "cdktf-ip-failover";
import type { Construct } from "constructs";

export class Example extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new IpFailoverProvider(this, "ovh", { cloud: "ovh" });

    // One for each load balancer: everything that its triggers name is applied first, and then made live with one refresh.
    new bindings.LoadBalancerActivation(this, "shop", {
      loadBalancer: "loadbalancer-0123456789abcdef0123456789abcdef",
      triggers: { farms: Fn.jsonencode(["2001", "2002"]) },
    });
  }
}
