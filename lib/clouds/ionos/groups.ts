/** Failover groups on IONOS: entries of a LAN's list and the members' NICs. VRRP decides who holds the address. */
import { CancelledError, DeadlineError, pause, unlessStopped } from "../../http/wait";
import type { GroupChange, GroupDraft, GroupObservation, GroupPort } from "../ports/groups";
import type { Diagnostic } from "../diagnostic";
import { RefusalError } from "../refusal";
import type { IonosApi } from "./api";
import { carryOut, leftBehind, undo } from "./group-execution";
import type { Done, Job, Tools } from "./group-execution";
import { formatGroupId, GROUP_ID_EXAMPLE, parseGroupId } from "./group-id";
import { lanIsGone, observeGroup, presentOf } from "./group-observation";
import { judgeGroup } from "./group-rules";
import { describeStep, stepsAway, stepsTo, stepsToReadress } from "./group-steps";
import type { Stage, Target } from "./group-steps";
import { IN_USE } from "./group-use";
import type { IpBlockList } from "./ip-block-list";
import { lanGroup, lanGroupRecord, lanGroupSpec } from "./lan-group";
import type { LanGroupRecord, LanGroupSpec } from "./lan-group";
import { reservedAddresses } from "./reserved";
import type { Snapshot } from "./snapshot";

/** How old a reading may be that a plan goes by, in milliseconds: a plan is one look at the cloud. */
const PLAN_AGE_MS = 60_000;
/** How often the cloud is looked at again that does not show yet what it was told and did. */
const LOOKS = 4;

export interface GroupTools extends Tools {
  readonly api: IonosApi;
  readonly blocks: IpBlockList;
}

export function createGroups(tools: GroupTools): GroupPort {
  const { api, snapshots, blocks } = tools;
  const listBlocks = (since: number, signal: AbortSignal) =>
    unlessStopped(blocks.get(since), signal, "reading IP blocks");

  async function refuseUnlessSound(spec: LanGroupSpec, prior: LanGroupRecord | undefined, signal: AbortSignal) {
    const [snapshot, blockList] = await Promise.all([
      snapshots.get(spec.network.datacenterId, Date.now(), signal),
      listBlocks(Date.now() - 5000, signal),
    ]);
    if (!snapshot) throw new RefusalError([noDatacenter(spec.network.datacenterId)]);
    const errors = judgeGroup(spec, prior, snapshot, blockList).filter(({ severity }) => severity === "error");
    if (errors.length > 0) throw new RefusalError(errors);
    return { snapshot, reserved: reservedAddresses(blockList) };
  }

  async function make(
    spec: LanGroupSpec,
    stages: readonly Stage[],
    sound: { readonly snapshot: Snapshot; readonly reserved: ReadonlySet<string> },
    options: { readonly undo: boolean },
    signal: AbortSignal,
  ): Promise<GroupChange> {
    const job: Job = { tools, group: spec, ...sound, signal };
    const done: Done[] = [];
    try {
      await carryOut(job, stages, done);
    } catch (error) {
      if (!options.undo) throw error;
      // A cloud task that is still running must not be raced by its own undoing.
      const running = error instanceof CancelledError || error instanceof DeadlineError;
      throw leftBehind(error, running ? done.map(({ step }) => step) : await undo(job, done));
    }
    return { observation: await shown(spec, signal), replaced: replacedBy(done, job.reserved), diagnostics: [] };
  }

  /** What the cloud shows of a group that was just made; a reading from before is given time to pass. */
  async function shown(spec: LanGroupSpec, signal: AbortSignal): Promise<GroupObservation> {
    for (let look = 1; ; look++) {
      const seen = await observeGroup(tools, spec, spec.role, Date.now(), signal);
      if (!seen)
        throw new Error(
          `LAN ${spec.network.lanId} was deleted while the failover group of ${spec.ip} was being set up.`,
        );
      // The order of a NIC's addresses was set once; that the cloud shows another one is not repaired in the same apply.
      if (isComplete(seen, spec) || look === LOOKS) return { ...seen, role: spec.role };
      await pause(100 * 2 ** look, signal, `reading the failover group of ${spec.ip}`, "not shown completely yet");
    }
  }

  return {
    defaultRole: "primary",
    formatId: formatGroupId,
    parseId: parseGroupId,
    idExample: GROUP_ID_EXAMPLE,

    async preflight(draft, recorded, options, signal) {
      const prior = recorded && lanGroupRecord(recorded);
      const datacenterId = draft.network?.datacenterId;
      if (datacenterId === undefined) return { diagnostics: [], steps: [] };
      const since = Date.now() - PLAN_AGE_MS;
      const [snapshot, blockList] = await Promise.all([
        snapshots.get(datacenterId, since, signal),
        listBlocks(since, signal),
      ]);
      if (!snapshot) return { diagnostics: [noDatacenter(datacenterId)], steps: [] };
      const diagnostics = judgeGroup(draft, prior, snapshot, blockList).map(softenInUse);
      return { diagnostics, steps: describePlan(draft, prior, snapshot, prior === undefined || options.moveMaster) };
    },

    read: (ref, expectedRole, signal) =>
      observeGroup(tools, lanGroup(ref), expectedRole, Date.now() - PLAN_AGE_MS, signal),

    async create(asked, _options, signal) {
      const spec = lanGroupSpec(asked);
      const sound = await refuseUnlessSound(spec, undefined, signal);
      const stages = stepsTo(targetOf(spec, true), presentOf(sound.snapshot, spec));
      return make(spec, stages, sound, { undo: true }, signal);
    },

    async change(recorded, asked, options, signal) {
      const [prior, spec] = [lanGroupRecord(recorded), lanGroupSpec(asked)];
      const sound = await refuseUnlessSound(spec, prior, signal);
      const stages = stagesOf(spec, prior, sound.snapshot, options.moveMaster);
      return make(spec, stages, sound, { undo: false }, signal);
    },

    async release(recorded, signal) {
      const record = lanGroupRecord(recorded);
      for (let look = 1; look <= LOOKS; look++) {
        const snapshot = await snapshots.get(record.network.datacenterId, Date.now(), signal);
        if (!snapshot) return [];
        if (!snapshot.lans.has(record.network.lanId)) {
          await lanIsGone(api, record, signal);
          return [];
        }
        const present = presentOf(snapshot, record);
        const { registered } = present;
        if (registered !== undefined && !record.members.some(({ nic }) => nic === registered))
          return [leftAlone(record, registered)];
        const stages = stepsAway(record.ip, present);
        // Gone is what two readings show to be gone: the first one may be older than the group.
        if (stages.length === 0 && look > 1) return [];
        await carryOut({ tools, group: record, snapshot, reserved: new Set(), signal }, stages, []);
      }
      throw new Error(
        `The failover group of ${record.ip} was taken apart, and LAN ${record.network.lanId} shows it still. Destroy it again.`,
      );
    },
  };
}

