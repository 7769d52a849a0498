import { decode as decodeMsgpack, encode as encodeMsgpack, ExtData } from "@msgpack/msgpack";
import fc from "fast-check";
import { protocolPath } from "../../lib/provider/convert/attribute-path";
import { decodeObject, encodeObject } from "../../lib/provider/convert/dynamic-value";
import { parseExactJson } from "../../lib/provider/convert/exact-json";
import { protocolSchema } from "../../lib/provider/convert/protocol-schema";
import { conforms } from "../../lib/provider/convert/shape";
import { attributePath, calls } from "../../lib/provider/protocol/messages";
import { decode, encode } from "../../lib/provider/protocol/protobuf";
import { schemas } from "../../lib/resources/schemas";
import { type ObjectValue, UNKNOWN } from "../../lib/resources/value";
import { otherSchema, thingSchema } from "./fake/schemas";

const received = (msgpack: Uint8Array) => ({ msgpack, json: Buffer.alloc(0) });
const decoded = (value: unknown) => decodeObject(received(encodeMsgpack(value, { useBigInt64: true })), thingSchema);

describe("values of msgpack", () => {
  it("have every attribute of the schema, absent ones as null", () => {
    const value = decoded({ name: "web", network: { lan_id: "1" }, rules: [{ port: 1 }], stranger: 1 });
    expect(Object.keys(value ?? {})).toEqual([...Object.keys(thingSchema.attributes), "timeouts"]);
    expect(value).toMatchObject({
      text: null,
      network: { lan_id: "1", note: null },
      rules: [{ port: 1, protocol: null }],
    });
    expect(decoded(null)).toBeNull();
    expect(decodeObject(undefined, thingSchema)).toBeNull();
  });

  it("are unknown by any extension, with hints in it or without", () => {
    const hint = encodeMsgpack({ 1: false, 2: "pre-" });
    const value = decoded({
      name: new ExtData(12, hint),
      text: new ExtData(0, Uint8Array.of(0)),
      tags: ["a", new ExtData(0, Uint8Array.of(0))],
    });
    expect(value).toMatchObject({ name: UNKNOWN, text: UNKNOWN, tags: ["a", UNKNOWN] });
  });

  it("are written with the plain extension for what is unknown, as Terraform writes it", () => {
    const written = encodeObject({ name: UNKNOWN, id: null, revision: 1 }, otherSchema).msgpack ?? Buffer.alloc(0);
    expect(Buffer.from(written).includes(Buffer.from([0xd4, 0x00, 0x00]))).toBe(true);
  });

  it.each([
    [3, 3],
    [-1, -1],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    [9007199254740993n, "9007199254740993"],
    [-9007199254740993n, "-9007199254740993"],
    [18446744073709551615n, "18446744073709551615"],
    ["0.1", "0.1"],
  ])("keep the number %s exactly", (given, expected) => {
    const value = decoded({ size: given });
    expect(value?.size).toBe(expected);
    const back = decodeMsgpack(encodeObject(value, thingSchema).msgpack ?? Buffer.alloc(0)) as ObjectValue;
    expect(back.size).toBe(expected);
  });

  it("send a fraction as text, which Terraform reads exactly", () => {
    const back = decodeMsgpack(encodeObject({ size: 0.1 }, thingSchema).msgpack ?? Buffer.alloc(0)) as ObjectValue;
    expect(back.size).toBe("0.1");
  });

  it("may come as JSON too", () => {
    const json = Buffer.from('{"name":"web","size":9007199254740993}');
    expect(decodeObject({ msgpack: Buffer.alloc(0), json }, thingSchema)).toMatchObject({
      name: "web",
      size: "9007199254740993",
    });
  });
});

describe("JSON of the state", () => {
  it("is what JSON.parse reads, but for numbers that it would round", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        // JSON.stringify writes only numbers that come back as they were.
        const text = JSON.stringify(value);
        expect(parseExactJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ['{"a":12345678901234567890,"b":"12345678901234567890"}', { a: "12345678901234567890", b: "12345678901234567890" }],
    ['["\\"1.10\\\\", 1.10, -0.1, 1e400]', ['"1.10\\', "1.10", -0.1, "1e400"]],
    ["{}", {}],
  ])("%s", (text, expected) => {
    expect(parseExactJson(text)).toEqual(expected);
  });

  it("holds strings of any length", () => {
    const text = '\\"x'.repeat(5_000_000);
    expect((parseExactJson(JSON.stringify({ text })) as { text: string }).text).toBe(text);
  });

  it("conforms only with exactly the attributes of the schema", () => {
    const state = { name: "a", id: "b", revision: 1 };
    expect(conforms(state, otherSchema)).toBe(true);
    expect(conforms({ ...state, more: null }, otherSchema)).toBe(false);
    expect(conforms({ name: "a", id: "b" }, otherSchema)).toBe(false);
  });
});

