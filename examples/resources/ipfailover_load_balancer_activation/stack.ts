import { TerraformStack } from "cdktf";
import { Frontend, IpFailoverProvider, LoadBalancerActivation } from "cdktf-ip-failover";
import type { Construct } from "constructs";

export class Example extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new IpFailoverProvider(this, "ovh", { cloud: "ovh" });
    const loadBalancer = "loadbalancer-0123456789abcdef0123456789abcdef";

    // It comes after everything of the load balancer that the stack declares, and makes it live with one refresh. Without
    // this line the first front-end adds it.
    new LoadBalancerActivation(this, "shop", { loadBalancer, timeouts: { update: "1h" } });
    new Frontend(this, "web", { loadBalancer, protocol: "http", port: 80, defaultFarm: "2001" });
  }
}
