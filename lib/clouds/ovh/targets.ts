import { RefusalError } from "../refusal";
import type { Target, TargetPort } from "../ports/targets";
import type { AddressMoves } from "./address-moves";
import type { MoveChecks } from "./move-checks";
import { isVrack, judgeListed, serviceOf, unexplained } from "./move-rules";
import type { MoveFacts, Obstacle } from "./move-rules";
import type { ServiceList } from "./service-list";

/** The API's families of services by the names that users read; a new one shows its own name. */
const KINDS: Readonly<Record<string, string>> = {
  cloudProject: "cloud-project",
  dedicatedCloud: "private-cloud",
  dedicatedServer: "dedicated-server",
  hostingReseller: "hosting-reseller",
  ipLoadbalancing: "load-balancer",
  vmwareCloudDirector: "vmware-cloud-director",
  vps: "vps",
  vrack: "vrack",
};

export interface TargetTools {
  readonly moves: AddressMoves;
  readonly checks: MoveChecks;
  readonly services: ServiceList;
}

/** Every destination of the API's list, and every other service of the account with the reason why it is none. */
export function createTargets({ moves, checks, services }: TargetTools): TargetPort {
  const why = async (facts: MoveFacts, service: string, signal: AbortSignal) =>
    (await checks.explain(facts, service, signal)) ?? unexplained(service);

  return {
    async list(block, signal) {
      const ip = await moves.find(block, signal);
      if (!ip) throw new RefusalError([await moves.missing(block, signal)]);
      const here = serviceOf(ip);
      const [facts, all] = await Promise.all([checks.facts(ip, Date.now(), signal), services.all(signal)]);
      const listed = facts.destinations;
      const known = new Set(listed.map(({ service }) => service));
      const others = all
        .filter(({ name }) => !known.has(name) && name !== here)
        .map(({ family, name }) => ({ family, service: name, nexthops: [] }));
      const judged = [...listed, ...others].map(async ({ family, service, nexthops }) => {
        const found = judgeListed(facts, service, undefined);
        const obstacle = found === "unlisted" ? await why(facts, service, signal) : found;
        return target(family, service, nexthops, obstacle);
      });
      const family = all.find(({ name }) => name === here)?.family;
      const present =
        here === null || known.has(here)
          ? []
          : [target(family ?? (isVrack(here) ? "vrack" : "unknown"), here, [], undefined)];
      const targets = [...(await Promise.all(judged)), ...present];
      return { routedTo: here, targets: targets.sort(byKindAndName) };
    },
  };
}

function target(family: string, service: string, nexthops: readonly string[], obstacle: Obstacle | undefined): Target {
  return { kind: KINDS[family] ?? family, service, nexthops: [...nexthops].sort(), obstacle: obstacle?.reason };
}

function byKindAndName(a: Target, b: Target): number {
  return a.kind.localeCompare(b.kind) || a.service.localeCompare(b.service);
}
