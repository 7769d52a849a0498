/**
 * The messages of Terraform's plugin protocol 6 that this provider sends and receives, with the fields that it uses.
 * Names and numbers are the protocol's: https://developer.hashicorp.com/terraform/plugin/terraform-plugin-protocol
 */
import {
  bool,
  bytes,
  type Field,
  int,
  many,
  map,
  type Message,
  message,
  type MessageIn,
  type MessageOut,
  one,
  string,
} from "./protobuf";

const empty = message({});

export const dynamicValue = message({ msgpack: bytes(1), json: bytes(2) });
export type DynamicValue = MessageIn<typeof dynamicValue>;

export const SEVERITY = { error: 1, warning: 2 } as const;

const step = message({ attribute_name: string(1), element_key_string: string(2), element_key_int: int(3) });
export const attributePath = message({ steps: many(1, step) });
export type PathStep = MessageIn<typeof step>;

export const diagnostic = message({
  severity: int(1),
  summary: string(2),
  detail: string(3),
  attribute: one(4, attributePath),
});
export type DiagnosticMessage = MessageIn<typeof diagnostic>;

const rawState = message({ json: bytes(1) });

/** How a nested attribute or block repeats. */
export const NESTING = { single: 1, list: 2, map: 4 } as const;
export const MARKDOWN = 1;

export interface NestedType {
  readonly attributes: readonly AttributeMessage[];
  readonly nesting: number;
}
export interface AttributeMessage {
  readonly name: string;
  /** The type as JSON, such as `["list","string"]`; absent where there is a nested type. */
  readonly type?: Uint8Array;
  readonly nested_type?: NestedType;
  readonly description: string;
  readonly description_kind: number;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
}

const nestedTypeField: Field<unknown, NestedType> = {
  number: 10,
  kind: "message",
  shape: "one",
  // A nested type holds attributes, and these hold nested types again.
  get message(): Message {
    return nestedType;
  },
};

const attribute = message({
  name: string(1),
  type: bytes(2),
  nested_type: nestedTypeField,
  description: string(3),
  required: bool(4),
  optional: bool(5),
  computed: bool(6),
  sensitive: bool(7),
  description_kind: int(8),
});
const nestedType = message({ attributes: many(1, attribute), nesting: int(3) });

const innerBlock = message({ attributes: many(2, attribute), description: string(4), description_kind: int(5) });
const nestedBlock = message({ type_name: string(1), block: one(2, innerBlock), nesting: int(3) });
const block = message({
  attributes: many(2, attribute),
  block_types: many(3, nestedBlock),
  description: string(4),
  description_kind: int(5),
});
const schema = message({ version: int(1), block: one(2, block) });
export type SchemaMessage = MessageIn<typeof schema>;

const serverCapabilities = message({
  plan_destroy: bool(1),
  get_provider_schema_optional: bool(2),
  move_resource_state: bool(3),
});
const typeName = message({ type_name: string(1) });
const diagnosticsOnly = message({ diagnostics: many(1, diagnostic) });
const typeAndConfig = message({ type_name: string(1), config: one(2, dynamicValue) });

/** Request and response of every call that is answered. */
export const calls = {
  GetMetadata: {
    request: empty,
    response: message({
      server_capabilities: one(1, serverCapabilities),
      diagnostics: many(2, diagnostic),
      data_sources: many(3, typeName),
      resources: many(4, typeName),
    }),
  },
  GetProviderSchema: {
    request: empty,
    response: message({
      provider: one(1, schema),
      resource_schemas: map(2, schema),
      data_source_schemas: map(3, schema),
      diagnostics: many(4, diagnostic),
      server_capabilities: one(6, serverCapabilities),
    }),
  },
  GetFunctions: { request: empty, response: message({ diagnostics: many(2, diagnostic) }) },
  GetResourceIdentitySchemas: { request: empty, response: message({ diagnostics: many(2, diagnostic) }) },
  ValidateProviderConfig: {
    request: message({ config: one(1, dynamicValue) }),
    response: message({ diagnostics: many(2, diagnostic) }),
  },
  ValidateResourceConfig: { request: typeAndConfig, response: diagnosticsOnly },
  ValidateDataResourceConfig: { request: typeAndConfig, response: diagnosticsOnly },
  ConfigureProvider: {
    request: message({ terraform_version: string(1), config: one(2, dynamicValue) }),
    response: diagnosticsOnly,
  },
  UpgradeResourceState: {
    request: message({ type_name: string(1), version: int(2), raw_state: one(3, rawState) }),
    response: message({ upgraded_state: one(1, dynamicValue), diagnostics: many(2, diagnostic) }),
  },
  ReadResource: {
    request: message({ type_name: string(1), current_state: one(2, dynamicValue), private: bytes(3) }),
    response: message({ new_state: one(1, dynamicValue), diagnostics: many(2, diagnostic), private: bytes(3) }),
  },
  PlanResourceChange: {
    request: message({
      type_name: string(1),
      prior_state: one(2, dynamicValue),
      proposed_new_state: one(3, dynamicValue),
      config: one(4, dynamicValue),
      prior_private: bytes(5),
    }),
    response: message({
      planned_state: one(1, dynamicValue),
      requires_replace: many(2, attributePath),
      planned_private: bytes(3),
      diagnostics: many(4, diagnostic),
    }),
  },
  ApplyResourceChange: {
    request: message({
      type_name: string(1),
      prior_state: one(2, dynamicValue),
      planned_state: one(3, dynamicValue),
      config: one(4, dynamicValue),
      planned_private: bytes(5),
    }),
    response: message({ new_state: one(1, dynamicValue), private: bytes(2), diagnostics: many(3, diagnostic) }),
  },
  ImportResourceState: {
    request: message({ type_name: string(1), id: string(2) }),
    response: message({
      imported_resources: many(1, message({ type_name: string(1), state: one(2, dynamicValue) })),
      diagnostics: many(2, diagnostic),
    }),
  },
  MoveResourceState: {
    request: message({
      source_provider_address: string(1),
      source_type_name: string(2),
      source_schema_version: int(3),
      source_state: one(4, rawState),
      target_type_name: string(5),
    }),
    response: message({ target_state: one(1, dynamicValue), diagnostics: many(2, diagnostic) }),
  },
  ReadDataSource: {
    request: typeAndConfig,
    response: message({ state: one(1, dynamicValue), diagnostics: many(2, diagnostic) }),
  },
  StopProvider: { request: empty, response: message({ error: string(1) }) },
} as const;

export type CallName = keyof typeof calls;
export type Request<C extends CallName> = MessageOut<(typeof calls)[C]["request"]>;
export type Response<C extends CallName> = MessageIn<(typeof calls)[C]["response"]>;
