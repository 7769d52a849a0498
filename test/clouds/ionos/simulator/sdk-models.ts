import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What the vendor's SDK says of its models: read from its type declarations, so that all of them can be checked. */
interface Model {
  readonly fields: ReadonlyMap<string, { readonly required: boolean; readonly type: string }>;
}

const folder = join(dirname(require.resolve("@ionos-cloud/sdk-nodejs")), "model");
const models = new Map<string, Model>();
const enums = new Map<string, ReadonlySet<string>>();

for (const file of readdirSync(folder).filter((name) => name.endsWith(".d.ts"))) {
  const text = readFileSync(join(folder, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  for (const [, name = "", body = ""] of text.matchAll(/export interface (\w+) \{([\s\S]*?)\n\}/g)) {
    const fields = [...body.matchAll(/^ {4}(\w+)(\??): (.*);$/gm)].map(
      // The generator writes `_public` for the wire's `public`; `_links` is the wire's own spelling.
      ([, field = "", optional, type = ""]) =>
        [field === "_links" ? field : field.replace(/^_/, ""), { required: optional === "", type }] as const,
    );
    models.set(name, { fields: new Map(fields) });
  }
  for (const [, name = "", body = ""] of text.matchAll(/export declare enum (\w+) \{([\s\S]*?)\n\}/g)) {
    enums.set(name, new Set([...body.matchAll(/= "(.*?)"/g)].map(([, value = ""]) => value)));
  }
}

/** Everything in which `value` differs from the SDK's model `name`. A null is no difference: the vendor sends many. */
export function differences(name: string, value: unknown, path = name): string[] {
  const model = models.get(name);
  if (!model) return [`${path}: the SDK has no model of this name`];
  if (typeof value !== "object" || value === null) return [`${path}: is no object`];
  const found: string[] = [];
  const given = value as Record<string, unknown>;
  for (const [field, { required, type }] of model.fields) {
    const inner = given[field];
    if (inner === undefined) {
      if (required) found.push(`${path}.${field}: is required`);
    } else if (inner !== null) {
      found.push(...ofType(type.replace(/ \| null$/, ""), inner, `${path}.${field}`));
    }
  }
  return found;
}

function ofType(type: string, value: unknown, path: string): string[] {
  const list = /^Array<(.*)>$/.exec(type)?.[1];
  if (list !== undefined) {
    if (!Array.isArray(value)) return [`${path}: is no list`];
    return value.flatMap((entry, index) => ofType(list, entry, `${path}[${index}]`));
  }
  if (type === "string" || type === "number" || type === "boolean") {
    return typeof value === type ? [] : [`${path}: ${typeof value} instead of ${type}`];
  }
  const allowed = enums.get(type);
  if (allowed) return allowed.has(value as string) ? [] : [`${path}: ${JSON.stringify(value)} is no ${type}`];
  // References are often shown where the SDK's model has the whole object.
  const keys = Object.keys(value as object);
  if (keys.length > 0 && keys.every((key) => ["id", "type", "href"].includes(key))) return [];
  return models.has(type) ? differences(type, value, path) : [];
}
