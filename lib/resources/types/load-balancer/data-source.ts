import type { LoadBalancerObservation } from "../../../clouds/ports/load-balancers";
import type { DataSourceType } from "../../resource-type";
import { textOf } from "../../value";
import type { ObjectValue } from "../../value";
import { loadBalancerDataSchema } from "./data-schema";
import { checkLoadBalancer, checkLoadBalancers, noLoadBalancers } from "./rules";

export const loadBalancerData: DataSourceType = {
  schema: loadBalancerDataSchema,
  key: "load_balancer",
  validate: ({ load_balancer }) => checkLoadBalancer(load_balancer),
  check: checkLoadBalancers,
  unsupported: (cloud) => (cloud.loadBalancers ? undefined : noLoadBalancers(cloud)),

  async read({ cloud, signal }, config) {
    const name = textOf(config.load_balancer);
    const seen = await cloud.loadBalancers?.read(name, signal);
    return seen && { id: name, ...attributesOf(seen) };
  },
  missing: ({ load_balancer }) =>
    `load_balancer ${textOf(load_balancer)}: this account has no such load balancer. Check the name and the provider's credentials.`,
};

/** Everything in one order, whatever order the cloud answers in. */
function attributesOf(seen: LoadBalancerObservation): ObjectValue {
  return {
    display_name: seen.displayName,
    state: seen.state,
    ipv4: seen.ipv4,
    ipv6: seen.ipv6,
    zones: [...seen.zones].sort(),
    vrack: seen.vrack,
    ips: [...seen.failoverIps].sort(),
    frontends: seen.frontends
      .map(({ protocol, id, port, zone, dedicatedIps, defaultFarmId, disabled, displayName }) => ({
        protocol,
        frontend_id: Number(id),
        port,
        zone,
        dedicated_ips: [...dedicatedIps].sort(),
        default_farm_id: defaultFarmId,
        disabled,
        display_name: displayName,
      }))
      .sort((a, b) => a.protocol.localeCompare(b.protocol) || a.frontend_id - b.frontend_id),
    pending_changes: [...seen.pendingChanges]
      .filter(([, number]) => number > 0)
      .map(([zone, number]) => ({ zone, number }))
      .sort((a, b) => a.zone.localeCompare(b.zone)),
    running_tasks: seen.runningTasks
      .map(({ id, action, status, zones }) => ({ id, action, status, zones: [...zones].sort() }))
      .sort((a, b) => Number(a.id) - Number(b.id)),
  };
}
