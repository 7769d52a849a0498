/** What makes a member give the address up, or not. */
import type { Config, SyncGroup } from "../../keepalived/config/config";
import type { Instance } from "../../keepalived/config/instance";
import type { Tracked } from "../../keepalived/config/tracking";
import { settingsOf, valueOf, wholeNumber } from "../../keepalived/config/settings";
import { inReadingOrder } from "../../keepalived/position";
import { memberRule } from "../rule";

interface Tracking {
  readonly of: string;
  readonly tracked: Tracked;
  readonly instance?: Instance;
  readonly group?: SyncGroup;
}

function allTracked(config: Config): readonly Tracking[] {
  return [
    ...config.instances.flatMap((instance) =>
      instance.tracked.map((tracked) => ({ of: instance.name, tracked, instance })),
    ),
    ...config.syncGroups.flatMap((group) => group.tracked.map((tracked) => ({ of: group.name, tracked, group }))),
  ];
}

/** As written where it is tracked, or as what is tracked says by itself. */
export function weightOf(config: Config, { kind, name, weight }: Tracked): number {
  if (weight !== undefined) return weight;
  if (kind === "script") return config.scripts.find((script) => script.name === name)?.weight ?? 0;
  if (kind === "bfd") {
    const definition = config.root.all("bfd_instance").find((one) => valueOf(one) === name);
    return wholeNumber(valueOf(settingsOf(definition?.body ?? []).last("weight")), -253, 253) ?? 0;
  }
  return config.trackedDefinitions.find((one) => one.kind === kind && one.name === name)?.weight ?? 0;
}

const groupOf = (config: Config, instance: Instance) =>
  config.syncGroups.find(({ members }) => members.some(({ text }) => text === instance.name));

/** What counts for an instance with its weight: in a sync group that of the group, unless the group keeps its own. */
export function weighed(config: Config, instance: Instance): readonly Tracked[] {
  const group = groupOf(config, instance);
  const own = group === undefined || group.keepsWeights ? instance.tracked : [];
  return [...own, ...(group?.tracked ?? [])];
}

const trackedUnknown = memberRule({
  id: "tracked-unknown",
  severity: "error",
  title: "What is tracked is not defined, or only further down",
  why: "keepalived tracks nothing then and only logs it: the service may die and the address stays. Definitions count from their line on.",
  fix: "Define it in a vrrp_script, track_file, vrrp_track_process or bfd_instance block above the instance.",
  configTest: 5,
  *check({ config }) {
    const defined = [
      ...config.scripts.map(({ name, position }) => ({ kind: "script", name, position })),
      ...config.trackedDefinitions,
      ...config.root
        .all("bfd_instance")
        .map((one) => ({ kind: "bfd", name: valueOf(one) ?? "", position: one.position })),
    ];
    for (const { of, tracked } of allTracked(config)) {
      if (tracked.kind === "interface") continue;
      const definition = defined.find(({ kind, name }) => kind === tracked.kind && name === tracked.name);
      if (definition === undefined) {
        yield {
          position: tracked.position,
          message: `${of} tracks the ${tracked.kind} "${tracked.name}", which is not defined.`,
        };
      } else if (isLater(definition.position, tracked.position)) {
        yield {
          position: tracked.position,
          message: `${of} tracks the ${tracked.kind} "${tracked.name}", which is defined only in line ${definition.position.line}.`,
        };
      }
    }
  },
});

function isLater(a: Tracked["position"], b: Tracked["position"]): boolean {
  return a.file === b.file && inReadingOrder(a, b) > 0;
}

const trackedInvalid = memberRule({
  id: "tracked-invalid",
  severity: "error",
  title: "A line of a track block cannot be read",
  why: "keepalived leaves it out or takes another weight, and only logs it.",
  fix: "Write NAME [weight NUMBER [reverse]], with a number from -253 to 253.",
  configTest: 5,
  *check({ config }) {
    const seen = new Set<string>();
    for (const { of, tracked } of allTracked(config)) {
      if (tracked.fault !== undefined) yield tracked.fault;
      const key = `${of}\0${tracked.kind}\0${tracked.name}`;
      if (seen.has(key))
        yield { position: tracked.position, message: `${of} tracks ${tracked.name} for the second time.` };
      seen.add(key);
    }
    for (const instance of config.instances) {
      const common = groupOf(config, instance)?.tracked.filter(({ kind }) => kind === "interface") ?? [];
      for (const { kind, name, position } of instance.tracked) {
        if (kind !== "interface" || !common.some((one) => one.name === name)) continue;
        yield {
          position,
          severity: "warning",
          message: `${instance.name} tracks ${name}, and so does its sync group.`,
          fix: "Track it in one of them.",
        };
      }
    }
  },
});

