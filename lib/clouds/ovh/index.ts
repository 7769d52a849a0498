/** OVHcloud: an API call routes an additional ("failover") address to a service. */
import { unlessStopped } from "../../http/wait";
import type { Cloud } from "../cloud";
import { createSharedRead } from "../shared-read";
import { lookUpAccount } from "./account";
import { createActivations } from "./activations";
import { createAddresses } from "./addresses";
import { advice } from "./advice";
import { createOvhApi } from "./api";
import { ipApi } from "./api-ip";
import { loadBalancerApi } from "./api-load-balancer";
import { serverApi } from "./api-server";
import { createBalancers } from "./balancers";
import type { OvhConfig } from "./credentials";
import { createGroups } from "./groups";
import { createIpBlocks } from "./ip-blocks";
import { createIpList } from "./ip-list";
import { createLoadBalancerPorts } from "./load-balancer-ports";
import { createMoving } from "./moving";
import { createRefresher } from "./refresher";
import { createReverseDns } from "./reverse-dns";
import { createServerTasks } from "./server-tasks";
import { createTargets } from "./targets";
import { createVirtualMacList } from "./virtual-mac-list";
import { createVirtualMacs } from "./virtual-macs";

export function openOvh(config: OvhConfig): Cloud {
  const { call, close } = createOvhApi(config);
  // A look-up that several wait for belongs to none of them: one who gives up shall not end it for the others.
  const nobody = new AbortController().signal;
  const account = createSharedRead(() => lookUpAccount(call, nobody));
  const [addresses, servers, api] = [ipApi(call), serverApi(call), loadBalancerApi(call)];
  // Tasks take a minute or more there, and each look counts.
  const firstLookMs = config.requestsPerMinute === 0 ? undefined : 2000;
  const balancers = createBalancers(api);
  const refresher = createRefresher({ api, balancers, refresh: config.refresh, firstLookMs });
  const ips = createIpList(addresses);
  const virtualMacs = createVirtualMacList(servers);
  const { moves, checks, macs, services } = createMoving(call, ips, virtualMacs, firstLookMs);

  return {
    name: "ovh",
    account: (signal) => unlessStopped(account.get(0), signal, "looking up the account"),
    groups: createGroups({ moves, refresher }),
    ipBlocks: createIpBlocks(addresses, ips, moves),
    addresses: createAddresses({ api: addresses, list: ips, macs, moves }),
    targets: createTargets({ moves, checks, services }),
    ...createLoadBalancerPorts({ api, balancers, moves, refresher, goesLive: config.refresh }),
    activations: createActivations(refresher),
    reverseDns: createReverseDns(addresses, ips),
    virtualMacs: createVirtualMacs({
      api: servers,
      ips,
      list: virtualMacs,
      tasks: createServerTasks(servers),
    }),
    advice,
    close,
  };
}
