/** Failover groups on OVHcloud: an address or a block, routed to one of the members. */
import type { GroupChange, GroupDraft, GroupPort, GroupRecord, GroupSpec, Member, Route } from "../ports/groups";
import type { Diagnostic } from "../diagnostic";
import { RefusalError } from "../refusal";
import type { AddressMoves } from "./address-moves";
import { bareAddress, sameBlock } from "./block";
import { formatGroupId, GROUP_ID_EXAMPLE, parseGroupId } from "./group-id";
import { describeMember, nextHolder, recordOfAddress, wantedBy } from "./group-route";
import { judgeMembers, judgeUse, membersToCheck } from "./group-rules";
import type { Blocked } from "./group-rules";
import { isLoadBalancer, serviceOf, vrackOf } from "./move-rules";
import { PLAN_AGE_MS } from "./plan-age";
import type { Refresher } from "./refresher";
import type { Ip } from "./wire";

export interface GroupTools {
  readonly moves: AddressMoves;
  readonly refresher: Pick<Refresher, "afterWrite">;
}

export function createGroups({ moves, refresher }: GroupTools): GroupPort {
  async function blockedMembers(ip: Ip, draft: GroupDraft, signal: AbortSignal): Promise<readonly Blocked[]> {
    const judged = await Promise.all(
      membersToCheck(draft).map(async ([key, member]): Promise<readonly Blocked[]> => {
        const obstacle = await moves.obstacle(ip, member.server, member.nexthop, signal);
        return obstacle ? [{ key, member, obstacle }] : [];
      }),
    );
    return judged.flat();
  }

  /** An address that came to a load balancer or left it is served there only after a refresh. */
  async function goLive(services: readonly (string | null)[], signal: AbortSignal): Promise<readonly Diagnostic[]> {
    const balancers = services.filter((service) => service !== null && isLoadBalancer(service));
    const told = await Promise.all(
      balancers.map((name) => refresher.afterWrite(name ?? "", { kind: "move", moved: true }, signal)),
    );
    return told.flatMap(({ diagnostics }) => diagnostics.map((each) => ({ ...each, path: ["ip"] })));
  }

  async function settle(
    spec: GroupSpec,
    record: GroupRecord | undefined,
    moveMaster: boolean,
    signal: AbortSignal,
  ): Promise<GroupChange> {
    const ip = await moves.find(spec.ip, signal, Date.now());
    if (!ip) throw new RefusalError([await moves.missing(spec.ip, signal)]);
    const service = serviceOf(ip);
    const next = nextHolder(spec, record, service, moveMaster);
    const to = next === undefined ? undefined : spec.members.get(next);
    const still = { members: undefined, registeredNic: undefined, role: undefined };
    const change = (route: Route, diagnostics: readonly Diagnostic[]): GroupChange => ({
      observation: { ...still, route },
      replaced: new Map(),
      diagnostics,
    });
    // What an earlier try has moved to a load balancer, or off it, may have been cut off before it went live.
    const untold = !record ? [service] : moveMaster ? serversOf(spec.members.values()) : [];
    if (!to) return change({ service }, await goLive(untold, signal));
    const again = to.server === service;
    const { from } = await moves.ensure(spec.ip, to.server, { nexthop: to.nexthop, again }, signal);
    const touched = again || from === undefined ? [] : [from, to.server];
    return change({ service: to.server, nexthop: to.nexthop ?? null }, await goLive(touched, signal));
  }

  async function release(record: GroupRecord, signal: AbortSignal): Promise<readonly Diagnostic[]> {
    if ((await moves.routedTo(record.ip, signal, Date.now())) === undefined) return [];
    // Whoever is to get it by a move that is under way has it then. Read after the tasks: one may have ended in between.
    await moves.settle(record.ip, signal);
    const service = await moves.routedTo(record.ip, signal);
    if (service === undefined) return [];
    // An earlier try may have parked it and been cut off before that went live.
    if (service === null) return goLive(serversOf(record.members), signal);
    if (!record.members.some(({ server }) => server === service)) return [leftAlone(record.ip, service)];
    await moves.ensure(record.ip, null, {}, signal);
    return goLive([service], signal);
  }

  async function stepsOf(
    ip: Ip,
    next: string | undefined,
    members: ReadonlyMap<string, Member>,
    prior: GroupRecord | undefined,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const to = next === undefined ? undefined : members.get(next);
    const vrack = to && vrackOf(ip);
    const left = prior && !sameBlock(prior.ip, ip.ip) ? prior : undefined;
    const old = left && (await moves.routedTo(left.ip, signal, Date.now() - PLAN_AGE_MS));
    return [
      ...(vrack === undefined ? [] : [`take ${bareAddress(ip.ip)} out of the vRack ${vrack}`]),
      ...(next === undefined || !to ? [] : [`route ${bareAddress(ip.ip)} to ${describeMember(next, to)}`]),
      ...(left?.members.some(({ server }) => server === old) ? [`park ${bareAddress(left.ip)}`] : []),
    ];
  }

  return {
    defaultRole: null,
    formatId: formatGroupId,
    parseId: parseGroupId,
    idExample: GROUP_ID_EXAMPLE,

    async preflight(draft, prior, { moveMaster }, signal) {
      if (draft.ip === undefined) return { diagnostics: [], steps: [] };
      const ip = await moves.find(draft.ip, signal, Date.now() - PLAN_AGE_MS);
      if (!ip) return { diagnostics: [await moves.missing(draft.ip, signal)], steps: [] };
      const record = recordOfAddress(draft.ip, prior);
      const wanted = wantedBy(draft);
      const next = wanted && nextHolder(wanted, record, serviceOf(ip), moveMaster);
      const blocked = await blockedMembers(ip, draft, signal);
      const steps = wanted ? await stepsOf(ip, next, wanted.members, prior, signal) : [];
      const diagnostics = [
        ...judgeMembers(ip, blocked, record, next),
        ...(wanted && !record ? judgeUse(ip, wanted, next) : []),
      ];
      return { diagnostics, steps };
    },

    async read(ref, _expectedRole, signal) {
      const service = await moves.routedTo(ref.ip, signal, Date.now() - PLAN_AGE_MS);
      if (service === undefined) return undefined;
      return { members: undefined, registeredNic: undefined, role: undefined, route: { service } };
    },

    create: (spec, { moveMaster }, signal) => settle(spec, undefined, moveMaster, signal),

    async change(prior, spec, { moveMaster }, signal) {
      const change = await settle(spec, recordOfAddress(spec.ip, prior), moveMaster, signal);
      // First the new address, so that one of the two is there at any time.
      const released = sameBlock(prior.ip, spec.ip) ? [] : await release(prior, signal);
      return { ...change, diagnostics: [...change.diagnostics, ...released] };
    },

    release,
  };
}

function serversOf(members: Iterable<Member>): readonly string[] {
  return [...new Set([...members].map(({ server }) => server))];
}

function leftAlone(ip: string, service: string): Diagnostic {
  return {
    severity: "warning",
    summary: "The address was left where it is",
    detail: `ip ${ip} is routed to ${service}, which is no member of this group: somebody else uses the address now.`,
  };
}
