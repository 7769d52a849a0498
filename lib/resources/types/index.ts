import type { DataSourceType, ResourceType } from "../resource-type";
import { groupData } from "./group/data-source";
import { group } from "./group/resource";
import { ipBlock } from "./ip-block/resource";
import { ipData } from "./ip/data-source";
import { loadBalancerActivation } from "./load-balancer-activation/resource";

export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  ipfailover_group: group,
  ipfailover_ip_block: ipBlock,
  ipfailover_load_balancer_activation: loadBalancerActivation,
};

export const dataSourceTypes: Readonly<Record<string, DataSourceType>> = {
  ipfailover_group: groupData,
  ipfailover_ip: ipData,
};
