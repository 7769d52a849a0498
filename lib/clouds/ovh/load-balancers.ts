/** IP Load Balancers as they are configured. */
import type { LoadBalancerFrontend, LoadBalancerPort } from "../ports/load-balancers";
import type { Balancers, WithProtocol } from "./balancers";
import { blockOf, fieldsOf } from "./frontend-fields";
import type { Frontend } from "./wire";

export function createLoadBalancers(balancers: Balancers): LoadBalancerPort {
  return {
    async read(loadBalancer, signal) {
      const since = Date.now();
      const [service, balancer, pending = [], tasks = []] = await Promise.all([
        balancers.service(loadBalancer, since, signal),
        balancers.get(loadBalancer, since, signal),
        balancers.pendingChanges(loadBalancer, since, signal),
        balancers.runningTasks(loadBalancer, since, signal),
      ]);
      if (!service || !balancer) return undefined;
      const { displayName, state, ipv4, ipv6, zone: zones, vrackName: vrack } = service;
      return {
        ...{ displayName: displayName || null, state, ipv4, ipv6, zones, vrack },
        failoverIps: balancer.failover.map(blockOf),
        frontends: balancer.frontends.map(shown),
        pendingChanges: new Map(pending.filter(({ number }) => number > 0).map(({ zone, number }) => [zone, number])),
        runningTasks: tasks.map((task) => ({ ...task, id: String(task.id) })),
      };
    },
  };
}

function shown(frontend: WithProtocol<Frontend>): LoadBalancerFrontend {
  const { port, zone, dedicatedIps, defaultFarmId, disabled, displayName } = fieldsOf(frontend);
  return {
    protocol: frontend.protocol,
    id: String(frontend.frontendId),
    port,
    zone,
    dedicatedIps: dedicatedIps.map(blockOf),
    defaultFarmId,
    disabled,
    displayName,
  };
}
