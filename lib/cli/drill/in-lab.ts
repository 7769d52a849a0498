/** Drills a declared group in labs on this machine. */
import os from "node:os";
import { faultNames } from "../../hosts/drill/fault/fault";
import type { FaultName } from "../../hosts/drill/fault/fault";
import type { Journal, Run } from "../../hosts/drill/journal";
import { missingForLab } from "../../hosts/drill/lab/tools";
import { drillInLabs } from "../../hosts/drill/lab-drill";
import type { LabSubject } from "../../hosts/drill/lab-drill";
import { subjectOf } from "../../hosts/drill/lab-subject";
import { seconds } from "../../hosts/drill/report/wording";
import { declaredHosts } from "../declared-hosts";
import type { DeclaredHosts } from "../declared-hosts";
import { UnmetError, UserError } from "../failure";
import type { Terminal } from "../terminal";
import type { DrillOptions } from "./options";
import { limitsOf } from "./report-files";

/** What most people want to know first. */
const usualFaults: readonly FaultName[] = ["crash", "stop", "service", "vrrp-cut"];

export async function drillInLab(
  target: string | undefined,
  options: DrillOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Journal> {
  const subject = chosen(await declaredHosts(target, options, terminal), options);
  const missing = missingForLab(subject.programs);
  if (missing.length > 0) throw new UnmetError(missing.join("\n"));
  const { runs, watch, loss, lossBurst, member, hold } = options;
  return drillInLabs(subject, {
    faults: chosenFaults(subject, options, terminal),
    runs,
    atOnce: options.atOnce ?? os.availableParallelism(),
    seed: options.seed ?? Math.floor(Math.random() * 1_000_000),
    loss: { rate: loss / 100, burst: lossBurst },
    watchMs: watch,
    limits: limitsOf(options),
    launch: () => ({}),
    signal,
    progress: (fault, run, discarded) => terminal.note(progressLine(fault, run, runs, discarded)),
    ...(hold !== undefined && { holdMs: hold }),
    ...(member !== undefined && { target: member }),
  });
}

function chosen(declared: readonly DeclaredHosts[], { group: name, member }: DrillOptions): LabSubject {
  const all = declared.flatMap(({ groups }) => groups.map((group) => ({ group, groups })));
  const matching = name === undefined ? all : all.filter(({ group }) => group.name === name);
  const [only, ...others] = matching;
  const names = all.map(({ group }) => group.name).join(", ");
  if (!only) throw new UserError(`--group is "${name}". The groups are ${names}.`);
  if (others.length > 0) throw new UserError(`There are several groups: ${names}. Name one with --group.`);
  const members = [...only.group.members.keys()];
  if (member !== undefined && !members.includes(member)) {
    throw new UserError(`--member is "${member}". The members of ${only.group.name} are ${members.join(", ")}.`);
  }
  return subjectOf(only.groups, only.group);
}

function chosenFaults(subject: LabSubject, { fault }: DrillOptions, terminal: Terminal): readonly FaultName[] {
  const wanted = fault?.includes("all") ? faultNames : (fault as readonly FaultName[] | undefined);
  if (subject.isChecked) return [...new Set(wanted ?? usualFaults)];
  const reason = `nothing tracks the service of ${subject.group}, so nobody would notice that it is down`;
  if (fault?.includes("service")) throw new UserError(`--fault service: ${reason}. Add a check or a tracked process.`);
  terminal.note(`The fault "service" is left out: ${reason}.`);
  return [...new Set(wanted ?? usualFaults)].filter((name) => name !== "service");
}

function progressLine(fault: FaultName, run: Run, runs: number, discarded: string | undefined): string {
  const outcome =
    discarded === undefined
      ? `outage ${run.outageOpen ? "≥ " : ""}${seconds(run.outageMs)}`
      : `discarded: ${discarded}`;
  return `${fault}: run ${run.number} of ${runs}, ${run.target} struck, ${outcome}`;
}
