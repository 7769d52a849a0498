/** Failover groups on IONOS: entries of a LAN's list and the members' NICs. VRRP decides who holds the address. */
import { CancelledError, DeadlineError, unlessStopped } from "../../http/wait";
import { isStatus } from "../../http/error";
import type { GroupChange, GroupDraft, GroupObservation, GroupPort, GroupRecord, GroupRef, GroupSpec } from "../cloud";
import type { Diagnostic } from "../diagnostic";
import { RefusalError } from "../refusal";
import { hasRole } from "./address-list";
import type { IonosApi } from "./api";
import type { IpBlockList } from "./ip-block-list";
import { checkGroup, IN_USE, judgeGroup, reservedAddresses } from "./group-rules";
import { describeStep, stepsAway, stepsTo, stepsToReadress } from "./group-steps";
import type { Present, Stage, Step, Target } from "./group-steps";
import { formatGroupId, GROUP_ID_EXAMPLE, parseGroupId } from "./group-id";
import type { LanEntries } from "./lan-entries";
import { isRefusal } from "./nic-addresses";
import type { NicAddresses } from "./nic-addresses";
import type { Snapshot, Snapshots } from "./snapshot";

/** How old a reading may be that a plan goes by, in milliseconds: a plan is one look at the cloud. */
const PLAN_AGE_MS = 60_000;

export interface GroupTools {
  readonly api: IonosApi;
  readonly snapshots: Snapshots;
  readonly blocks: IpBlockList;
  readonly lanEntries: LanEntries;
  readonly nicAddresses: NicAddresses;
}

