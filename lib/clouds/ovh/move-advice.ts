/** Who loses an address that moves: pure. */
import { advice } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";
import { bareAddress } from "./block";
import { serviceOf, vrackOf } from "./move-rules";
import type { Ip } from "./wire";

/** @param attribute where the address stands in the configuration */
export function leaves(ip: Ip, target: string, attribute: string, remark = ""): readonly Diagnostic[] {
  const [service, address] = [serviceOf(ip), bareAddress(ip.ip)];
  if (service === null || service === target) return [];
  if (vrackOf(ip) !== undefined) {
    const detail = `${attribute} ${address} is in the vRack ${service}. It is taken out, and then routed to ${target}: whoever uses it in the vRack loses it, and a virtual MAC that it had is not brought back.`;
    return [advice("leaves-vrack", [attribute], "The address leaves its vRack", detail)];
  }
  const detail = `${attribute} ${address} is routed to ${service}${remark}. It is routed to ${target}, and ${service} loses it.`;
  return [advice("takes-address", [attribute], "The address is taken from another service", detail)];
}
