import { schemas } from "../../lib/resources/schemas";
import { checkSchema } from "../../lib/resources/schema-check";
import type { Value } from "../../lib/resources/value";

const schema = schemas.resources.ipfailover_ip_block;

function sizeProblems(size: Value): readonly string[] {
  if (!schema) throw new Error("no schema");
  return checkSchema(schema, { size }).map(({ detail }) => detail);
}

describe("a whole number", () => {
  it.each([0, 1.5, 1001, -1, "9007199254740993"])("is refused as %s, with the range that is right", (size) => {
    expect(sizeProblems(size)).toEqual([`size is ${size}; use a whole number from 1 to 1000 addresses.`]);
  });

  it.each([1, 1000])("is accepted as %s", (size) => {
    expect(sizeProblems(size)).toEqual([]);
  });
});
