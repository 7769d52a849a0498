/** Rules of a binding that need no request. */
import { problem } from "../../diagnostic";
import type { Diagnostic } from "../../diagnostic";
import type { Claim } from "../../siblings";
import { isList, isObject, knownString } from "../../value";
import type { ObjectValue, Value } from "../../value";
import { checkAddresses } from "../address-list";
import { checkLoadBalancer } from "../load-balancer/rules";
import { claimAddress, claimDedicatedIps, spelled } from "../shared-claims";
import { draftOf } from "./spec";

export function validateBinding(config: ObjectValue): readonly Diagnostic[] {
  return [
    ...checkLoadBalancer(config.load_balancer),
    ...checkIps(config.ips),
    ...checkAddresses(config.ips, ["ips"]),
    ...checkFrontendId(config.frontend),
  ];
}

function checkIps(value: Value | undefined): readonly Diagnostic[] {
  if (!isList(value) || value.length > 0) return [];
  return [
    problem(
      ["ips"],
      "ips is empty",
      "ips has no entry, so there is nothing to bind. Name at least one address, or remove the binding.",
    ),
  ];
}

function checkFrontendId(frontend: Value | undefined): readonly Diagnostic[] {
  const id = isObject(frontend) ? knownString(frontend.id) : undefined;
  if (id === undefined || id.trim() === "" || /^[1-9]\d*$/.test(id)) return [];
  return [
    problem(
      ["frontend", "id"],
      "frontend.id is no front-end's number",
      `frontend.id is "${id}". Write the number that the cloud gave the front-end, such as "4242".`,
    ),
  ];
}

/** What no other object of the run may have. */
export function claimsOfBinding(planned: ObjectValue): readonly Claim[] {
  const { loadBalancer, frontend, ips } = draftOf(planned);
  if (loadBalancer === undefined || frontend === undefined) return [];
  const routes = ips.map((ip) => claimAddress(ip, ["ips"], { sharedBy: loadBalancer }));
  if (frontend === null) return [...routes, ...ips.map((ip) => claimRoute(ip, loadBalancer))];
  const ends = planned.on_destroy === "release" ? ips.map((ip) => claimRoute(ip, loadBalancer, "front-ends")) : [];
  if (frontend.protocol === undefined || frontend.id === undefined) return [...routes, ...ends];
  const name = `${loadBalancer}/${frontend.protocol}/${frontend.id}`;
  const entries = ips.map((ip): Claim => ({
    what: `Address ${spelled(ip)} on front-end ${name}`,
    path: ["ips"],
    detail: `ips: ${ip} is in two bindings of front-end ${name}, and each would take it off when it is destroyed. Remove it from one of them.`,
  }));
  return [...routes, ...ends, ...entries, claimDedicatedIps(name, ["frontend"], { sharedBy: "bindings" })];
}

/** Who decides whether an address stays routed: one binding of the whole load balancer, or those of front-ends. */
function claimRoute(ip: string, loadBalancer: string, sharedBy?: string): Claim {
  return {
    what: `The route of address ${spelled(ip)} to ${loadBalancer}`,
    path: sharedBy === undefined ? ["ips"] : ["on_destroy"],
    detail:
      `ips: ${ip} is bound to the whole of load balancer ${loadBalancer} by one binding, and by another that is for the ` +
      `whole as well or has on_destroy "release". One of them would park it under the other: remove it from one, or set ` +
      `on_destroy to "keep" in the one with a front-end.`,
    ...(sharedBy === undefined ? {} : { sharedBy }),
  };
}
