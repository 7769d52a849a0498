/** What `ipfailover render` writes, in each of its formats. */
import type { HaGroup, HaMember } from "../model/model";
import { ansibleFiles } from "./ansible";
import type { DeliveredFile } from "./delivered-file";
import { firstStart } from "./first-start";
import { treeOf } from "./tree";

export const formats = ["files", "cloud-init", "ansible"] as const;
export type Format = (typeof formats)[number];

/** @param only one member; default all of them */
export function deliver(groups: readonly HaGroup[], format: Format, only?: string): readonly DeliveredFile[] {
  const members = membersOf(groups).filter(({ name }) => only === undefined || name === only);
  switch (format) {
    case "files":
      return members.flatMap((member) => treeOf(groups, member));
    case "cloud-init":
      return members.map(({ name }) => ({ path: `${name}/user-data`, content: firstStart(groups, name) }));
    case "ansible":
      return ansibleFiles(groups, members);
  }
}

/** Those of all groups, each once. */
export function membersOf(groups: readonly HaGroup[]): readonly HaMember[] {
  return [...new Map(groups.flatMap(({ members }) => [...members])).values()];
}
