/** The schema tables in the shape that `terraform providers schema -json` prints. */
import {
  isComputed,
  type Attributes,
  type AttributeSchema,
  type AttributeType,
  type Schema,
} from "../../lib/resources/schema";
import { PROVIDER_SOURCE, schemas } from "../../lib/resources/schemas";

type JsonType = "string" | "number" | "bool" | readonly ["list" | "map", JsonType];

interface JsonAttribute {
  readonly type?: JsonType;
  readonly nested_type?: { readonly attributes: Record<string, JsonAttribute>; readonly nesting_mode: string };
  readonly description: string;
  readonly description_kind: "markdown";
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
  readonly sensitive?: true;
}

interface JsonBlock {
  readonly attributes: Record<string, JsonAttribute>;
  readonly block_types?: Record<string, { readonly nesting_mode: "single"; readonly block: JsonBlock }>;
  readonly description: string;
  readonly description_kind: "markdown";
}

export interface JsonSchema {
  readonly version: number;
  readonly block: JsonBlock;
}

/** The whole document. It also carries `provider_versions`, as the generator of bindings wants it. */
export function schemaDocument(version: string) {
  const all = (tables: Readonly<Record<string, Schema>>): Record<string, JsonSchema> =>
    Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, schemaJson(table)]));
  return {
    format_version: "1.0",
    provider_versions: { [PROVIDER_SOURCE]: version },
    provider_schemas: {
      [PROVIDER_SOURCE]: {
        provider: schemaJson(schemas.provider),
        resource_schemas: all(schemas.resources),
        data_source_schemas: all(schemas.dataSources),
      },
    },
  };
}

export function schemaJson(schema: Schema): JsonSchema {
  return {
    version: schema.version,
    block: {
      attributes: attributesJson(schema.attributes),
      ...(schema.timeouts && { block_types: { timeouts: timeoutsJson(schema.timeouts) } }),
      description: schema.description,
      description_kind: "markdown",
    },
  };
}

function timeoutsJson(timeouts: NonNullable<Schema["timeouts"]>) {
  const attribute: JsonAttribute = {
    type: "string",
    description: "How long to wait at most, such as `10m`.",
    description_kind: "markdown",
    optional: true,
  };
  const block: JsonBlock = {
    attributes: Object.fromEntries(Object.keys(timeouts).map((name) => [name, attribute])),
    description: "Deadlines.",
    description_kind: "markdown",
  };
  return { nesting_mode: "single" as const, block };
}

function attributesJson(attributes: Attributes): Record<string, JsonAttribute> {
  return Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, attributeJson(attribute)]));
}

function attributeJson(attribute: AttributeSchema): JsonAttribute {
  return {
    ...typeJson(attribute.type),
    description: attribute.description,
    description_kind: "markdown",
    ...(attribute.mode === "required" && { required: true as const }),
    ...((attribute.mode === "optional" || attribute.mode === "optional-computed") && { optional: true as const }),
    // Terraform lets a plan fill in a default only where the attribute is computed.
    ...((isComputed(attribute) || attribute.default !== undefined) && { computed: true as const }),
    ...(attribute.sensitive && { sensitive: true as const }),
  };
}

function typeJson(type: AttributeType): Pick<JsonAttribute, "type" | "nested_type"> {
  if (type === "int") return { type: "number" };
  if (type === "string" || type === "bool") return { type };
  if ("list" in type) return { type: ["list", type.list] };
  if ("map" in type) return { type: ["map", type.map === "strings" ? ["list", "string"] : type.map] };
  if ("object" in type) return nested("single", type.object);
  if ("listOf" in type) return nested("list", type.listOf);
  return nested("map", type.mapOf);
}

function nested(mode: "single" | "list" | "map", attributes: Attributes): Pick<JsonAttribute, "nested_type"> {
  return { nested_type: { attributes: attributesJson(attributes), nesting_mode: mode } };
}
