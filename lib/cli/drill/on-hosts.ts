/** Drills a group on its real hosts, with the user's commands. */
import { existsSync } from "node:fs";
import { BlockList, isIPv6 } from "node:net";
import type { Journal } from "../../hosts/drill/journal";
import { planText } from "../../hosts/drill/real/plan";
import type { RealMember, RealPlan } from "../../hosts/drill/real/plan";
import { drillRealHosts, UnhealthyError } from "../../hosts/drill/real/real-drill";
import type { HaGroup } from "../../hosts/model/model";
import { promiseOf } from "../../hosts/model/promise";
import { stateFile } from "../../hosts/render/paths";
import { declaredHosts } from "../declared-hosts";
import { UnmetError, UserError } from "../failure";
import type { Terminal } from "../terminal";
import { lockGroup } from "./lock";
import type { DrillOptions } from "./options";
import { limitsOf } from "./report-files";

type HostOptions = DrillOptions & { readonly probe: string };

/** @returns undefined when only the plan was to be told */
export async function drillOnHosts(
  target: string | undefined,
  options: HostOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<Journal | undefined> {
  const isDeclared = target !== undefined || (options.group === undefined && hasStacks());
  const declared = isDeclared ? await declaredGroup(target, options, terminal) : undefined;
  const plan = planOf(declared, options);
  const missing = missingStates(plan, declared);
  if (options.yesProduction === undefined) {
    terminal.print(planText(plan, missing));
    return undefined;
  }
  if (missing !== undefined) throw new UserError(missing);
  if (options.yesProduction !== plan.group) {
    throw new UserError(`--yes-production is "${options.yesProduction}", and this is the group ${plan.group}.`);
  }
  const unlock = await lockGroup(plan.group);
  try {
    const progress = (text: string) => terminal.note(text);
    return await drillRealHosts(plan, { limits: limitsOf(options), signal, progress });
  } catch (error) {
    throw error instanceof UnhealthyError ? new UnmetError(error.message) : error;
  } finally {
    unlock();
  }
}

/** Where a stack is found without being named. */
const hasStacks = () => ["cdktf.out", "cdk.tf.json"].some((name) => existsSync(name));

async function declaredGroup(target: string | undefined, options: HostOptions, terminal: Terminal): Promise<HaGroup> {
  const groups = (await declaredHosts(target, options, terminal)).flatMap((declared) => declared.groups);
  const matching = groups.filter(({ name }) => options.group === undefined || name === options.group);
  const [only, ...others] = matching;
  if (only && others.length === 0) return only;
  throw new UserError(`Name one group with --group: ${groups.map(({ name }) => name).join(", ")}.`);
}

function planOf(declared: HaGroup | undefined, options: HostOptions): RealPlan {
  const { inject, recover, takeover, runs, watch, group: named } = options;
  const group = declared?.name ?? named;
  if (group === undefined)
    throw new UserError("--group is missing: name the group, or a stack or file that declares it.");
  if (!/^[A-Za-z0-9_-]+$/.test(group)) throw new UserError(`--group is "${group}". Use letters, digits, - and _.`);
  if (inject === undefined) throw new UserError("--inject is missing: the command that strikes the group.");
  if (recover === undefined) {
    throw new UserError("--recover is missing: without the command that undoes the injected one nothing is struck.");
  }
  const promised = declared && promiseOf(declared).crash;
  const holdMs = options.hold ?? (promised ? 2 * promised.toMs + 5000 : 30_000);
  const deadManMs = options.deadMan ?? holdMs + 30_000;
  if (deadManMs <= holdMs) throw new UserError("--dead-man has to be longer than --hold, or it ends every drill.");
  return {
    ...{ group, inject, recover, takeover, runs, holdMs, watchMs: watch, deadManMs },
    ...probed(options.probe, declared),
    members: membersOf(declared, group, options.state ?? []),
    ...(promised && { promised }),
  };
}

function probed(text: string, declared: HaGroup | undefined): Pick<RealPlan, "address" | "port"> {
  const match = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+))(?::(\d{1,5}))?$/i.exec(isIPv6(text) ? `[${text}]` : text);
  const address = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? undefined : Number(match[3]);
  if (address === undefined || !isAddress(address) || port === 0 || (port ?? 1) > 65_535) {
    throw new UserError(`--probe is "${text}". Write 203.0.113.10, 203.0.113.10:443 or [2001:db8::10]:443.`);
  }
  if (declared && !declared.addresses.some((own) => isSame(own, address))) {
    const own = declared.addresses.join(", ");
    throw new UserError(`--probe is "${text}", and the addresses of ${declared.name} are ${own}.`);
  }
  return { address, ...(port !== undefined && { port }) };
}

function isAddress(text: string): boolean {
  return isIPv6(text) || /^(\d{1,3}\.){3}\d{1,3}$/.test(text);
}

function isSame(one: string, other: string): boolean {
  if (isIPv6(one) !== isIPv6(other)) return false;
  const list = new BlockList();
  list.addAddress(one, isIPv6(one) ? "ipv6" : "ipv4");
  return list.check(other, isIPv6(other) ? "ipv6" : "ipv4");
}

/** Every member has to say how it is: what is not well already is not struck. */
function membersOf(declared: HaGroup | undefined, group: string, given: readonly string[]): readonly RealMember[] {
  const commands = new Map(
    given.map((text) => {
      const [, name, state] = /^([A-Za-z0-9_-]+)=(.+)$/s.exec(text) ?? [];
      if (name === undefined || state === undefined) throw new UserError(`--state is "${text}". Write MEMBER=COMMAND.`);
      return [name, state] as const;
    }),
  );
  for (const { name, host } of declared?.members.values() ?? []) {
    if (host === undefined || commands.has(name)) continue;
    commands.set(
      name,
      `ssh -o BatchMode=yes -o ConnectTimeout=2 '${host.replaceAll("'", `'\\''`)}' cat ${stateFile(group)}`,
    );
  }
  return [...commands].map(([name, state]) => ({ name, state }));
}

function missingStates({ members, group }: RealPlan, declared: HaGroup | undefined): string | undefined {
  const silent = [...(declared?.members.keys() ?? [])].filter((name) => !members.some((known) => known.name === name));
  const how = `--state 'MEMBER=ssh MEMBER cat ${stateFile(group)}'`;
  if (silent.length > 0) {
    return `--state is missing for ${silent.join(", ")}: the command that prints the member's VRRP state, such as ${how}.`;
  }
  if (members.length >= 2) return undefined;
  return `--state is missing: give it for each member, and there are two at least, such as ${how}.`;
}