function isComplete({ members, registeredNic }: GroupObservation, spec: LanGroupSpec): boolean {
  const shown = new Set(members?.map(({ nic }) => nic));
  return registeredNic !== undefined && [...spec.members.values()].every(({ nic }) => shown.has(nic));
}

/** The automatically assigned addresses that NICs lost because their list was set. */
function replacedBy(done: readonly Done[], reserved: ReadonlySet<string>): GroupChange["replaced"] {
  return new Map(
    done.flatMap(({ step, before }) => {
      const lost = before.filter((ip) => !reserved.has(ip));
      return step.do === "put" && step.role === "primary" && lost.length > 0 ? [[step.nic, lost] as const] : [];
    }),
  );
}

function stagesOf(
  spec: LanGroupSpec,
  prior: LanGroupRecord | undefined,
  snapshot: Snapshot,
  moveMaster: boolean,
): readonly Stage[] {
  const target = targetOf(spec, moveMaster);
  const present = presentOf(snapshot, spec);
  return prior && prior.ip !== spec.ip
    ? stepsToReadress(target, present, { ip: prior.ip, present: presentOf(snapshot, prior) })
    : stepsTo(target, present);
}

function targetOf(spec: LanGroupSpec, moveMaster: boolean): Target {
  const members = [...spec.members.values()].map(({ nic }) => nic);
  return { ip: spec.ip, role: spec.role, members, master: spec.members.get(spec.master)?.nic ?? "", moveMaster };
}

function describePlan(
  draft: GroupDraft,
  prior: LanGroupRecord | undefined,
  snapshot: Snapshot,
  moveMaster: boolean,
): readonly string[] {
  const spec = completed(draft);
  if (!spec) return [];
  const keys = new Map([...spec.members].map(([key, { nic }]) => [nic, key]));
  const nameOf = (nic: string) => (keys.has(nic) ? `member "${keys.get(nic)}" (NIC ${nic})` : `NIC ${nic}`);
  return stagesOf(spec, prior, snapshot, moveMaster)
    .flat()
    .map((step) => describeStep(step, nameOf));
}

function completed({ ip, network, members, master, role }: GroupDraft): LanGroupSpec | undefined {
  const { datacenterId, lanId } = network ?? {};
  if (!datacenterId || !lanId || !members || !master || !role) return undefined;
  const known = [...members].flatMap(([key, { server, nic }]) =>
    server && nic ? [[key, { server, nic, nexthop: undefined }] as const] : [],
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

function leftAlone(record: LanGroupRecord, nic: string): Diagnostic {
  return {
    severity: "warning",
    summary: "The failover group was left as it is",
    detail: `LAN ${record.network.lanId} registers ${record.ip} with NIC ${nic}, which is no member of this group: somebody else uses the address now.`,
  };
}
