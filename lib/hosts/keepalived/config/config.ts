/** What a configuration says about VRRP. Load balancing and BFD are passed over. */
import type { ParsedFile } from "../parse";
import type { Position } from "../position";
import type { Directive } from "../tree";
import { readVirtualAddress } from "./address";
import type { AddressFault, VirtualAddress } from "./address";
import { readInstance } from "./instance";
import type { Instance } from "./instance";
import { readCommand, readNotifications, readScript } from "./script";
import type { Command, Script } from "./script";
import { listed, settingsOf, text, valueOf } from "./settings";
import type { Settings } from "./settings";
import { readTrackedDefinition, readTracking } from "./tracking";
import type { Tracked, TrackedDefinition } from "./tracking";
import type { Word } from "../words";

export interface SyncGroup {
  readonly name: string;
  readonly position: Position;
  readonly settings: Settings;
  /** Names of instances. */
  readonly members: readonly Word[];
  readonly tracked: readonly Tracked[];
  readonly notifications: readonly Command[];
  /** Weights count although the members are in a group. */
  readonly keepsWeights: boolean;
}

export interface Config {
  readonly file: string;
  readonly directives: readonly Directive[];
  readonly root: Settings;
  readonly globals: Settings;
  readonly instances: readonly Instance[];
  readonly scripts: readonly Script[];
  readonly trackedDefinitions: readonly TrackedDefinition[];
  readonly syncGroups: readonly SyncGroup[];
  readonly staticAddresses: readonly VirtualAddress[];
  readonly staticAddressFaults: readonly AddressFault[];
  /** Everything that keepalived runs for VRRP. */
  readonly commands: readonly Command[];
}

const globalCommands = ["startup_script", "shutdown_script", "notify_fifo_script", "vrrp_notify_fifo_script"];

export function readConfig({ file, directives }: ParsedFile): Config {
  const root = settingsOf(directives);
  const globals = settingsOf(root.all("global_defs").flatMap(({ body }) => body ?? []));
  const instances = root.all("vrrp_instance").map((directive) => readInstance(directive, globals));
  const scripts = root.all("vrrp_script").map(readScript);
  const syncGroups = root.all("vrrp_sync_group").map(readSyncGroup);
  const definitions = ["track_file", "vrrp_track_file", "vrrp_track_process"].flatMap((keyword) => root.all(keyword));
  const global = globals.directives.filter(({ words }) => globalCommands.includes(text(words[0])));
  const fixed = listed(root, "static_ipaddress").map((line) => readVirtualAddress(line, "static"));
  return {
    file,
    directives,
    root,
    globals,
    instances,
    scripts,
    syncGroups,
    trackedDefinitions: definitions.map(readTrackedDefinition),
    staticAddresses: fixed.flatMap(({ address }) => address ?? []),
    staticAddressFaults: fixed.flatMap(({ faults }) => faults),
    commands: [
      ...scripts.flatMap(({ command, user }) => (command ? [{ ...command, owner: user ? [user] : [] }] : [])),
      ...instances.flatMap(({ notifications }) => notifications),
      ...syncGroups.flatMap(({ notifications }) => notifications),
      ...global.flatMap((directive) => readCommand(directive, "global_defs") ?? []),
    ],
  };
}

function readSyncGroup(directive: Directive): SyncGroup {
  const settings = settingsOf(directive.body ?? []);
  const name = valueOf(directive) ?? "";
  return {
    name,
    position: directive.position,
    settings,
    members: settings.all("group").flatMap(({ body }) => (body ?? []).flatMap(({ words }) => words)),
    tracked: readTracking(settings),
    notifications: readNotifications(settings, name),
    keepsWeights: settings.has("sync_group_tracking_weight") || settings.has("global_tracking"),
  };
}
