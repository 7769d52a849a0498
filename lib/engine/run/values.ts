import type { AttributePath } from "../../resources/diagnostic";
import type { ObjectValue } from "../../resources/value";
import { EvaluationError } from "../expressions/error";
import { markAt, object, tuple, type Typed } from "../expressions/typed";
import type { Shape } from "./shape";
import { toTyped } from "./shape";

export type Key = string | number | undefined;

interface Instance {
  readonly value: ObjectValue;
  readonly sensitive: readonly AttributePath[];
}

interface Resource {
  readonly shape: Shape;
  /** How it is repeated; known once it was expanded. */
  readonly each: "one" | "count" | "for_each";
  readonly instances: Map<Key, Instance>;
  /** What expressions see: made when first asked for, and again after a change. */
  typed?: Typed | undefined;
}

/** What every resource is worth at this moment of a run: planned while planning, real once applied. */
export class Values {
  private readonly resources = new Map<string, Resource>();

  /** Must come before `set`: it decides whether expressions see one object, a tuple or an object of objects. */
  declare(id: string, shape: Shape, each: Resource["each"]): void {
    const present = this.resources.get(id);
    if (present?.each === each) return;
    this.resources.set(id, { shape, each, instances: present?.instances ?? new Map<Key, Instance>() });
  }

  set(id: string, key: Key, value: ObjectValue, sensitive: readonly AttributePath[]): void {
    const resource = this.resources.get(id)!;
    resource.instances.set(key, { value, sensitive });
    resource.typed = undefined;
  }

  remove(id: string, key: Key): void {
    const resource = this.resources.get(id);
    resource?.instances.delete(key);
    if (resource) resource.typed = undefined;
  }

  get(id: string, key: Key): ObjectValue | undefined {
    return this.resources.get(id)?.instances.get(key)?.value;
  }

  keys(id: string): readonly Key[] {
    return [...(this.resources.get(id)?.instances.keys() ?? [])];
  }

  /** One instance, as `self` sees it. */
  instance(id: string, key: Key): Typed | undefined {
    const resource = this.resources.get(id);
    const instance = resource?.instances.get(key);
    return resource && instance ? typedInstance(instance, resource.shape) : undefined;
  }

  /** The whole resource, as a reference sees it. */
  whole(id: string): Typed {
    const resource = this.resources.get(id);
    if (!resource) throw new EvaluationError("Resource not available", `${id} has no value here.`);
    return (resource.typed ??= makeWhole(id, resource));
  }

  isSingle(id: string): boolean {
    return this.resources.get(id)?.each === "one";
  }
}

function makeWhole(id: string, { each, instances, shape }: Resource): Typed {
  if (each === "one") {
    const only = instances.get(undefined);
    if (!only) throw new EvaluationError("Resource has no value", `${id} is not in the state, and is not being made.`);
    return typedInstance(only, shape);
  }
  const all = [...instances].filter(([key]) => (each === "count" ? typeof key === "number" : typeof key === "string"));
  if (each === "for_each") {
    return object(new Map(all.map(([key, instance]) => [String(key), typedInstance(instance, shape)])));
  }
  const sorted = all.sort(([a], [b]) => Number(a) - Number(b));
  return tuple(sorted.map(([, instance]) => typedInstance(instance, shape)));
}

function typedInstance({ value, sensitive }: Instance, shape: Shape): Typed {
  return sensitive.reduce(markAt, toTyped(value, shape));
}
