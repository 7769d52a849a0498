import type { Cloud } from "../cloud";
import { notFound } from "../errors";
import type { Item } from "../item";
import type { Noun } from "../noun";
import type { Work } from "../work";
import { createItem } from "../writes";
import { securityGroupRules } from "./firewall-rules";

export const securityGroups: Noun = {
  type: "security-group",
  collection: "securitygroups",
  parent: "datacenter",
  fields: {
    name: { type: "string", required: true },
    description: { type: "string" },
  },
  children: ["rules"],
  inside(cloud, work, group, { entities }) {
    for (const rule of entities.rules?.items ?? []) createItem(cloud, work, securityGroupRules, group, rule);
  },
};

/** `PUT …/securitygroups` of a server or NIC: `{"ids": [...]}`, replaced whole. */
export function assignSecurityGroups(cloud: Cloud, work: Work, item: Item, body: unknown): void {
  const ids = ((body ?? {}) as { ids?: unknown }).ids ?? [];
  const datacenter = item.path.split("/").slice(0, 3).join("/");
  const known = (id: unknown) => typeof id === "string" && cloud.tree.get(`${datacenter}/securitygroups/${id}`);
  if (!Array.isArray(ids) || !ids.every(known)) throw notFound();
  work.update(item, { $securityGroups: ids as string[] });
}
