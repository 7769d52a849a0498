import { TerraformStack } from "cdktf";
import { bindings, IpFailoverProvider } from "cdktf-ip-failover";
import type { Construct } from "constructs";

export class Example extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new IpFailoverProvider(this, "ovh", { cloud: "ovh" });
    const loadBalancer = "loadbalancer-0123456789abcdef0123456789abcdef";

    const web = new bindings.Frontend(this, "web", {
      loadBalancer,
      protocol: "http",
      port: "80",
      defaultFarmId: 2001,
      goesLive: "with-activation",
    });

    // One for each load balancer: everything that its triggers come from is applied first, and then made live with one
    // refresh. Objects of the vendor's provider go in as a whole, so that any change of them is seen: Fn.jsonencode(farm).
    new bindings.LoadBalancerActivation(this, "shop", { loadBalancer, triggers: { web: web.revision } });
  }
}
