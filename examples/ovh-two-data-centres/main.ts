/** An additional address of OVHcloud that moves between two dedicated servers in different data centres. */
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { FailoverGroup, IpFailoverProvider } from "cdktf-ip-failover";
import type { Construct } from "constructs";
import { inputs } from "../inputs";

interface TwoDataCentresProps {
  /** An additional address, or a whole block such as `203.0.113.0/28`, which moves as one. */
  readonly ip: string;
  /** A dedicated server in Gravelines and one in Roubaix, between which addresses may move. */
  readonly servers: Readonly<Record<"gravelines" | "roubaix", string>>;
  /** Who holds the address at first; editing it moves the address. */
  readonly master: string;
}

class TwoDataCentres extends TerraformStack {
  constructor(scope: Construct, id: string, { ip, servers, master }: TwoDataCentresProps) {
    super(scope, id);
    // Credentials come from OVH_APPLICATION_KEY, OVH_APPLICATION_SECRET and OVH_CONSUMER_KEY, or ovh.conf.
    new IpFailoverProvider(this, "ovh", { cloud: "ovh" });

    const web = new FailoverGroup(this, "web", {
      ip,
      members: {
        gravelines: { server: servers.gravelines, priority: 100 },
        roubaix: { server: servers.roubaix, priority: 50 },
      },
      master,
    });
    new TerraformOutput(this, "address", { value: web.ip });
  }
}

const app = new App();
const given = inputs(app, ["ip", "server_gravelines", "server_roubaix", "master"]);
new TwoDataCentres(app, "two-data-centres", {
  ip: given.ip,
  servers: { gravelines: given.server_gravelines, roubaix: given.server_roubaix },
  master: given.master,
});
app.synth();
