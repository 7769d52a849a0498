/** Two web servers on IONOS that share one public address, and agree by themselves on who holds it. */
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { FailoverGroup, HighAvailability, IpBlock, IpFailoverProvider } from "cdktf-ip-failover";
import type { Construct } from "constructs";
import { inputs } from "../inputs";

interface HaPairProps {
  readonly datacenterId: string;
  /** A public LAN. */
  readonly lanId: string;
  /** In different availability zones, so that no single outage takes both. */
  readonly servers: Readonly<Record<"a" | "b", { readonly server: string; readonly nic: string }>>;
  /** The next hop of the block's addresses. */
  readonly gateway: string;
}

class HaPair extends TerraformStack {
  constructor(scope: Construct, id: string, { datacenterId, lanId, servers, gateway }: HaPairProps) {
    super(scope, id);
    new IpFailoverProvider(this, "ionos", { cloud: "ionos" });

    const block = new IpBlock(this, "addresses", { location: "de/fra", size: 1 });
    const web = new FailoverGroup(this, "web", {
      ip: block.ip(0),
      network: { datacenterId, lanId },
      members: {
        a: { ...servers.a, priority: 150 },
        b: { ...servers.b, priority: 100 },
      },
      master: "a",
    });

    // The first NIC is in the public LAN, the second one in a private LAN where the members hear each other. DHCP would
    // give the failover address to both, so the first one is configured statically.
    const carrier = { interface: "ens6", static: { gateways: [gateway] } };
    new HighAvailability(this, "ha", {
      groups: [web],
      members: {
        a: { heartbeat: { address: "10.0.0.11", interface: "ens7" }, public: carrier },
        b: { heartbeat: { address: "10.0.0.12", interface: "ens7" }, public: carrier },
      },
      checks: { http: { command: ["/usr/bin/curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1/"] } },
    });
    new TerraformOutput(this, "address", { value: web.ip });
  }
}

const app = new App();
const given = inputs(app, ["datacenter_id", "lan_id", "server_a", "nic_a", "server_b", "nic_b", "gateway"]);
new HaPair(app, "ha-pair", {
  datacenterId: given.datacenter_id,
  lanId: given.lan_id,
  servers: {
    a: { server: given.server_a, nic: given.nic_a },
    b: { server: given.server_b, nic: given.nic_b },
  },
  gateway: given.gateway,
});
app.synth();
