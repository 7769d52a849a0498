/** A good stack on OVHcloud, to be spoilt in one place. */
import { PROVIDER_SOURCE } from "../../../lib/resources/schemas";
import { packageVersion } from "../../../lib/version";
import type { OvhWorld } from "./ovh-world";
import type { Json } from "./stacks";

export interface GoodOvhStack {
  terraform: Json;
  provider: { ipfailover: [Json] };
  resource: {
    ipfailover_virtual_mac: Record<string, Json>;
    ipfailover_reverse_dns: Record<string, Json>;
    ipfailover_frontend: Record<string, Json>;
    ipfailover_frontend_binding: Record<string, Json>;
    ipfailover_group: Record<string, Json>;
    ipfailover_ip_block: Record<string, Json>;
    [type: string]: Record<string, Json>;
  };
  [block: string]: Json;
}

/** It plans without any complaint; endpoint and keys come from the environment. */
export function goodOvhStack({ ips, spare, balancer, farm, frontend, server, moving }: OvhWorld): GoodOvhStack {
  return {
    terraform: { required_providers: { ipfailover: { source: PROVIDER_SOURCE, version: packageVersion } } },
    provider: { ipfailover: [{ cloud: "ovh" }] },
    resource: {
      ipfailover_virtual_mac: { web: { addresses: [ips[0]], name: "web" } },
      ipfailover_reverse_dns: { web: { ip: ips[0], name: "web.example.com" } },
      ipfailover_frontend: {
        web: {
          load_balancer: balancer,
          protocol: "http",
          port: "443",
          dedicated_ips: [spare[0]],
          default_farm_id: farm,
        },
      },
      ipfailover_frontend_binding: {
        shop: {
          load_balancer: balancer,
          frontend: { protocol: "http", id: String(frontend) },
          ips: [spare[1]],
          acknowledge: ["restricts-frontend"],
        },
      },
      ipfailover_group: {
        web: { ip: moving.ip, members: { a: { server }, b: { server: moving.other } }, master: "a" },
      },
      ipfailover_ip_block: { shop: { adopt: moving.block, description: "shop" } },
    },
    data: {
      ipfailover_load_balancer: { all: { load_balancer: balancer } },
      ipfailover_targets: { web: { ip: moving.ip } },
      ipfailover_ip: { web: { ip: moving.ip } },
    },
  };
}
