/** The configuration in Terraform's representation, as far as policy tools read it: what is constant, what refers to what. */
import type { Attributes } from "../../resources/schema";
import { type Reference, referencesIn } from "../config/references";
import { providerName } from "./json-state";
import { byAddress, type Json, type JsonObject } from "./json-values";
import type { Schemas } from "./resource-text";

type Body = Readonly<Record<string, unknown>>;

/** What is read of a loaded stack. */
export interface ConfigurationSource {
  /** By name, with `.alias` behind it where there is one. */
  readonly providers: ReadonlyMap<string, { readonly name: string; readonly alias?: string; readonly body: Body }>;
  readonly resources: ReadonlyMap<string, ResourceSource>;
  readonly outputs: ReadonlyMap<string, OutputSource>;
}

interface ResourceSource {
  readonly id: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly body: Body;
  readonly count?: { readonly json: unknown };
  readonly forEach?: { readonly json: unknown };
  readonly dependsOn: readonly string[];
  readonly provider: string;
  readonly providerAddress: string;
}

interface OutputSource {
  readonly value: { readonly json: unknown };
  readonly sensitive: boolean;
  readonly dependsOn: readonly string[];
}

export function configurationJson(source: ConfigurationSource, schemas: Schemas, secrets: Attributes): JsonObject {
  const addresses = new Map(
    [...source.resources.values()].map(({ provider, providerAddress }) => [provider, providerAddress]),
  );
  const providers = [...source.providers].map(([key, { name, alias, body }]): [string, Json] => {
    const address = addresses.get(key);
    const expressions = expressionsOf(body, secrets);
    return [
      key,
      {
        name,
        ...(address !== undefined && { full_name: providerName(address) }),
        ...(alias !== undefined && { alias }),
        ...(Object.keys(expressions).length > 0 && { expressions }),
      },
    ];
  });
  const outputs = [...source.outputs].map(([name, output]): [string, Json] => [name, outputJson(output)]);
  const resources = [...source.resources.values()].map((resource) => resourceJson(resource, schemas));
  return {
    ...(providers.length > 0 && { provider_config: Object.fromEntries(providers) }),
    root_module: {
      ...(outputs.length > 0 && { outputs: Object.fromEntries(outputs) }),
      ...(resources.length > 0 && { resources: byAddress(resources) }),
    },
  };
}

function outputJson({ value, sensitive, dependsOn }: OutputSource): Json {
  return {
    ...(sensitive && { sensitive }),
    expression: sensitive ? referencesOf(value.json) : expression(value.json),
    ...(dependsOn.length > 0 && { depends_on: dependsOn }),
  };
}

function resourceJson(resource: ResourceSource, schemas: Schemas): JsonObject {
  const { id, mode, type, name, body, count, forEach, dependsOn, provider } = resource;
  const schema = (mode === "data" ? schemas.dataSources : schemas.resources)[type];
  const expressions = expressionsOf(body, schema?.attributes ?? {});
  return {
    address: id,
    mode,
    type,
    name,
    provider_config_key: provider,
    ...(Object.keys(expressions).length > 0 && { expressions }),
    schema_version: schema?.version ?? 0,
    ...(count && { count_expression: expression(count.json) }),
    ...(forEach && { for_each_expression: expression(forEach.json) }),
    ...(dependsOn.length > 0 && { depends_on: dependsOn }),
  };
}

function expressionsOf(body: Body, attributes: Attributes): JsonObject {
  const present = Object.entries(body).filter(
    ([name, value]) => name !== "//" && value !== undefined && value !== null,
  );
  return Object.fromEntries(
    present.map(([name, value]) => [name, attributes[name]?.sensitive ? referencesOf(value) : expression(value)]),
  );
}

/** What refers to others has a `constant_value` as well: of configuration in JSON, Terraform gives the text there. */
function expression(json: unknown): Json {
  return { constant_value: json as Json, ...referencesOf(json) };
}

function referencesOf(json: unknown): JsonObject {
  const references = [...new Set(referencesIn(json).flatMap(referenceTexts))];
  return references.length > 0 ? { references } : {};
}

/** As Terraform lists them: the whole path, then shorter ones down to the resource. */
function referenceTexts({ root, path }: Reference): readonly string[] {
  const steps = [root, ...path];
  const isWhole = ["var", "local", "each", "count", "path", "self", "terraform"].includes(root);
  const shortest = isWhole ? steps.length : Math.min(steps.length, root === "data" ? 3 : 2);
  return steps.slice(shortest - 1).map((_, i, rest) => steps.slice(0, shortest + rest.length - 1 - i).join("."));
}
