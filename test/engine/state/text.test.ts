import fc from "fast-check";
import { inByteOrder, layOut, membersOf, toText } from "../../../lib/engine/state/json-text";
import type { Value } from "../../../lib/resources/value";

const json = fc.json().map((text) => JSON.parse(text) as Value);

test("laying out changes nothing but the space between the parts", () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(JSON.parse(layOut(JSON.stringify(value), "    "))).toEqual(value);
    }),
  );
});

test("laying out what is laid out changes nothing", () => {
  fc.assert(
    fc.property(json, (value) => {
      const once = layOut(JSON.stringify(value), "");
      expect(layOut(once, "")).toBe(once);
    }),
  );
});

test("the members of an object are its own, in the text's order and spelling", () => {
  const text = '{ "b" : 0.1000, "10": [1, {"a": "}"}], "2": "x,\\"]", "": {} }';
  expect(membersOf(text)).toEqual([
    { key: "b", text: "0.1000" },
    { key: "10", text: '[1, {"a": "}"}]' },
    { key: "2", text: '"x,\\"]"' },
    { key: "", text: "{}" },
  ]);
  expect(membersOf("[ ]")).toEqual([]);
});

test("the members of any value put together are the value", () => {
  fc.assert(
    fc.property(fc.array(json), fc.dictionary(fc.string(), json), (list, object) => {
      expect(membersOf(JSON.stringify(list)).map(({ text }) => JSON.parse(text) as unknown)).toEqual(
        JSON.parse(JSON.stringify(list)),
      );
      const entries = membersOf(JSON.stringify(object)).map(({ key, text }) => [key, JSON.parse(text) as unknown]);
      expect(entries).toEqual(Object.entries(JSON.parse(JSON.stringify(object)) as object));
    }),
  );
});

test("values are written with sorted keys and without exponents, and read back as they were", () => {
  expect(toText({ b: 1e21, "10": 1.5e-7, "9": -1e-10 })).toBe(
    '{"10":0.00000015,"9":-0.0000000001,"b":1000000000000000000000}',
  );
  fc.assert(
    fc.property(json, (value) => {
      expect(toText(JSON.parse(toText(value)) as Value)).toBe(toText(value));
      expect(JSON.parse(toText(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("text is ordered by the bytes of UTF-8, as Go orders it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
      expect(Math.sign(inByteOrder(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
  expect(inByteOrder("\ue000", "\u{1f600}")).toBeLessThan(0);
});
