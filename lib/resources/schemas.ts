/** Every schema table, by its Terraform name. What is generated from the tables reads this file alone. */
import type { Schema } from "./schema";
import { frontendBindingSchema } from "./types/frontend-binding/schema";
import { frontendSchema } from "./types/frontend/schema";
import { groupDataSchema } from "./types/group/data-schema";
import { groupSchema } from "./types/group/schema";
import { ipBlockSchema } from "./types/ip-block/schema";
import { ipDataSchema } from "./types/ip/data-schema";
import { loadBalancerActivationSchema } from "./types/load-balancer-activation/schema";
import { loadBalancerDataSchema } from "./types/load-balancer/data-schema";
import { reverseDnsSchema } from "./types/reverse-dns/schema";
import { targetsDataSchema } from "./types/targets/data-schema";
import { virtualMacSchema } from "./types/virtual-mac/schema";
import { providerSchema } from "./types/provider";

/** The provider's one fully qualified address, the same for Terraform and OpenTofu. */
export const PROVIDER_SOURCE = "registry.terraform.io/cdktf-ip-failover/ipfailover";

export const schemas: {
  readonly provider: Schema;
  readonly resources: Readonly<Record<string, Schema>>;
  readonly dataSources: Readonly<Record<string, Schema>>;
} = {
  provider: providerSchema,
  resources: {
    ipfailover_frontend: frontendSchema,
    ipfailover_frontend_binding: frontendBindingSchema,
    ipfailover_group: groupSchema,
    ipfailover_ip_block: ipBlockSchema,
    ipfailover_load_balancer_activation: loadBalancerActivationSchema,
    ipfailover_reverse_dns: reverseDnsSchema,
    ipfailover_virtual_mac: virtualMacSchema,
  },
  dataSources: {
    ipfailover_group: groupDataSchema,
    ipfailover_ip: ipDataSchema,
    ipfailover_load_balancer: loadBalancerDataSchema,
    ipfailover_targets: targetsDataSchema,
  },
};
