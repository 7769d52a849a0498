import { packageVersion } from "../../version";
import type { HaGroup } from "../model/model";
import { keepalivedConf } from "./keepalived-conf";
import { paths } from "./paths";
import type { RenderedFile } from "./rendered-file";

/** Everything that lies on a member, in the order of its paths. The same groups always give the same bytes. */
export function renderMember(groups: readonly HaGroup[], member: string): readonly RenderedFile[] {
  const head = [`Rendered by cdktf-ip-failover ${packageVersion}. Do not edit: change the declaration.`];
  return [{ path: paths.keepalived, mode: "0644", owner: "root:root", content: keepalivedConf(groups, member, head) }];
}
