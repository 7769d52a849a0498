/** The schema tables in the protocol's form. */
import {
  type Attributes,
  type AttributeSchema,
  type AttributeType,
  isComputed,
  type Schema,
} from "../../resources/schema";
import { type AttributeMessage, MARKDOWN, NESTING, type NestedType, type SchemaMessage } from "../protocol/messages";

export function protocolSchema(schema: Schema): SchemaMessage {
  return {
    version: schema.version,
    block: {
      attributes: protocolAttributes(schema.attributes),
      block_types: schema.timeouts ? [timeoutsBlock(Object.keys(schema.timeouts))] : [],
      description: schema.description,
      description_kind: MARKDOWN,
    },
  };
}

/** A block and not an attribute, because that is how every provider has it. */
function timeoutsBlock(names: readonly string[]) {
  const attributes = names.map((name) => ({
    name,
    type: typeJson("string"),
    optional: true,
    description: `How long to wait at most, such as \`10m\`.`,
    description_kind: MARKDOWN,
  }));
  const block = { attributes, description: "Deadlines.", description_kind: MARKDOWN };
  return { type_name: "timeouts", nesting: NESTING.single, block };
}

function protocolAttributes(attributes: Attributes): AttributeMessage[] {
  return Object.entries(attributes).map(([name, attribute]) => protocolAttribute(name, attribute));
}

function protocolAttribute(name: string, attribute: AttributeSchema): AttributeMessage {
  const nested = nestedType(attribute.type);
  return {
    name,
    ...(nested ? { nested_type: nested } : { type: typeJson(ctyType(attribute.type)) }),
    description: attribute.description,
    description_kind: MARKDOWN,
    required: attribute.mode === "required",
    optional: attribute.mode === "optional" || attribute.mode === "optional-computed",
    // Terraform lets a plan fill in a default only where the attribute is computed.
    computed: isComputed(attribute) || attribute.default !== undefined,
    sensitive: attribute.sensitive === true,
  };
}

function nestedType(type: AttributeType): NestedType | undefined {
  if (typeof type === "string") return undefined;
  if ("object" in type) return { attributes: protocolAttributes(type.object), nesting: NESTING.single };
  if ("listOf" in type) return { attributes: protocolAttributes(type.listOf), nesting: NESTING.list };
  if ("mapOf" in type) return { attributes: protocolAttributes(type.mapOf), nesting: NESTING.map };
  return undefined;
}

/** Terraform's own notation of types. */
function ctyType(type: AttributeType): unknown {
  if (type === "int") return "number";
  if (typeof type === "string") return type;
  if ("list" in type) return ["list", "string"];
  if ("map" in type) return ["map", type.map === "strings" ? ["list", "string"] : "string"];
  throw new Error("a nested type has no notation of its own");
}

function typeJson(type: unknown): Buffer {
  return Buffer.from(JSON.stringify(type));
}
