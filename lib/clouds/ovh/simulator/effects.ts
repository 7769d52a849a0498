import type { Cloud } from "./cloud";
import { type AddMac, addMac, type RemoveMac, removeMac } from "./server/virtual-macs";
import { type Refreshing, finishRefresh } from "./balancer/refresh-effect";
import { type RouteIp, routeIp } from "./ip/routing";
import { type VrackChange, changeVrack } from "./vrack-changes";

/** What a task does when it gets done, as JSON so that it survives saving. */
export type Effect = RouteIp | Refreshing | AddMac | RemoveMac | VrackChange;

export function carryOut(cloud: Cloud, effect: Effect): void {
  switch (effect.kind) {
    case "route":
      return routeIp(cloud, effect);
    case "refresh":
      return finishRefresh(cloud, effect);
    case "add-mac":
      return addMac(cloud, effect);
    case "remove-mac":
      return removeMac(cloud, effect);
    case "vrack":
      return changeVrack(cloud, effect);
  }
}
