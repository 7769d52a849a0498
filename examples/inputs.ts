import type { App } from "cdktf";

/**
 * What the examples need to know of your data centre: each from the app's context in cdktf.json, or else from the
 * environment variable of the same name in capitals: `datacenter_id` is `DATACENTER_ID`.
 *
 * @throws Error that names everything that is missing
 */
export function inputs<Name extends string>(app: App, names: readonly Name[]): Readonly<Record<Name, string>> {
  const found = names.map((name) => [name, app.node.tryGetContext(name) ?? process.env[name.toUpperCase()]] as const);
  const missing = found.filter(([, value]) => !value).map(([name]) => name);
  if (missing.length === 0) return Object.fromEntries(found) as Record<Name, string>;
  throw new Error(
    `This example needs ids of your data centre. Set ${missing.map((name) => name.toUpperCase()).join(", ")} in the ` +
      `environment, or ${missing.join(", ")} under "context" in cdktf.json.`,
  );
}