export function createGroups(tools: GroupTools): GroupPort {
  const { snapshots, blocks } = tools;

  async function observe(
    ref: GroupRef,
    expectedRole: GroupSpec["role"] | undefined,
    since: number,
    signal: AbortSignal,
  ): Promise<GroupObservation | undefined> {
    const first = await snapshots.get(ref.network.datacenterId, since, signal);
    if (!first) return undefined;
    if (!first.lans.has(ref.network.lanId)) return lanIsGone(ref, signal);
    const seen = observationOf(first, ref, expectedRole);
    if (expectedRole === undefined || seen.role === undefined || seen.role === expectedRole) return seen;
    // The API does not always keep the order that it was given: only what two readings show counts.
    const second = await snapshots.get(ref.network.datacenterId, Date.now(), signal);
    return second && observationOf(second, ref, expectedRole);
  }

  /** Only the LAN's own 404 says that it is gone. */
  async function lanIsGone({ network, ip }: GroupRef, signal: AbortSignal): Promise<undefined> {
    try {
      await tools.api.lan(network, signal);
    } catch (error) {
      if (isStatus(error, 404)) return undefined;
      throw error;
    }
    throw new Error(
      `LAN ${network.lanId} exists but data centre ${network.datacenterId} does not list it; cannot read the group of ${ip}.`,
    );
  }

  async function refuseUnlessSound(spec: GroupSpec, prior: GroupRecord | undefined, signal: AbortSignal) {
    const [snapshot, blockList] = await Promise.all([
      snapshots.get(spec.network.datacenterId, Date.now(), signal),
      blocks.get(Date.now() - 5000),
    ]);
    if (!snapshot) throw new RefusalError([noDatacenter(spec.network.datacenterId)]);
    const errors = judgeGroup(spec, prior, snapshot, blockList).filter(({ severity }) => severity === "error");
    if (errors.length > 0) throw new RefusalError(errors);
    return { snapshot, blockList };
  }

  async function carryOut(
    spec: GroupSpec,
    plan: readonly Stage[],
    snapshot: Snapshot,
    reserved: ReadonlySet<string>,
    undo: boolean,
    signal: AbortSignal,
  ): Promise<GroupChange> {
    const done: Step[] = [];
    const checks: Promise<void>[] = [];
    const replaced = new Map<string, readonly string[]>();
    try {
      for (const stage of plan) {
        const results = await Promise.allSettled(
          stage.map(async (step) => {
            const run = () => execute(tools, spec.network, step, snapshot, reserved, signal);
            // An entry that another writer dropped meanwhile is put back by the second look: then the NIC may have it.
            const { verified, before = [] } = await run().catch(async (error: unknown) => {
              if (step.do !== "put" || checks.length === 0 || !isRefusal(error)) throw error;
              await unlessStopped(Promise.all(checks), signal, `making sure of the failover group of ${spec.ip}`);
              return run();
            });
            if (verified) checks.push(verified);
            const lost = before.filter((ip) => !reserved.has(ip));
            if (step.do === "put" && step.role === "primary" && lost.length > 0) replaced.set(step.nic, lost);
            done.push(step);
          }),
        );
        const failed = results.find((result) => result.status === "rejected");
        if (failed) throw failed.reason as Error;
      }
      await unlessStopped(Promise.all(checks), signal, `making sure of the failover group of ${spec.ip}`);
    } catch (error) {
      // A cloud task that is still running must not be raced by its own undoing.
      const running = error instanceof CancelledError || error instanceof DeadlineError;
      const left = undo && !running ? await undoSteps(tools, spec.network, done, snapshot, signal) : done;
      throw leftBehind(error, undo ? left : []);
    }
    const observation = await observe(spec, spec.role, Date.now(), signal);
    if (!observation)
      throw new Error(`LAN ${spec.network.lanId} was deleted while the failover group of ${spec.ip} was being set up.`);
    return { observation: asAsked(observation, spec), replaced, diagnostics: [] };
  }

  return {
    defaultRole: "primary",
    formatId: formatGroupId,
    parseId: parseGroupId,
    idExample: GROUP_ID_EXAMPLE,
    check: checkGroup,

    async preflight(draft, prior, options, signal) {
      const datacenterId = draft.network?.datacenterId;
      if (datacenterId === undefined) return { diagnostics: [], steps: [] };
      const since = Date.now() - PLAN_AGE_MS;
      const [snapshot, blockList] = await Promise.all([snapshots.get(datacenterId, since, signal), blocks.get(since)]);
      if (!snapshot) return { diagnostics: [noDatacenter(datacenterId)], steps: [] };
      const diagnostics = judgeGroup(draft, prior, snapshot, blockList).map(softenInUse);
      return { diagnostics, steps: describePlan(draft, prior, snapshot, options.moveMaster) };
    },

    read: (ref, expectedRole, signal) => observe(ref, expectedRole, Date.now() - PLAN_AGE_MS, signal),

    async create(spec, signal) {
      const { snapshot, blockList } = await refuseUnlessSound(spec, undefined, signal);
      const plan = stepsTo(targetOf(spec, true), presentOf(snapshot, spec));
      return carryOut(spec, plan, snapshot, reservedAddresses(blockList), true, signal);
    },

    async change(prior, spec, options, signal) {
      const { snapshot, blockList } = await refuseUnlessSound(spec, prior, signal);
      const target = targetOf(spec, options.moveMaster);
      const present = presentOf(snapshot, spec);
      const plan =
        prior.ip === spec.ip
          ? stepsTo(target, present)
          : stepsToReadress(target, present, { ip: prior.ip, present: presentOf(snapshot, prior) });
      return carryOut(spec, plan, snapshot, reservedAddresses(blockList), false, signal);
    },

    async release(record, signal) {
      const snapshot = await snapshots.get(record.network.datacenterId, Date.now(), signal);
      if (!snapshot?.lans.has(record.network.lanId)) return [];
      const present = presentOf(snapshot, record);
      const stranger =
        present.registered !== undefined && !record.members.some(({ nic }) => nic === present.registered);
      if (stranger) return [leftAlone(record, present.registered ?? "")];
      const checks: Promise<void>[] = [];
      for (const stage of stepsAway(record.ip, present)) {
        const results = await Promise.all(
          stage.map((step) => execute(tools, record.network, step, snapshot, new Set(), signal)),
        );
        checks.push(...results.flatMap(({ verified }) => (verified ? [verified] : [])));
      }
      await unlessStopped(Promise.all(checks), signal, `making sure that the failover group of ${record.ip} is gone`);
      return [];
    },
  };
}

