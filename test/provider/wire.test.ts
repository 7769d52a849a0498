import fc from "fast-check";
import { logLine } from "../../lib/provider/log";
import { calls } from "../../lib/provider/protocol/messages";
import { decode, encode } from "../../lib/provider/protocol/protobuf";
import { Secrets } from "../../lib/provider/service/secrets";
import { providerSchema } from "./fake/schemas";

describe("protocol buffers", () => {
  it("skip fields that the table does not know", () => {
    const known = encode(calls.ImportResourceState.request, { type_name: "t", id: "i" });
    // Fields 15 to 18 of each wire type there is.
    const strange = Buffer.from([
      0x78, 0x96, 0x01, 0x82, 0x01, 0x02, 1, 2, 0x8d, 0x01, 1, 2, 3, 4, 0x91, 0x01, 1, 2, 3, 4, 5, 6, 7, 8,
    ]);
    expect(decode(calls.ImportResourceState.request, Buffer.concat([strange, known, strange]))).toEqual({
      type_name: "t",
      id: "i",
    });
  });

  it("bring back what was sent", () => {
    const request = fc.record({
      type_name: fc.string(),
      version: fc.integer({ min: 0, max: 2 ** 40 }),
      raw_state: fc.record({ json: fc.uint8Array().map((bytes) => Buffer.from(bytes)) }),
    });
    fc.assert(
      fc.property(request, (value) => {
        const type = calls.UpgradeResourceState.request;
        expect(decode(type, encode(type, value))).toEqual(value);
      }),
    );
  });

  it.each([
    ["a length beyond the end", [0x0a, 0x7f]],
    ["a number without an end", [0x10, 0xff]],
    ["a wire type that there is not", [0x0b]],
    ["a number in place of text", [0x08, 0x01]],
  ])("refuse %s", (_, bytes) => {
    expect(() => decode(calls.UpgradeResourceState.request, Buffer.from(bytes))).toThrow();
  });
});

describe("the log", () => {
  it("has times of exactly six fraction digits", () => {
    const line = logLine("info", 'a "b"\nc', new Date("2030-01-02T03:04:05.006Z"));
    expect(line.endsWith("\n")).toBe(true);
    expect(JSON.parse(line)).toMatchObject({ "@message": 'a "b"\nc', "@timestamp": "2030-01-02T03:04:05.006000Z" });
  });

  it("loses secrets of configuration and environment, the longer one first", () => {
    const secrets = new Secrets();
    secrets.learn({ cloud: "visible", endpoint: null, token: "abcdef" }, providerSchema);
    secrets.learnEnvironment({ SOME_PASSWORD: "abcdefgh", OTHER_TOKEN: "ab", PATH: "visible" });
    expect(secrets.redact("abcdefgh abcdef ab visible")).toBe("(sensitive value) (sensitive value) ab visible");
  });
});
