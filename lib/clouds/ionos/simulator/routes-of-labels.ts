import type { Router } from "../../../simulator";
import { writeAtOnce } from "./cloud";
import { bodyOf, type Context, itemAt, type Route, showItem } from "./context";
import { required } from "./errors";
import type { Item } from "./item";
import { LABELS } from "./nouns";
import { listItems } from "./routes-of-nouns";
import { discard } from "./work";

/** Labels are no part of the infrastructure: writing them is synchronous and makes no request. Unconfirmed status codes. */
export function addLabels(router: Router<Route>, pattern: string): void {
  const collection = `${pattern}/labels`;
  router.add("GET", collection, (context) => {
    itemAt(context, context.path.slice(0, context.path.lastIndexOf("/")));
    return listItems(context, context.cloud.tree.list(context.path));
  });
  router.add("GET", `${collection}/:key`, (context) => showItem(context, itemAt(context, decodeURI(context.path))));
  router.add("POST", collection, (context) => {
    const owner = itemAt(context, context.path.slice(0, context.path.lastIndexOf("/")));
    const label = writeLabel(context, owner, bodyOf(context));
    return { ...showItem(context, label), status: 201 };
  });
  router.add("PUT", `${collection}/:key`, (context) => {
    const old = itemAt(context, decodeURI(context.path));
    const owner = itemAt(context, old.parent ?? "");
    const { properties } = (bodyOf(context) ?? {}) as { properties?: Record<string, unknown> };
    return showItem(context, writeLabel(context, owner, { properties: { ...properties, key: old.id } }));
  });
  router.add("DELETE", `${collection}/:key`, (context) => {
    discard(context.cloud, itemAt(context, decodeURI(context.path)));
    return { status: 200 };
  });
}

function writeLabel({ cloud }: Context, owner: Item, body: unknown): Item {
  const { key, value } = ((body ?? {}) as { properties?: Record<string, unknown> }).properties ?? {};
  const missing = [
    ...(typeof key === "string" && key !== "" ? [] : ["key"]),
    ...(typeof value === "string" ? [] : ["value"]),
  ];
  if (missing.length > 0) throw required(missing);
  const id = key as string;
  const path = `${owner.path}/${LABELS.collection}/${id}`;
  return writeAtOnce(cloud, { type: LABELS.type, id, path, parent: owner.path, properties: { key: id, value } });
}
