import type { Cloud } from "./cloud";
import { beingDeleted, malformed } from "./errors";
import { checkProperties, defaultsOf } from "./fields";
import type { Item, Properties } from "./item";
import type { Entity, Noun } from "./noun";
import type { Work } from "./work";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads the body of a POST or PUT: `{properties, entities}`. */
function readEntity(body: unknown): Entity {
  if (!isObject(body)) throw malformed("an object with 'properties' is expected");
  const { id, properties, entities } = body;
  if (properties !== undefined && properties !== null && !isObject(properties))
    throw malformed("'properties' must be an object");
  if (entities !== undefined && entities !== null && !isObject(entities))
    throw malformed("'entities' must be an object");
  return {
    ...(typeof id === "string" ? { id } : {}),
    properties: properties ?? {},
    entities: (entities ?? {}) as Entity["entities"],
  };
}

/** Makes an object of `type` inside `parent`, with everything that the body has inside it. */
export function createItem(
  cloud: Cloud,
  work: Work,
  type: string | Noun,
  parent: Item | undefined,
  body: unknown,
): Item {
  const noun = typeof type === "string" ? cloud.noun(type) : type;
  if (parent?.deleting) throw beingDeleted(parent.type, parent.id);
  const entity = readEntity(body);
  const given = checkProperties(noun.fields, entity.properties, "create", cloud.behaviour.unknownProperties);
  const id = noun.newId?.(cloud, parent) ?? cloud.ids.uuid();
  const prepared = noun.prepare?.(cloud, work, parent, { ...entity, properties: given }) ?? { properties: given };
  const item = work.create({
    type: noun.type,
    id,
    path: `${parent?.path ?? ""}/${noun.collection}/${id}`,
    parent: parent?.path,
    properties: withDefaults(noun, prepared.properties),
    ...(prepared.later ? { later: prepared.later } : {}),
  });
  noun.inside?.(cloud, work, item, entity);
  return item;
}

function withDefaults(noun: Noun, properties: Properties): Properties {
  const complete: Record<string, unknown> = { ...defaultsOf(noun.fields) };
  for (const [name, value] of Object.entries(properties)) {
    if (value !== undefined && (value !== null || !(name in complete))) complete[name] = value;
  }
  return complete;
}

/** PATCH: bare properties, and what is left out stays. */
export function patchItem(cloud: Cloud, work: Work, item: Item, body: unknown): void {
  if (!isObject(body)) throw malformed("an object with the changed properties is expected");
  applyChange(
    cloud,
    work,
    item,
    checkProperties(cloud.noun(item.type).fields, body, "update", cloud.behaviour.unknownProperties, item.requested),
  );
}

/** PUT: wrapped in `properties`. What it leaves out stays, or gets its default again (option `putOmitted`). */
export function putItem(cloud: Cloud, work: Work, item: Item, body: unknown): void {
  const { fields } = cloud.noun(item.type);
  const given = checkProperties(
    fields,
    readEntity(body).properties,
    "replace",
    cloud.behaviour.unknownProperties,
    item.requested,
  );
  if (cloud.behaviour.putOmitted === "keep") return applyChange(cloud, work, item, given);
  const resettable = Object.entries(fields).filter(
    ([, field]) => !field.readOnly && !field.immutable && !field.required,
  );
  const reset = Object.fromEntries(resettable.map(([name, field]) => [name, field.default ?? null]));
  applyChange(cloud, work, item, { ...reset, ...given });
}

function applyChange(cloud: Cloud, work: Work, item: Item, patch: Properties): void {
  if (item.deleting) throw beingDeleted(item.type, item.id);
  work.update(item, cloud.noun(item.type).change?.(cloud, work, item, patch) ?? patch);
}

export function deleteItem(cloud: Cloud, work: Work, item: Item, query: URLSearchParams): void {
  if (item.deleting) throw beingDeleted(item.type, item.id);
  cloud.noun(item.type).remove?.(cloud, work, item, query);
  work.remove(item);
}
