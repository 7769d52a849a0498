/** `LOADBALANCER/protocol/ID`. */
import { protocols } from "../listener";
import type { FrontendRef } from "../ports/frontends";

export const FRONTEND_ID_EXAMPLE = "LOADBALANCER/http/4242";

export function formatFrontendId({ loadBalancer, protocol, id }: FrontendRef): string {
  return `${loadBalancer}/${protocol}/${id}`;
}

export function parseFrontendId(text: string): FrontendRef | undefined {
  const [loadBalancer, named, id, more] = text.split("/");
  const protocol = protocols.find((name) => name === named);
  if (!loadBalancer || /[?\s]/.test(loadBalancer) || !protocol || more !== undefined) return undefined;
  return id !== undefined && /^[1-9]\d*$/.test(id) ? { loadBalancer, protocol, id } : undefined;
}