async function execute(
  { snapshots, lanEntries, nicAddresses }: GroupTools,
  network: GroupRef["network"],
  step: Step,
  snapshot: Snapshot,
  reserved: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<{ readonly verified?: Promise<void>; readonly before?: readonly string[] }> {
  snapshots.markWritten(network.datacenterId);
  if (step.do === "register") return lanEntries.edit(network, { ip: step.ip, nic: step.nic }, signal);
  if (step.do === "unregister") return lanEntries.edit(network, { ip: step.ip, nic: null }, signal);
  const serverId = snapshot.nics.get(step.nic)?.serverId;
  if (serverId === undefined)
    throw new Error(`NIC ${step.nic} is not in data centre ${network.datacenterId} any more.`);
  const nic = { datacenterId: network.datacenterId, serverId, nicId: step.nic };
  const { ip } = step;
  if (step.do === "take") return nicAddresses.edit(nic, { take: ip }, signal);
  const { role, replacing } = step;
  return nicAddresses.edit(nic, { put: ip, role, reserved, ...(replacing === undefined ? {} : { replacing }) }, signal);
}

/** Undoes a create's own steps, last first. Answers what could not be undone. */
async function undoSteps(
  tools: GroupTools,
  network: GroupRef["network"],
  done: readonly Step[],
  snapshot: Snapshot,
  signal: AbortSignal,
): Promise<readonly Step[]> {
  const left: Step[] = [];
  for (const step of [...done].reverse()) {
    const inverse: Step | undefined =
      step.do === "put"
        ? { do: "take", nic: step.nic, ip: step.ip }
        : step.do === "register"
          ? { do: "unregister", ip: step.ip }
          : undefined;
    if (!inverse) continue;
    await execute(tools, network, inverse, snapshot, new Set(), signal).catch(() => left.push(step));
  }
  return left;
}

function leftBehind(error: unknown, left: readonly Step[]): Error {
  const cause = error instanceof Error ? error : new Error(String(error));
  if (left.length === 0) return cause;
  const list = left.map((step) => describeStep(step, (nic) => `NIC ${nic}`)).join("; ");
  const message = `${cause.message} Left behind, and taken up by the next apply: ${list}.`;
  return Object.assign(new Error(message, { cause }), { name: cause.name });
}

function observationOf(
  snapshot: Snapshot,
  ref: GroupRef,
  expectedRole: GroupSpec["role"] | undefined,
): GroupObservation {
  const holders = snapshot.holders(ref.ip).filter(({ lanId }) => lanId === ref.network.lanId);
  const plays = (role: GroupSpec["role"]) => holders.every(({ ips }) => hasRole(ips, ref.ip, role));
  const role = plays(expectedRole ?? "primary")
    ? (expectedRole ?? "primary")
    : expectedRole === "additional"
      ? "primary"
      : "additional";
  return {
    members: holders.map(({ id, serverId, mac }) => ({
      server: serverId,
      nic: id,
      serverName: snapshot.servers.get(serverId)?.name,
      zone: snapshot.servers.get(serverId)?.zone,
      mac,
    })),
    registeredNic: snapshot.lans.get(ref.network.lanId)?.entries.get(ref.ip),
    role: holders.length === 0 ? undefined : role,
    holder: undefined,
  };
}

/** The order of a NIC's addresses was set once; that the cloud shows another one is not repaired in the same apply. */
function asAsked(observation: GroupObservation, spec: GroupSpec): GroupObservation {
  return { ...observation, role: spec.role };
}

function presentOf(snapshot: Snapshot, ref: GroupRef): Present {
  const holders = snapshot.holders(ref.ip).filter(({ lanId }) => lanId === ref.network.lanId);
  return {
    registered: snapshot.lans.get(ref.network.lanId)?.entries.get(ref.ip),
    holders: new Map(holders.map(({ id, ips }) => [id, ips])),
  };
}

function targetOf(spec: GroupSpec, moveMaster: boolean): Target {
  const members = [...spec.members.values()].map(({ nic }) => nic);
  return { ip: spec.ip, role: spec.role, members, master: spec.members.get(spec.master)?.nic ?? "", moveMaster };
}

function describePlan(
  draft: GroupDraft,
  prior: GroupRecord | undefined,
  snapshot: Snapshot,
  moveMaster: boolean,
): readonly string[] {
  const spec = completed(draft);
  if (!spec) return [];
  const target = targetOf(spec, moveMaster);
  const present = presentOf(snapshot, spec);
  const plan =
    prior && prior.ip !== spec.ip
      ? stepsToReadress(target, present, { ip: prior.ip, present: presentOf(snapshot, prior) })
      : stepsTo(target, present);
  const keys = new Map([...spec.members].map(([key, { nic }]) => [nic, key]));
  const nameOf = (nic: string) => (keys.has(nic) ? `member "${keys.get(nic)}" (NIC ${nic})` : `NIC ${nic}`);
  return plan.flat().map((step) => describeStep(step, nameOf));
}

function completed({ ip, network, members, master, role }: GroupDraft): GroupSpec | undefined {
  const { datacenterId, lanId } = network ?? {};
  if (!datacenterId || !lanId || !members || !master || !role) return undefined;
  const known = [...members].flatMap(([key, { server, nic }]) =>
    server && nic ? [[key, { server, nic }] as const] : [],
  );
  if (known.length !== members.size) return undefined;
  // An address that is yet to be reserved takes the same steps.
  return { ip: ip ?? "the address", network: { datacenterId, lanId }, members: new Map(known), master, role };
}

function noDatacenter(id: string): Diagnostic {
  return {
    severity: "error",
    summary: "Data centre not found",
    detail: `network.datacenter_id ${id} does not exist on this contract. Check the id and the provider's credentials.`,
    path: ["network", "datacenter_id"],
  };
}

/** What holds the address now may be releasing it in the same run: apply looks again and refuses then. */
function softenInUse(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.advice === IN_USE ? { ...diagnostic, severity: "warning" } : diagnostic;
}

function leftAlone(record: GroupRecord, nic: string): Diagnostic {
  return {
    severity: "warning",
    summary: "The failover group was left as it is",
    detail: `LAN ${record.network.lanId} registers ${record.ip} with NIC ${nic}, which is no member of this group: somebody else uses the address now.`,
  };
}
