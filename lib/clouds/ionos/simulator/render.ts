import { createHash } from "node:crypto";
import { type Cloud, visible } from "./cloud";
import { shownProperties } from "./fields";
import type { Item } from "./item";

/**
 * What `depth` means, as levels. A level of 0 is a reference; each level more opens one thing: an object's properties
 * with references to its collections, a collection's items. A single object is shown at level depth + 1, a collection
 * at level depth + 1 too: that is why a list has properties from depth 1 on, and a LAN list counts NICs from depth 2 on.
 */
export interface Look {
  readonly stale?: boolean;
  /** The answer to a write: BUSY even where the work is done already. */
  readonly reply?: "created" | "changed";
}

export interface Reference {
  readonly id: string;
  readonly type: string;
  readonly href: string;
}

export const referenceTo = (cloud: Cloud, item: Pick<Item, "id" | "type" | "path">): Reference => ({
  id: item.id,
  type: item.type,
  href: cloud.href(item.path),
});

/** The API's dates have no milliseconds. */
export const date = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");

export const etag = (path: string, revision: number) => createHash("md5").update(`${path}#${revision}`).digest("hex");

export function metadata(cloud: Cloud, item: Item, look: Look = {}): Record<string, unknown> {
  const by = cloud.behaviour.username;
  return {
    etag: etag(item.path, item.revision),
    createdDate: date(item.createdAt),
    createdBy: by,
    createdByUserId: cloud.userId,
    lastModifiedDate: date(item.modifiedAt),
    lastModifiedBy: by,
    lastModifiedByUserId: cloud.userId,
    ...(item.type === "label" || item.type === "reverserecord"
      ? {}
      : { state: look.reply || item.pending > 0 ? "BUSY" : "AVAILABLE" }),
  };
}

export function renderItem(cloud: Cloud, item: Item, level: number, look: Look = {}): Record<string, unknown> {
  const reference = { ...referenceTo(cloud, item) };
  if (level <= 0) return reference;
  const noun = cloud.noun(item.type);
  const stored =
    look.reply === "changed" ? item.requested : look.reply ? item.properties : visible(cloud, item, look.stale);
  const shown = shownProperties(noun.fields, stored);
  const rendered: Record<string, unknown> = {
    ...reference,
    metadata: metadata(cloud, item, look),
    properties: noun.show ? noun.show(cloud, item, shown) : shown,
  };
  const entities: Record<string, unknown> = {};
  for (const name of noun.children ?? []) {
    const path = `${item.path}/${name}`;
    entities[name] = renderCollection(cloud, path, level > 1 ? cloud.tree.list(path) : [], level - 1, look);
  }
  for (const [name, members] of Object.entries(noun.references ?? {})) {
    entities[name] = renderCollection(
      cloud,
      `${item.path}/${name}`,
      level > 1 ? members(cloud, item) : [],
      level - 1,
      look,
    );
  }
  if (Object.keys(entities).length > 0) rendered.entities = entities;
  return rendered;
}

/** A collection's id is "<id of what it lies in>/<name>", or its name alone. */
export function collectionReference(cloud: Cloud, path: string): Reference {
  const parts = path.split("/").filter((part) => part !== "");
  return { id: parts.slice(-2).join("/"), type: "collection", href: cloud.href(path) };
}

function renderCollection(
  cloud: Cloud,
  path: string,
  items: readonly Item[],
  level: number,
  look: Look = {},
): Record<string, unknown> {
  const reference = { ...collectionReference(cloud, path) };
  if (level <= 0) return reference;
  return { ...reference, items: items.map((item) => renderItem(cloud, item, level - 1, look)) };
}
