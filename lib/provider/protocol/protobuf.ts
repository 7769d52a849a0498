/**
 * Protocol buffers, as far as the plugin protocol needs them: messages are described by tables and read and written by
 * reflection, because generated code for the whole protocol takes longer to load than a plan takes to serve.
 */

type Kind = "string" | "bytes" | "bool" | "int" | "message";

/** `Out` is what decoding gives, `In` what encoding takes. */
export interface Field<Out, In = Out> {
  readonly number: number;
  readonly kind: Kind;
  readonly shape: "one" | "many" | "map";
  readonly message?: Message;
  /** Only in types. */
  readonly types?: readonly [Out, In];
}
// `any` lets tables of fields with different types be one type; each field keeps its own.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Fields = Readonly<Record<string, Field<any, any>>>;

export interface Message<F extends Fields = Fields> {
  readonly fields: F;
  readonly byNumber: ReadonlyMap<number, readonly [name: string, field: Field<unknown>]>;
}

export type Decoded<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer Out, unknown> ? Out : never;
};
export type Encodable<F extends Fields> = {
  readonly [K in keyof F]?: (F[K] extends Field<unknown, infer In> ? In : never) | undefined;
};
export type MessageOut<M> = M extends Message<infer F> ? Decoded<F> : never;
export type MessageIn<M> = M extends Message<infer F> ? Encodable<F> : never;

export function message<F extends Fields>(fields: F): Message<F> {
  return { fields, byNumber: new Map(Object.entries(fields).map(([name, field]) => [field.number, [name, field]])) };
}

export const string = (number: number): Field<string> => ({ number, kind: "string", shape: "one" });
export const bytes = (number: number): Field<Buffer, Uint8Array> => ({ number, kind: "bytes", shape: "one" });
export const bool = (number: number): Field<boolean> => ({ number, kind: "bool", shape: "one" });
/** int32, int64 and enums: the same varint on the wire. */
export const int = (number: number): Field<number> => ({ number, kind: "int", shape: "one" });
export const one = <F extends Fields>(
  number: number,
  type: Message<F>,
): Field<Decoded<F> | undefined, Encodable<F>> => ({ number, kind: "message", shape: "one", message: type });
export const many = <F extends Fields>(
  number: number,
  type: Message<F>,
): Field<readonly Decoded<F>[], readonly Encodable<F>[]> => ({ number, kind: "message", shape: "many", message: type });
/** `map<string, …>` */
export const map = <F extends Fields>(
  number: number,
  type: Message<F>,
): Field<Readonly<Record<string, Decoded<F>>>, Readonly<Record<string, Encodable<F>>>> => ({
  number,
  kind: "message",
  shape: "map",
  message: message({ key: string(1), value: one(2, type) }),
});

/** Writes every field that is not undefined, zeros too: in a `oneof`, such as the index 0 in a path, they count. */
export function encode<F extends Fields>(type: Message<F>, value: Encodable<F>): Buffer {
  return Buffer.concat(encodeFields(type, value));
}

function encodeFields(type: Message, value: Readonly<Record<string, unknown>>): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (const [name, field] of Object.entries(type.fields)) {
    const given = value[name];
    if (given === undefined) continue;
    for (const item of occurrences(field, given)) encodeField(parts, field, item);
  }
  return parts;
}

function occurrences(field: Field<unknown>, given: unknown): Iterable<unknown> {
  if (field.shape === "one") return [given];
  if (field.shape === "many") return given as readonly unknown[];
  return Object.entries(given as Record<string, unknown>).map(([key, value]) => ({ key, value }));
}

function encodeField(parts: Uint8Array[], field: Field<unknown>, item: unknown): void {
  if (field.kind === "int" || field.kind === "bool") {
    parts.push(varint(field.number * 8), varint(Number(item)));
    return;
  }
  const content =
    field.kind === "message" && field.message
      ? encodeFields(field.message, item as Record<string, unknown>)
      : [typeof item === "string" ? Buffer.from(item) : (item as Uint8Array)];
  const length = content.reduce((sum, part) => sum + part.length, 0);
  parts.push(varint(field.number * 8 + 2), varint(length), ...content);
}

function varint(value: number): Uint8Array {
  if (value >= 0 && value < 0x80) return Uint8Array.of(value);
  const out: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 0x80n; rest >>= 7n) out.push(Number(rest & 0x7fn) | 0x80);
  out.push(Number(rest));
  return Uint8Array.from(out);
}

/** Absent fields get their protocol default; fields that the table does not know are skipped. */
export function decode<F extends Fields>(type: Message<F>, buffer: Buffer): Decoded<F> {
  return decodeFields(type, buffer) as Decoded<F>;
}

function decodeFields(type: Message, buffer: Buffer): Record<string, unknown> {
  const out = defaults(type);
  const reader = new Reader(buffer);
  while (!reader.done) {
    const tag = reader.varint();
    const raw = reader.value(tag % 8);
    const known = type.byNumber.get(Math.floor(tag / 8));
    if (!known) continue;
    const [name, field] = known;
    const value = decodeValue(field, raw);
    if (field.shape === "one") out[name] = value;
    else if (field.shape === "many") (out[name] as unknown[]).push(value);
    else {
      const entry = value as { readonly key: string; readonly value: unknown };
      (out[name] as Record<string, unknown>)[entry.key] = entry.value;
    }
  }
  return out;
}

function decodeValue(field: Field<unknown>, raw: number | Buffer): unknown {
  const wrong = typeof raw === "number" ? field.kind !== "int" && field.kind !== "bool" : field.kind === "int";
  if (wrong) throw new Error(`field ${field.number} of a message has an unexpected wire type`);
  if (typeof raw === "number") return field.kind === "bool" ? raw !== 0 : raw;
  if (field.kind === "message" && field.message) return decodeFields(field.message, raw);
  return field.kind === "string" ? raw.toString("utf8") : raw;
}

const EMPTY = Buffer.alloc(0);
const ZERO = { string: "", bytes: EMPTY, bool: false, int: 0, message: undefined } as const;

function defaults(type: Message): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, { kind, shape }] of Object.entries(type.fields)) {
    out[name] = shape === "many" ? [] : shape === "map" ? {} : ZERO[kind];
  }
  return out;
}

class Reader {
  private offset = 0;
  constructor(private readonly buffer: Buffer) {}

  get done(): boolean {
    return this.offset >= this.buffer.length;
  }

  varint(): number {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.buffer[this.offset++];
      if (byte === undefined) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
    throw new Error("a message ends inside a number");
  }

  /** A varint as a number, everything else as its bytes. */
  value(wireType: number): number | Buffer {
    if (wireType === 0) return this.varint();
    if (wireType === 1) return this.take(8);
    if (wireType === 2) return this.take(this.varint());
    if (wireType === 5) return this.take(4);
    throw new Error(`a message has a field of wire type ${wireType}`);
  }

  private take(length: number): Buffer {
    const end = this.offset + length;
    if (length < 0 || end > this.buffer.length) throw new Error("a message ends inside a field");
    const slice = this.buffer.subarray(this.offset, end);
    this.offset = end;
    return slice;
  }
}
