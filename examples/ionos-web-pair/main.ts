/** Two web servers on IONOS that share one public address. */
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { FailoverGroup, IpBlock, IpFailoverProvider } from "cdktf-ip-failover";
import type { Construct } from "constructs";
import { inputs } from "../inputs";

interface WebPairProps {
  readonly datacenterId: string;
  /** A public LAN. */
  readonly lanId: string;
  /** In different availability zones, so that no single outage takes both. */
  readonly servers: Readonly<Record<"a" | "b", { readonly server: string; readonly nic: string }>>;
}

class WebPair extends TerraformStack {
  constructor(scope: Construct, id: string, { datacenterId, lanId, servers }: WebPairProps) {
    super(scope, id);
    // Credentials come from IONOS_TOKEN, or IONOS_USERNAME and IONOS_PASSWORD.
    new IpFailoverProvider(this, "ionos", { cloud: "ionos" });

    const block = new IpBlock(this, "addresses", { location: "de/fra", size: 1 });
    const web = new FailoverGroup(this, "web", {
      ip: block.ip(0),
      network: { datacenterId, lanId },
      members: {
        a: { ...servers.a, priority: 100 },
        b: { ...servers.b, priority: 50 },
      },
      master: "a",
    });
    new TerraformOutput(this, "address", { value: web.ip });
  }
}

const app = new App();
const given = inputs(app, ["datacenter_id", "lan_id", "server_a", "nic_a", "server_b", "nic_b"]);
new WebPair(app, "web-pair", {
  datacenterId: given.datacenter_id,
  lanId: given.lan_id,
  servers: {
    a: { server: given.server_a, nic: given.nic_a },
    b: { server: given.server_b, nic: given.nic_b },
  },
});
app.synth();
