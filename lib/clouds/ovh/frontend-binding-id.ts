/** `LOADBALANCER[/protocol/ID]?ips=a,b`. */
import { bareAddress, tryBlock } from "../block";
import type { BindingSpec } from "../ports/frontend-bindings";
import { formatFrontendId, parseFrontendId } from "./frontend-id";

export const BINDING_ID_EXAMPLE = "LOADBALANCER/http/4242?ips=203.0.113.10,203.0.113.11, or without /http/4242";

export function formatBindingId({ loadBalancer, frontend, ips }: BindingSpec): string {
  const where = frontend ? formatFrontendId({ loadBalancer, ...frontend }) : loadBalancer;
  return `${where}?ips=${ips.map((ip) => (tryBlock(ip) === undefined ? ip : bareAddress(ip))).join(",")}`;
}

export function parseBindingId(text: string): BindingSpec | undefined {
  const [where = "", list, more] = text.split("?ips=");
  if (list === undefined || more !== undefined) return undefined;
  const ips = list.split(",");
  if (ips.some((ip) => tryBlock(ip) === undefined)) return undefined;
  if (!where.includes("/"))
    return /^[^?\s]+$/.test(where) ? { loadBalancer: where, frontend: undefined, ips } : undefined;
  const ref = parseFrontendId(where);
  return ref && { loadBalancer: ref.loadBalancer, frontend: { protocol: ref.protocol, id: ref.id }, ips };
}
