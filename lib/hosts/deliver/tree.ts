/** A folder for each member: its files as they will lie there, a manifest, and the program that installs them. */
import type { HaGroup, HaMember } from "../model/model";
import { renderMember } from "../render/render";
import type { DeliveredFile } from "./delivered-file";
import { installScript } from "./install-script";
import { manifestOf } from "./manifest";

export function treeOf(groups: readonly HaGroup[], self: HaMember): readonly DeliveredFile[] {
  const { name } = self;
  const files = renderMember(groups, name);
  const manifest = manifestOf(groups, self, files);
  return [
    ...files.map(({ path, content, mode }) => ({
      path: `${name}/rootfs${path}`,
      content,
      executable: mode.endsWith("755"),
    })),
    { path: `${name}/manifest.json`, content: `${JSON.stringify(manifest, undefined, 2)}\n` },
    { path: `${name}/install`, content: installScript(manifest), executable: true },
  ];
}