describe("attribute paths", () => {
  it.each([
    [
      ["members", "a.b", "server"],
      [{ attribute_name: "members" }, { element_key_string: "a.b" }, { attribute_name: "server" }],
    ],
    [
      ["rules", 0, "port"],
      [{ attribute_name: "rules" }, { element_key_int: 0 }, { attribute_name: "port" }],
    ],
    [
      ["network", "lan_id"],
      [{ attribute_name: "network" }, { attribute_name: "lan_id" }],
    ],
    [
      ["tags", 1],
      [{ attribute_name: "tags" }, { element_key_int: 1 }],
    ],
    [
      ["groups", "g", 2],
      [{ attribute_name: "groups" }, { element_key_string: "g" }, { element_key_int: 2 }],
    ],
    [
      ["labels", "k"],
      [{ attribute_name: "labels" }, { element_key_string: "k" }],
    ],
    [
      ["timeouts", "create"],
      [{ attribute_name: "timeouts" }, { attribute_name: "create" }],
    ],
    [["name", 3], [{ attribute_name: "name" }]],
    [["rules", "first"], [{ attribute_name: "rules" }]],
    [["nothing"], []],
  ])("%j", (path, steps) => {
    expect(protocolPath(path, thingSchema)).toEqual(steps);
  });

  it("say the index 0 on the wire: without it the step would be empty", () => {
    const bytes = encode(attributePath, { steps: [{ element_key_int: 0 }] });
    expect([...bytes]).toEqual([0x0a, 0x02, 0x18, 0x00]);
  });
});

describe("the schema", () => {
  const attributes = protocolSchema(thingSchema).block?.attributes ?? [];
  const attribute = (name: string) => attributes.find((one) => one.name === name);

  it("has types in Terraform's notation, and nested attributes by how they repeat", () => {
    const types = attributes.map(({ name, type, nested_type }) => [
      name,
      type ? String(Buffer.from(type)) : nested_type?.nesting,
    ]);
    expect(Object.fromEntries(types)).toMatchObject({
      name: '"string"',
      size: '"number"',
      enabled: '"bool"',
      tags: '["list","string"]',
      labels: '["map","string"]',
      groups: '["map",["list","string"]]',
      network: 1,
      rules: 2,
      members: 4,
    });
  });

  it("says who sets an attribute; one with a default counts as computed, else Terraform refuses the default", () => {
    expect(attribute("name")).toMatchObject({ required: true, optional: false, computed: false });
    expect(attribute("id")).toMatchObject({ required: false, optional: false, computed: true });
    expect(attribute("policy")).toMatchObject({ required: false, optional: true, computed: true });
    expect(attribute("secret")).toMatchObject({ optional: true, sensitive: true, description_kind: 1 });
  });

  it("has timeouts as a block and a version", () => {
    const { version, block } = protocolSchema(thingSchema);
    expect(version).toBe(2);
    expect(block?.block_types).toMatchObject([{ type_name: "timeouts", nesting: 1 }]);
    expect(protocolSchema(otherSchema).block?.block_types).toEqual([]);
  });

  it("of every real table can be told", () => {
    const tables = {
      ...schemas.resources,
      ...Object.fromEntries(Object.entries(schemas.dataSources).map(([k, v]) => [`data ${k}`, v])),
    };
    const resource_schemas = Object.fromEntries(
      Object.entries(tables).map(([name, table]) => [name, protocolSchema(table)]),
    );
    const bytes = encode(calls.GetProviderSchema.response, {
      provider: protocolSchema(schemas.provider),
      resource_schemas,
    });
    const back = decode(calls.GetProviderSchema.response, bytes);
    expect(Object.keys(back.resource_schemas)).toEqual(Object.keys(tables));
  });
});
