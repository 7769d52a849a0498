import { packageVersion } from "../../version";
import { modelHash } from "../model/hash";
import type { HaGroup } from "../model/model";
import { promiseText } from "../model/promise";
import { checkScripts, heartbeatCheck } from "./checks";
import { eventFiles } from "./events";
import { firewallFiles } from "./firewall";
import { keepalivedConf } from "./keepalived-conf";
import { networkFiles } from "./network";
import { paths } from "./paths";
import type { RenderedFile } from "./rendered-file";
import { head } from "./shell";
import { systemFiles } from "./system";
import { memberOf, viewOf, type MemberView } from "./view";

/**
 * Everything that lies on a member, in the order of the paths. The same groups always give the same bytes.
 * @throws Error when no group has such a member
 */
export function renderMember(groups: readonly HaGroup[], member: string): readonly RenderedFile[] {
  const view = viewOf(groups, member, false);
  return render(view, [
    `${head.replace("cdktf-ip-failover", `cdktf-ip-failover ${packageVersion}`)}`,
    `Member ${member}; model ${modelHash(view.groups)}.`,
    ...view.groups.flatMap((group) => promiseText(group)),
  ]);
}

/** The same for a host's first start: no later version and no member with a reserved heartbeat changes a byte. */
export function renderFirstStart(groups: readonly HaGroup[], member: string): readonly RenderedFile[] {
  return render(viewOf(groups, member, true), [head, `Member ${member}, as it first started.`]);
}

function render(view: MemberView, confHead: readonly string[]): readonly RenderedFile[] {
  const files: readonly RenderedFile[] = [
    { path: paths.keepalived, mode: "0644", owner: "root:root", content: keepalivedConf(view, confHead) },
    ...eventFiles(),
    heartbeatCheck(view).file,
    ...view.groups.flatMap((group) => checkScripts(group, memberOf(group, view)).map(({ file }) => file)),
    ...systemFiles(view),
    ...firewallFiles(view),
    ...networkFiles(view),
  ];
  return [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
}
