import type { Cloud } from "../cloud";
import type { Item } from "../item";
import type { Noun } from "../noun";
import { metadata, renderItem } from "../render";

/** A label's id is its key. */
export const labels: Noun = {
  type: "label",
  collection: "labels",
  fields: {
    key: { type: "string", required: true, immutable: true },
    value: { type: "string", required: true },
  },
};

const urn = (label: Item, owner: Item) => `urn:label:${owner.type}:${owner.id}:${label.id}`;

/** `/labels`: all labels of the contract, by their URN. */
export function showAllLabels(cloud: Cloud, level: number): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  for (const item of cloud.tree.all()) {
    if (item.type === "label") found.push(showLabel(cloud, item, level));
  }
  return found;
}

export function findLabel(cloud: Cloud, id: string): Item | undefined {
  for (const item of cloud.tree.all()) {
    const owner = item.type === "label" ? cloud.tree.get(item.parent ?? "") : undefined;
    if (owner && urn(item, owner) === id) return item;
  }
  return undefined;
}

export function showLabel(cloud: Cloud, label: Item, level: number): Record<string, unknown> {
  const owner = cloud.tree.get(label.parent ?? "");
  if (!owner) return renderItem(cloud, label, level);
  const id = urn(label, owner);
  const reference = { id, type: "label", href: cloud.href(`/labels/${id}`) };
  if (level <= 0) return reference;
  return {
    ...reference,
    metadata: metadata(cloud, label),
    properties: {
      key: label.properties.key,
      value: label.properties.value,
      resourceId: owner.id,
      resourceType: owner.type,
      resourceHref: cloud.href(owner.path),
    },
  };
}
