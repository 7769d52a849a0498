/** Values as Terraform sends them (msgpack, in state JSON), and as the core takes them. */
import {
  decode as decodeMsgpack,
  type DecoderOptions,
  encode as encodeMsgpack,
  ExtensionCodec,
} from "@msgpack/msgpack";
import type { Schema } from "../../resources/schema";
import { isList, isObject, isUnknown, type ObjectValue, UNKNOWN, type Value } from "../../resources/value";
import type { DynamicValue } from "../protocol/messages";
import { parseExactJson } from "./exact-json";
import { conform } from "./shape";

/** Terraform's mark for "known after apply" is an extension; of any type, because some carry hints in addition. */
class UnknownExtension extends ExtensionCodec {
  override decode(): unknown {
    return UNKNOWN;
  }
}

const extensionCodec = new UnknownExtension();
extensionCodec.register({
  type: 0,
  encode: (value) => (isUnknown(value) ? Uint8Array.of(0) : null),
  decode: () => UNKNOWN,
});
const decoderOptions: DecoderOptions<undefined> = { extensionCodec, useBigInt64: true };

type Received = { readonly msgpack: Uint8Array; readonly json: Uint8Array } | undefined;

/** Every attribute of the schema is there, absent ones as null. Null for an object that does not exist. */
export function decodeObject(received: Received, schema: Schema): ObjectValue | null {
  const value = decodeValue(received);
  return isObject(value) ? conform(value, schema) : null;
}

function decodeValue(received: Received): Value {
  if (received && received.msgpack.length > 0) return exact(decodeMsgpack(received.msgpack, decoderOptions));
  if (received && received.json.length > 0) return parseExactJson(Buffer.from(received.json).toString("utf8")) as Value;
  return null;
}

/** What msgpack calls an integer of 64 bits: a number where that loses nothing, else decimal text. */
function exact(value: unknown): Value {
  if (typeof value === "bigint") {
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value.toString();
  }
  if (Array.isArray(value)) return value.map(exact);
  if (isObject(value as Value)) {
    return Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, exact(item)]));
  }
  return value as Value;
}

export function encodeObject(value: ObjectValue | null, schema: Schema): DynamicValue {
  const whole = value === null ? null : writable(conform(value, schema));
  return { msgpack: encodeMsgpack(whole, { extensionCodec, maxDepth: 1000 }) };
}

/** Terraform reads a number's decimal text as the exact number; a float of msgpack is the nearest binary one. */
function writable(value: Value): unknown {
  if (typeof value === "number" && !Number.isSafeInteger(value)) return String(value);
  if (isList(value)) return value.map(writable);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, writable(item)]));
  return value;
}
