/** What a load balancer as it is says of a front-end that is planned. Nothing is written after errors. */
import { advice, problem } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";
import type { Listener } from "../listener";
import type { FrontendDraft, FrontendFields, FrontendRef, FrontendSpec } from "../ports/frontends";
import type { AddressRoutes } from "./address-routes";
import type { Balancer, Balancers, WithProtocol } from "./balancers";
import { findFrontend } from "./balancers";
import type { FrontendCreation } from "./frontend-creation";
import { blockOf, listenerOf } from "./frontend-fields";
import { formatFrontendId } from "./frontend-id";
import { adviseDedicatedIps, clashing, isRouted, keyOf, nameOf, noLoadBalancer, portClash } from "./frontend-rules";
import type { Frontend } from "./wire";

export interface FrontendPreflight {
  readonly diagnostics: readonly Diagnostic[];
  readonly steps: readonly string[];
}

export function createFrontendPreflight(tools: {
  readonly balancers: Balancers;
  readonly routes: AddressRoutes;
  readonly creation: FrontendCreation;
  /** Front-ends that a resource of this process stands for: siblings are held against each other elsewhere. */
  readonly claimed: Set<string>;
}) {
  const { balancers, routes, creation, claimed } = tools;

  return async (
    draft: FrontendDraft,
    prior: FrontendRef | undefined,
    since: number,
    signal: AbortSignal,
  ): Promise<FrontendPreflight> => {
    const { loadBalancer, protocol, fields } = draft;
    if (loadBalancer === undefined || protocol === undefined) return { diagnostics: [], steps: [] };
    if (prior) claimed.add(formatFrontendId(prior));
    const [balancer, service, farms] = await Promise.all([
      balancers.get(loadBalancer, since, signal),
      fields.zone === undefined || fields.zone === "all" ? undefined : balancers.service(loadBalancer, since, signal),
      fields.defaultFarmId == null ? undefined : balancers.farms(loadBalancer, since, signal),
    ]);
    if (!balancer) return { diagnostics: [noLoadBalancer(loadBalancer)], steps: [] };
    const isFarm = farms?.some((farm) => farm.protocol === protocol && farm.farmId === fields.defaultFarmId) ?? true;
    const spec = specOf(draft);
    const found = spec && !prior ? creation.leftBehind(spec, balancer.frontends) : undefined;
    const ips = fields.dedicatedIps ?? [];
    const own = prior && findFrontend(balancer.frontends, prior);
    return {
      diagnostics: [
        ...(service && !service.zone.includes(fields.zone ?? "")
          ? [noZone(loadBalancer, fields.zone, service.zone)]
          : []),
        ...(isFarm ? [] : [noFarm(loadBalancer, protocol, fields.defaultFarmId)]),
        ...(own && fields.dedicatedIps ? adviseDedicatedIps(own, fields.dedicatedIps, "dedicated_ips") : []),
        ...(found ? [takesOver(loadBalancer, found)] : clashes(draft, prior, balancer, claimed)),
        ...(await routes.check(
          { loadBalancer, ips, attribute: "dedicated_ips", since },
          own?.dedicatedIpfo ?? [],
          signal,
        )),
      ],
      steps: stepsOf(draft, prior, balancer, found),
    };
  };
}

function specOf({ loadBalancer, protocol, fields }: FrontendDraft): FrontendSpec | undefined {
  if (loadBalancer === undefined || protocol === undefined) return undefined;
  if (Object.values(fields).some((value) => value === undefined)) return undefined;
  return { loadBalancer, protocol, fields: fields as FrontendFields };
}

function clashes(
  draft: FrontendDraft,
  prior: FrontendRef | undefined,
  { frontends }: Balancer,
  claimed: ReadonlySet<string>,
): readonly Diagnostic[] {
  const { loadBalancer = "", protocol, fields } = draft;
  const { port, zone, dedicatedIps, disabled } = fields;
  if (protocol === undefined || port === undefined || zone === undefined || dedicatedIps === undefined) return [];
  const wanted: Listener = { protocol, port, zone, dedicatedIps, disabled: disabled ?? false };
  const own = prior && findFrontend(frontends, prior);
  const strangers = frontends.filter(
    (other) =>
      other !== own &&
      !claimed.has(formatFrontendId({ loadBalancer, protocol: other.protocol, id: String(other.frontendId) })),
  );
  return clashing(wanted, strangers, own && listenerOf(own)).map((other) =>
    portClash(loadBalancer, wanted, other, ["port"]),
  );
}

function stepsOf(
  { loadBalancer = "", protocol, fields }: FrontendDraft,
  prior: FrontendRef | undefined,
  balancer: Balancer,
  found: WithProtocol<Frontend> | undefined,
): readonly string[] {
  const missing = (fields.dedicatedIps ?? []).filter((ip) => !isRouted(balancer, ip)).map(blockOf);
  const what = prior
    ? `change ${protocol} front-end ${prior.id}`
    : found
      ? `take over ${nameOf(found)}`
      : `create a ${protocol} front-end on port ${fields.port ?? "that is not known yet"}`;
  return [...missing.map((ip) => `route ${ip} to ${loadBalancer}`), `${what} of ${loadBalancer}`];
}

function noZone(loadBalancer: string, zone: string | undefined, zones: readonly string[]): Diagnostic {
  return problem(
    ["zone"],
    "The load balancer has no such zone",
    `zone is "${zone}", and ${loadBalancer} has ${[...zones].sort().join(", ")}. Use one of them, or "all".`,
  );
}

function noFarm(loadBalancer: string, protocol: string, farm: number | null | undefined): Diagnostic {
  return problem(
    ["default_farm_id"],
    "Farm not found",
    `default_farm_id is ${farm}, and ${loadBalancer} has no ${protocol} farm of that id. A front-end leads to a farm of its own protocol and load balancer.`,
  );
}

function takesOver(loadBalancer: string, found: WithProtocol<Frontend>): Diagnostic {
  return advice(
    "takes-over",
    [],
    "The front-end exists already",
    `${nameOf(found)} of ${loadBalancer} (${loadBalancer}/${keyOf(found)}) is in everything what is configured here, so it is taken over instead of making another. Where somebody else manages it, that is not what you want: change display_name then.`,
  );
}
