import { TerraformStack } from "cdktf";
import { IpFailoverProvider, ReverseDns } from "cdktf-ip-failover";
import type { Construct } from "constructs";

export class Example extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new IpFailoverProvider(this, "ovh", { cloud: "ovh" });

    new ReverseDns(this, "mail", { ip: "203.0.113.10", name: "mail.example.com" });
  }
}
