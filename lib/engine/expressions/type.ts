/** Types of the expression language. Written in state as Terraform writes them: `["list", "string"]`. */

export type Type =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | { readonly list: Type }
  | { readonly set: Type }
  | { readonly map: Type }
  | { readonly tuple: readonly Type[] }
  | { readonly object: Readonly<Record<string, Type>> };

export type TypeJson = string | readonly [string, unknown];

export function typeToJson(type: Type): TypeJson {
  if (typeof type === "string") return type;
  if ("list" in type) return ["list", typeToJson(type.list)];
  if ("set" in type) return ["set", typeToJson(type.set)];
  if ("map" in type) return ["map", typeToJson(type.map)];
  if ("tuple" in type) return ["tuple", type.tuple.map(typeToJson)];
  return ["object", mapRecord(type.object, typeToJson)];
}

export function typeFromJson(json: unknown): Type {
  if (json === "string" || json === "number" || json === "bool" || json === "dynamic") return json;
  if (Array.isArray(json) && json.length >= 2) {
    const [kind, of] = json as [unknown, unknown];
    if (kind === "list") return { list: typeFromJson(of) };
    if (kind === "set") return { set: typeFromJson(of) };
    if (kind === "map") return { map: typeFromJson(of) };
    if (kind === "tuple" && Array.isArray(of)) return { tuple: of.map(typeFromJson) };
    if (kind === "object" && typeof of === "object" && of !== null) {
      return { object: mapRecord(of as Record<string, unknown>, typeFromJson) };
    }
  }
  throw new Error(`Not a type: ${JSON.stringify(json)}`);
}

/** Unlike assignment, this also works for a key named `__proto__`. */
export function mapRecord<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

export function sameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (typeof a === "string" || typeof b === "string") return false;
  if ("list" in a) return "list" in b && sameType(a.list, b.list);
  if ("set" in a) return "set" in b && sameType(a.set, b.set);
  if ("map" in a) return "map" in b && sameType(a.map, b.map);
  if ("tuple" in a) {
    return "tuple" in b && a.tuple.length === b.tuple.length && a.tuple.every((t, i) => sameType(t, b.tuple[i]!));
  }
  if (!("object" in b)) return false;
  const names = Object.keys(a.object);
  return (
    names.length === Object.keys(b.object).length &&
    names.every((name) => Object.hasOwn(b.object, name) && sameType(a.object[name]!, b.object[name]!))
  );
}

/** `list of string`, as Terraform's messages say it. */
export function typeName(type: Type): string {
  if (typeof type === "string") return type;
  if ("list" in type) return `list of ${typeName(type.list)}`;
  if ("set" in type) return `set of ${typeName(type.set)}`;
  if ("map" in type) return `map of ${typeName(type.map)}`;
  return "tuple" in type ? "tuple" : "object";
}

/** What a conversion demands, in Terraform's words: `number`, `list of any single type`. */
export function requiredName(type: Type): string {
  return typeName(type).replace(/dynamic$/, "any single type");
}

export function isPrimitive(type: Type): boolean {
  return type === "string" || type === "number" || type === "bool";
}

/** True when nothing about the type is still open. */
export function isWhollyTyped(type: Type): boolean {
  if (type === "dynamic") return false;
  if (typeof type === "string") return true;
  if ("list" in type) return isWhollyTyped(type.list);
  if ("set" in type) return isWhollyTyped(type.set);
  if ("map" in type) return isWhollyTyped(type.map);
  return ("tuple" in type ? type.tuple : Object.values(type.object)).every(isWhollyTyped);
}
