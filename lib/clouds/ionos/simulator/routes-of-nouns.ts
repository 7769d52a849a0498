import type { Reply, Router } from "../../../simulator";
import { accept, bodyOf, checkIfMatch, type Context, depthOf, itemAt, look, ok, type Route, showItem } from "./context";
import type { Item } from "./item";
import { filterItems, page, USUAL_LIMITS } from "./listing";
import type { Noun } from "./noun";
import { collectionReference, renderItem } from "./render";
import { createItem, deleteItem, patchItem, putItem } from "./writes";

/** The pattern of a noun's collection, for example `/datacenters/:datacenter/lans`. */
export function patternOf(noun: Noun, nouns: readonly Noun[]): string {
  const parent = nouns.find((other) => other.type === noun.parent);
  return `${parent ? `${patternOf(parent, nouns)}/:${parent.type}` : ""}/${noun.collection}`;
}

/** Create, read, update and delete, the same for every noun. */
export function addNoun(router: Router<Route>, noun: Noun, nouns: readonly Noun[]): void {
  const collection = patternOf(noun, nouns);
  const single = `${collection}/:${noun.type}`;
  router.add("GET", collection, (context) => {
    if (noun.parent) itemAt(context, parentPath(context.path));
    return listItems(context, context.cloud.tree.list(context.path), noun);
  });
  router.add("GET", single, (context) => showItem(context, findItem(context)));
  if (noun.writable === false) return;
  router.add("POST", collection, (context) => {
    const parent = noun.parent ? itemAt(context, parentPath(context.path)) : undefined;
    return accept(context, (work) => {
      const item = createItem(context.cloud, work, noun, parent, bodyOf(context));
      return { targets: [item], answer: () => showNew(context, item) };
    });
  });
  const update = (change: typeof patchItem) => (context: Context) => {
    const item = itemAt(context, context.path);
    checkIfMatch(context, item);
    return accept(context, (work) => {
      change(context.cloud, work, item, bodyOf(context));
      return {
        targets: [item],
        answer: () => renderItem(context.cloud, item, depthOf(context) + 1, { reply: "changed" }),
      };
    });
  };
  router.add("PATCH", single, update(patchItem));
  router.add("PUT", single, update(putItem));
  router.add("DELETE", single, (context) => {
    const item = itemAt(context, context.path);
    checkIfMatch(context, item);
    return accept(context, (work) => {
      deleteItem(context.cloud, work, item, context.request.query);
      return { targets: [item] };
    });
  });
}

const parentPath = (path: string) => path.slice(0, path.lastIndexOf("/"));

/** A new NIC can be hidden for a while: others saw 404 on it although its request was done (vendor's pull request #311). */
function findItem(context: Context): Item {
  const { cloud } = context;
  const item = itemAt(context, context.path);
  const hidden = item.type === "nic" && cloud.clock.now() < item.createdAt + cloud.behaviour.nicHiddenMs;
  return hidden ? itemAt(context, `${context.path}/hidden`) : item;
}

/** The answer to a POST has what is inside the new object if the body had any, else no `entities`. */
function showNew(context: Context, item: Item): Record<string, unknown> {
  const { cloud } = context;
  const depth = depthOf(context);
  const inside = (cloud.noun(item.type).children ?? []).some(
    (name) => cloud.tree.list(`${item.path}/${name}`).length > 0,
  );
  const answer = renderItem(cloud, item, Math.max(depth + 1, inside ? 5 : 1), { reply: "created" });
  if (inside || depth > 0 || answer.entities === undefined) return answer;
  return { ...answer, entities: null };
}

/** A collection, a page of it. */
export function listItems(context: Context, items: readonly Item[], noun: Pick<Noun, "page"> = {}): Reply {
  const { cloud, request, path } = context;
  const { items: shown, ...rest } = page(
    filterItems(cloud, items, request.query),
    request.query,
    noun.page ?? USUAL_LIMITS,
    cloud.href(path),
  );
  const depth = depthOf(context);
  return ok(context, {
    ...collectionReference(cloud, path),
    items: shown.map((item) => renderItem(cloud, item, depth, look(context))),
    ...rest,
  });
}
