import { TerraformOutput, TerraformStack } from "cdktf";
import { FailoverGroup, IpBlock, IpFailoverProvider } from "cdktf-ip-failover";
import type { Construct } from "constructs";

export class Example extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new IpFailoverProvider(this, "ionos", { cloud: "ionos" });
    const block = new IpBlock(this, "addresses", { location: "de/fra", size: 1 });

    const web = new FailoverGroup(this, "web", {
      ip: block.ip(0),
      network: { datacenterId: "11111111-1111-4111-8111-111111111111", lanId: "1" },
      members: {
        // Ids, or resources of the vendor's bindings.
        a: {
          server: "aaaaaaaa-1111-4111-8111-111111111111",
          nic: "aaaaaaaa-2222-4222-8222-222222222222",
          priority: 100,
        },
        b: {
          server: "bbbbbbbb-1111-4111-8111-111111111111",
          nic: "bbbbbbbb-2222-4222-8222-222222222222",
          priority: 50,
        },
      },
      master: "a",
    });
    new TerraformOutput(this, "address", { value: web.ip });
  }
}