const trackedNothing = memberRule({
  id: "tracked-nothing",
  severity: "error",
  title: "A track block names no file or no process",
  why: "keepalived removes the block, and whoever tracks it tracks nothing: the service may die and the address stays.",
  fix: "Write file in a track_file block and process in a vrrp_track_process block.",
  configTest: 5,
  *check({ config }) {
    for (const { kind, name, source, position } of config.trackedDefinitions) {
      if (source === undefined) yield { position, message: `${name} has no ${kind}.` };
    }
  },
});

const trackedOwnInterface = memberRule({
  id: "tracked-own-interface",
  severity: "warning",
  title: "An instance tracks its own interface",
  why: "keepalived watches it anyway and ignores the line, a weight too; but `keepalived -t` answers 5 for it, so that a real fault beside it is not noticed.",
  fix: "Remove the line.",
  configTest: 5,
  *check({ config }) {
    for (const instance of config.instances) {
      const own = instance.tracked.find(({ kind, name }) => kind === "interface" && name === instance.interface);
      if (own === undefined || instance.settings.has("dont_track_primary")) continue;
      yield { position: own.position, message: `${instance.name} is on ${own.name} and tracks it.` };
    }
  },
});

const scriptUnused = memberRule({
  id: "script-unused",
  severity: "warning",
  title: "A check is defined and nobody tracks it",
  why: "keepalived never runs it: the service may die and the address stays.",
  fix: "List it in track_script of the instance or of its sync group.",
  configTest: 0,
  *check({ config }) {
    const used = new Set(allTracked(config).flatMap(({ tracked }) => (tracked.kind === "script" ? tracked.name : [])));
    for (const { name, position } of config.scripts) {
      if (!used.has(name)) yield { position, message: `Nothing tracks ${name}.` };
    }
  },
});

const nopreemptWeight = memberRule({
  id: "nopreempt-weight",
  severity: "error",
  title: "nopreempt together with a weight",
  why: "A failing check only lowers the priority, and nopreempt forbids the backup to take over from a living master of any priority: with weight -60 the service was dead for 19 s and more, and the address never moved.",
  fix: "Use weight 0: the instance goes to FAULT and gives the address up.",
  configTest: 0,
  *check({ config }) {
    for (const instance of config.instances) {
      if (!instance.nopreempt || instance.state === "MASTER") continue;
      for (const tracked of weighed(config, instance)) {
        const weight = weightOf(config, tracked);
        if (weight === 0) continue;
        yield {
          position: tracked.position,
          message: `${instance.name} has nopreempt and tracks ${tracked.name} with weight ${weight}.`,
        };
      }
    }
  },
});

const syncGroupWeight = memberRule({
  id: "sync-group-weight",
  severity: "error",
  title: "A weight inside a sync group",
  why: "Instances of a sync group move together, so that keepalived drops every script that is tracked with a weight and takes other weights as 0. The service may die and the address stays.",
  fix: "Track it in the sync group with weight 0.",
  configTest: 5,
  *check({ config }) {
    for (const instance of config.instances) {
      const group = groupOf(config, instance);
      if (group === undefined || group.keepsWeights) continue;
      for (const tracked of instance.tracked) {
        const weight = weightOf(config, tracked);
        if (weight === 0) continue;
        yield {
          position: tracked.position,
          message: `${instance.name} is in ${group.name} and tracks ${tracked.name} with weight ${weight}.`,
        };
      }
    }
  },
});

const noCheck = memberRule({
  id: "no-check",
  severity: "info",
  title: "Nothing looks at the service",
  why: "The address moves when the host, its network or keepalived fails, and stays when only the service behind it does.",
  fix: "Add a vrrp_script that asks the service, and track it with weight 0.",
  configTest: 0,
  *check({ config }) {
    const looks = ({ tracked }: { readonly tracked: readonly Tracked[] }) =>
      tracked.some(({ kind }) => kind !== "interface");
    for (const instance of config.instances) {
      const group = groupOf(config, instance);
      if (looks(instance) || (group !== undefined && looks(group))) continue;
      yield { position: instance.position, message: `${instance.name} tracks no script, process or file.` };
    }
  },
});

export const trackingRules = [
  trackedUnknown,
  trackedInvalid,
  trackedNothing,
  trackedOwnInterface,
  scriptUnused,
  nopreemptWeight,
  syncGroupWeight,
  noCheck,
];
