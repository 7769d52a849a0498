import { TerraformStack } from "cdktf";
import { bindings, IpFailoverProvider } from "cdktf-ip-failover";
import type { Construct } from "constructs";

const loadBalancer = "loadbalancer-0123456789abcdef0123456789abcdef";

export class Example extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new IpFailoverProvider(this, "ovh", { cloud: "ovh" });

    // Serves every front-end that has no dedicated addresses.
    new bindings.FrontendBinding(this, "all", { loadBalancer, ips: ["203.0.113.10", "203.0.113.11"] });

    // Serves one front-end that exists already; whatever else it answers on, it keeps.
    new bindings.FrontendBinding(this, "shop", {
      loadBalancer,
      frontend: { protocol: "http", id: "4242" },
      ips: ["203.0.113.12"],
      onDestroy: "release",
    });
  }
}
