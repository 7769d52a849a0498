import type { ResourceConfig, StackConfig } from "../config/model";
import type { EngineDiagnostic } from "../config/problem";
import { nodeReferences, type Reference, referencesIn, resourceId } from "../config/references";

/** Which resources of the configuration depend on which, by `type.name`. */
export interface Graph {
  /** What each resource refers to, directly or through locals. Ends in what is declared. */
  readonly direct: ReadonlyMap<string, ReadonlySet<string>>;
  /** What each provider configuration refers to. */
  readonly providers: ReadonlyMap<string, ReadonlySet<string>>;
  /** What an expression refers to. */
  readonly of: (json: unknown) => ReadonlySet<string>;
  /** Everything that it depends on in the end, sorted as state records it. */
  readonly all: (id: string) => readonly string[];
  /** True when it is replaced create-before-destroy: by its own setting, or for the sake of what depends on it. */
  readonly createsFirst: (id: string) => boolean;
}

export function buildGraph(config: StackConfig): Graph {
  const locals = new Map<string, ReadonlySet<string>>();
  const visiting = new Set<string>();
  const ofReferences = (references: Iterable<Reference>): Set<string> => {
    const found = new Set<string>();
    for (const reference of references) {
      if (reference.root === "local") for (const id of ofLocal(reference.path[0] ?? "")) found.add(id);
      else {
        const id = resourceId(reference);
        if (id !== undefined && config.resources.has(id)) found.add(id);
      }
    }
    return found;
  };
  const ofLocal = (name: string): ReadonlySet<string> => {
    const known = locals.get(name);
    if (known) return known;
    // A local that refers to itself is told when it is evaluated.
    if (visiting.has(name)) return new Set();
    visiting.add(name);
    const found = ofReferences(referencesIn(config.locals.get(name)?.json));
    visiting.delete(name);
    locals.set(name, found);
    return found;
  };
  const providers = new Map(
    [...config.providers].map(([key, { body }]) => [key, ofReferences(referencesIn(body))] as const),
  );
  const direct = new Map(
    [...config.resources].map(([id, resource]) => {
      const found = ofReferences(referencesOf(resource));
      for (const other of resource.dependsOn) found.add(other);
      for (const other of providers.get(resource.provider) ?? []) found.add(other);
      return [id, found] as const;
    }),
  );
  return {
    direct,
    providers,
    of: (json) => ofReferences(referencesIn(json)),
    all: memoized((id) => closure(id, direct)),
    createsFirst: firstCreators(config, direct),
  };
}

function* referencesOf(resource: ResourceConfig): Iterable<Reference> {
  for (const json of Object.values(resource.body)) yield* referencesIn(json);
  yield* referencesIn(resource.count?.json);
  yield* referencesIn(resource.forEach?.json);
  for (const { condition, errorMessage } of resource.lifecycle.preconditions) {
    yield* referencesIn(condition);
    yield* referencesIn(errorMessage);
  }
  for (const { condition, errorMessage } of resource.lifecycle.postconditions) {
    // A postcondition may name its own resource, and that is no dependency.
    for (const reference of [...referencesIn(condition), ...referencesIn(errorMessage)]) {
      if (resourceId(reference) !== resource.id) yield reference;
    }
  }
  for (const { when, body } of resource.provisioners) if (when === "create") yield* referencesIn(body);
  for (const node of resource.lifecycle.replaceTriggeredBy) yield* nodeReferences(node);
}

function closure(start: string, direct: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const found = new Set<string>();
  const open = [...(direct.get(start) ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    for (const next of direct.get(id) ?? []) if (!found.has(next)) open.push(next);
  }
  return [...found].sort();
}

function firstCreators(config: StackConfig, direct: ReadonlyMap<string, ReadonlySet<string>>): (id: string) => boolean {
  const found = new Set<string>();
  const open = [...config.resources.values()].filter((r) => r.lifecycle.createBeforeDestroy).map(({ id }) => id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(direct.get(id) ?? []));
  }
  return (id) => found.has(id);
}

function memoized<T>(compute: (id: string) => T): (id: string) => T {
  const known = new Map<string, T>();
  return (id) => {
    let result = known.get(id);
    if (result === undefined) known.set(id, (result = compute(id)));
    return result;
  };
}

/** Every circle of dependencies, told once. */
export function findCycles(edges: ReadonlyMap<string, ReadonlySet<string>>): EngineDiagnostic[] {
  const done = new Set<string>();
  const problems: EngineDiagnostic[] = [];
  for (const start of edges.keys()) {
    const path: string[] = [];
    const onPath = new Set<string>();
    // By hand instead of by recursion: a chain of ten thousand resources is deeper than the stack.
    const stack: Iterator<string>[] = [[start][Symbol.iterator]()];
    while (stack.length > 0) {
      const step: IteratorResult<string, unknown> = stack.at(-1)!.next();
      if (step.done) {
        stack.pop();
        const left = path.pop();
        if (left !== undefined) {
          onPath.delete(left);
          done.add(left);
        }
        continue;
      }
      const id = step.value;
      if (onPath.has(id)) problems.push(cycle(path.slice(path.indexOf(id))));
      if (done.has(id) || onPath.has(id)) continue;
      path.push(id);
      onPath.add(id);
      stack.push((edges.get(id) ?? new Set<string>())[Symbol.iterator]());
    }
  }
  return problems;
}

function cycle(ids: readonly string[]): EngineDiagnostic {
  if (ids.length === 1) {
    return {
      severity: "error",
      summary: "Self-referential block",
      detail: `Configuration for ${ids[0]} may not refer to itself.`,
    };
  }
  return { severity: "error", summary: "Cycle", detail: `Cycle: ${ids.join(", ")}` };
}
