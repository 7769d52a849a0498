import type { AttributePath } from "../../resources/diagnostic";
import type { ObjectValue } from "../../resources/value";
import type { NewObject } from "../state";
import type { Graph } from "./graph";
import { encodePaths } from "./sensitive-paths";
import type { Shape } from "./shape";

/** An object as state records it. */
export function recorded(
  graph: Graph,
  id: string,
  shape: Shape,
  value: ObjectValue,
  sensitive: readonly AttributePath[],
  old: NewObject | undefined,
): NewObject {
  return {
    schemaVersion: shape.version,
    attributes: value,
    sensitiveAttributes: encodePaths(sensitive, value, shape),
    ...(old?.private !== undefined && { private: old.private }),
    dependencies: graph.all(id),
    ...(graph.createsFirst(id) && { createBeforeDestroy: true }),
  };
}

/** Where an object stands follows from where it is put; what comes from another place must not bring its own. */
export function withoutName(object: NewObject & { readonly key?: unknown; readonly deposed?: unknown }): NewObject {
  const copy: { key?: unknown; deposed?: unknown } & NewObject = { ...object };
  delete copy.key;
  delete copy.deposed;
  return copy;
}
