/** Whatever a file holds, the linter ends with findings or without, and never with an exception. */
import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { lint } from "../../../lib/hosts/lint/lint";
import { documents } from "../keepalived/documents";
import { member } from "../support/members";
import { conf, partner } from "./conf";

const nginx = readFileSync(path.join(__dirname, "corpus/nginx/a.conf"), "utf8");

it("takes any bytes", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      (bytes) => void lint([member(Buffer.from(bytes).toString("latin1"))]),
    ),
  );
});

it("takes any document of the language inside of an instance", () => {
  fc.assert(
    fc.property(documents, (text) => void lint([member(conf({ lines: [text] })), member(partner(), { name: "b" })])),
  );
});

it("takes a real file with any part of it lost, doubled or replaced", () => {
  const spot = fc.integer({ min: 0, max: nginx.length });
  const damage = fc.tuple(
    spot,
    spot,
    fc.oneof(fc.constantFrom("", "{", "}", '"', "$", "@a ", "\\", "-1", "::", "\n"), fc.string({ maxLength: 5 })),
  );
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
      const damaged = damages.reduce((text, [from, to, put]) => text.slice(0, from) + put + text.slice(to), nginx);
      const { findings } = lint([member(damaged), member(nginx, { name: "b" })]);
      expect(findings.every(({ line = 1, column = 1 }) => line >= 1 && column >= 1)).toBe(true);
    }),
  );
});

it("ends with whatever is nested or repeated too often, and says it once", () => {
  const { findings } = lint([member(`${"a {\n".repeat(100_000)}`)]);
  expect(findings.map(({ message }) => message)).toContain("Braces are nested more than 100 deep.");
  const repeated = lint([member("~SEQ(N,1,1,500) speling 1\n")]).findings;
  expect(repeated.filter(({ rule }) => rule === "unknown-keyword")).toHaveLength(1);
});
