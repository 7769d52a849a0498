import { TerraformOutput, TerraformStack } from "cdktf";
import { bindings, IpFailoverProvider } from "cdktf-ip-failover";
import type { Construct } from "constructs";

export class Example extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new IpFailoverProvider(this, "ovh", { cloud: "ovh" });

    const web = new bindings.Frontend(this, "web", {
      loadBalancer: "loadbalancer-0123456789abcdef0123456789abcdef",
      protocol: "http",
      port: "443",
      displayName: "web",
      // Answers on this address alone; it is routed to the load balancer first.
      dedicatedIps: ["203.0.113.10"],
      defaultFarmId: 2001,
      defaultSslId: 3001,
      ssl: true,
      hsts: true,
      httpHeaders: ["X-Client %ci"],
      deniedSource: ["198.51.100.0/24"],
    });
    new TerraformOutput(this, "frontend", { value: web.frontendId });
  }
}
