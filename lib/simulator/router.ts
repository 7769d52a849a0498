/** Finds what serves a path, in time that grows with the path only. `:name` in a pattern takes one segment. */

export type RouteMatch<T> =
  | {
      readonly kind: "found";
      readonly value: T;
      /** As it was added. */
      readonly pattern: string;
      readonly params: Readonly<Record<string, string>>;
    }
  | { readonly kind: "wrong-method"; readonly allowed: readonly string[] }
  | { readonly kind: "unknown" };

export interface Router<T> {
  add(method: string, pattern: string, value: T): void;
  find(method: string, path: string): RouteMatch<T>;
}

interface Branch<T> {
  readonly fixed: Map<string, Branch<T>>;
  any?: Branch<T>;
  readonly methods: Map<string, { readonly value: T; readonly pattern: string; readonly names: readonly string[] }>;
}

const newBranch = <T>(): Branch<T> => ({ fixed: new Map(), methods: new Map() });

const segments = (path: string) => path.split("/").filter((segment) => segment !== "");

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export function createRouter<T>(): Router<T> {
  const root = newBranch<T>();

  function walk(
    branch: Branch<T>,
    rest: readonly string[],
    taken: readonly string[],
  ): [Branch<T>, readonly string[]] | undefined {
    const [first, ...others] = rest;
    if (first === undefined) return branch.methods.size > 0 ? [branch, taken] : undefined;
    const fixed = branch.fixed.get(first);
    return (fixed && walk(fixed, others, taken)) ?? (branch.any && walk(branch.any, others, [...taken, decode(first)]));
  }

  return {
    add(method, pattern, value) {
      let branch = root;
      const names: string[] = [];
      for (const segment of segments(pattern)) {
        if (segment.startsWith(":")) {
          names.push(segment.slice(1));
          branch = branch.any ??= newBranch();
        } else {
          const next = branch.fixed.get(segment) ?? newBranch<T>();
          branch.fixed.set(segment, next);
          branch = next;
        }
      }
      branch.methods.set(method, { value, pattern, names });
    },
    find(method, path) {
      const found = walk(root, segments(path), []);
      if (!found) return { kind: "unknown" };
      const [branch, values] = found;
      const route = branch.methods.get(method);
      if (!route) return { kind: "wrong-method", allowed: [...branch.methods.keys()] };
      return {
        kind: "found",
        value: route.value,
        pattern: route.pattern,
        params: Object.fromEntries(route.names.map((name, index) => [name, values[index] ?? ""])),
      };
    },
  };
}
