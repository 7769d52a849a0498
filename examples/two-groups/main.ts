/**
 * Two addresses on one LAN, and a server that stands behind both: `b` is the spare of the web server and of the mail
 * server. A NIC has one primary address, so `b` has the second one as an additional address.
 */
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { FailoverGroup, IpBlock, IpFailoverProvider } from "cdktf-ip-failover";
import type { Construct } from "constructs";
import { inputs } from "../inputs";

interface Member {
  readonly server: string;
  readonly nic: string;
}

interface TwoGroupsProps {
  readonly datacenterId: string;
  /** A public LAN. */
  readonly lanId: string;
  readonly web: Member;
  readonly mail: Member;
  readonly spare: Member;
}

class TwoGroups extends TerraformStack {
  constructor(scope: Construct, id: string, { datacenterId, lanId, web, mail, spare }: TwoGroupsProps) {
    super(scope, id);
    new IpFailoverProvider(this, "ionos", { cloud: "ionos" });
    const block = new IpBlock(this, "addresses", { location: "de/fra", size: 2 });
    const network = { datacenterId, lanId };

    const webGroup = new FailoverGroup(this, "web", {
      ip: block.ip(0),
      network,
      members: { web: { ...web, priority: 100 }, spare: { ...spare, priority: 50 } },
      master: "web",
    });
    const mailGroup = new FailoverGroup(this, "mail", {
      ip: block.ip(1),
      network,
      members: { mail: { ...mail, priority: 100 }, spare: { ...spare, priority: 50 } },
      master: "mail",
      addressRole: "additional",
    });
    new TerraformOutput(this, "web_address", { value: webGroup.ip });
    new TerraformOutput(this, "mail_address", { value: mailGroup.ip });
  }
}

const app = new App();
const given = inputs(app, [
  "datacenter_id",
  "lan_id",
  "server_web",
  "nic_web",
  "server_mail",
  "nic_mail",
  "server_spare",
  "nic_spare",
]);
new TwoGroups(app, "two-groups", {
  datacenterId: given.datacenter_id,
  lanId: given.lan_id,
  web: { server: given.server_web, nic: given.nic_web },
  mail: { server: given.server_mail, nic: given.nic_mail },
  spare: { server: given.server_spare, nic: given.nic_spare },
});
app.synth();
