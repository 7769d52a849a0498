/** A load balancer of OVHcloud: one address for a shop alone, and another one for everything else. */
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { Frontend, FrontendBinding, IpFailoverProvider } from "cdktf-ip-failover";
import type { Construct } from "constructs";
import { inputs } from "../inputs";

interface ShopProps {
  readonly loadBalancer: string;
  /** Two http farms: their ids, or resources of the vendor's bindings. */
  readonly farms: Readonly<Record<"shop" | "site", string>>;
  readonly addresses: Readonly<Record<"shop" | "all", string>>;
}

class Shop extends TerraformStack {
  constructor(scope: Construct, id: string, { loadBalancer, farms, addresses }: ShopProps) {
    super(scope, id);
    // Credentials come from OVH_APPLICATION_KEY, OVH_APPLICATION_SECRET and OVH_CONSUMER_KEY, or ovh.conf.
    new IpFailoverProvider(this, "ovh", { cloud: "ovh" });

    // Both listen on port 80: the dedicated address tells them apart.
    const shop = new Frontend(this, "shop", {
      loadBalancer,
      protocol: "http",
      port: 80,
      defaultFarm: farms.shop,
      dedicatedIps: [addresses.shop],
    });
    new Frontend(this, "site", { loadBalancer, protocol: "http", port: 80, defaultFarm: farms.site });
    // For all front-ends without addresses of their own.
    new FrontendBinding(this, "everybody", { loadBalancer, ips: [addresses.all], onDestroy: "release" });

    // One refresh makes all of it live, after everything else: the constructs have added it.
    new TerraformOutput(this, "shop_frontend", { value: shop.frontendId });
  }
}

const app = new App();
const given = inputs(app, ["load_balancer", "farm_shop", "farm_site", "ip_shop", "ip_all"]);
new Shop(app, "shop", {
  loadBalancer: given.load_balancer,
  farms: { shop: given.farm_shop, site: given.farm_site },
  addresses: { shop: given.ip_shop, all: given.ip_all },
});
app.synth();
