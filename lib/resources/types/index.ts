import type { DataSourceType, ResourceType } from "../resource-type";
import { frontendBinding } from "./frontend-binding/resource";
import { frontend } from "./frontend/resource";
import { groupData } from "./group/data-source";
import { group } from "./group/resource";
import { ipBlock } from "./ip-block/resource";
import { ipData } from "./ip/data-source";
import { reverseDns } from "./reverse-dns/resource";
import { virtualMac } from "./virtual-mac/resource";
import { loadBalancerActivation } from "./load-balancer-activation/resource";
import { loadBalancerData } from "./load-balancer/data-source";
import { targetsData } from "./targets/data-source";

export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  ipfailover_frontend: frontend,
  ipfailover_frontend_binding: frontendBinding,
  ipfailover_group: group,
  ipfailover_ip_block: ipBlock,
  ipfailover_reverse_dns: reverseDns,
  ipfailover_virtual_mac: virtualMac,
  ipfailover_load_balancer_activation: loadBalancerActivation,
};

export const dataSourceTypes: Readonly<Record<string, DataSourceType>> = {
  ipfailover_group: groupData,
  ipfailover_ip: ipData,
  ipfailover_load_balancer: loadBalancerData,
  ipfailover_targets: targetsData,
};
