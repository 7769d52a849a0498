import { decodeState } from "../../../lib/engine/state/decode";
import { encodeState, rememberTexts } from "../../../lib/engine/state/encode";
import { inOrder } from "../../../lib/engine/state/order";
import {
  fromAttributes,
  getObject,
  putObject,
  sensitivePaths,
  toAttributes,
  typeOfValue,
} from "../../../lib/engine/state";
import { managed, PROVIDER } from "./fixtures";

const empty = { version: 4, terraform_version: "1.11.4", serial: 3, lineage: "l", outputs: {}, resources: [] };
const decode = (document: unknown) => decodeState(JSON.stringify(document), "terraform.tfstate");

test.each([
  ["an older format", { version: 3 }, /uses format version 3.*terraform apply.*upgrades it/],
  ["a newer format", { version: 5, terraform_version: "2.0.0" }, /version 5.*Terraform 2\.0\.0.*newer version of this/],
  ["something else that is JSON", { name: "package" }, /no "version" attribute.*no Terraform state/],
  ["a list", [], /not a JSON object/],
  ["a negative serial", { ...empty, serial: -1 }, /"serial"/],
  ["a lineage that is no text", { ...empty, lineage: 1 }, /"lineage"/],
  ["resources that are no list", { ...empty, resources: {} }, /"resources"/],
  ["a resource without a type", { ...empty, resources: [{ mode: "managed" }] }, /"resources\[0\]"/],
])("%s is refused with the file's name and what to do", (_, document, message) => {
  expect(() => decode(document)).toThrow(message);
  expect(() => decode(document)).toThrow("terraform.tfstate");
});

test("a newer Terraform that writes the same format is welcome, as it is to Terraform itself", () => {
  expect(decode({ ...empty, terraform_version: "1.99.0" }).terraformVersion).toBe("1.99.0");
});

test("an object that stands in the file twice is refused", () => {
  const resource = { mode: "managed", type: "t", name: "n", provider: PROVIDER, instances: [] };
  expect(() => inOrder(decode({ ...empty, resources: [resource, resource] }), "f")).toThrow("t.n more than once");
});

const FUTURE = `{
  "version": 4,
  "terraform_version": "1.99.0",
  "serial": 3,
  "lineage": "l",
  "outputs": {
    "exact": {
      "value": 9007199254740993,
      "type": "number",
      "novelty": 1.0
    }
  },
  "resources": [
    {
      "mode": "managed",
      "type": "t",
      "name": "n",
      "provider": "provider[\\"registry.terraform.io/a/b\\"]",
      "instances": [
        {
          "schema_version": 1,
          "attributes": {
            "b": 0.1000,
            "10": 1,
            "9": {}
          },
          "sensitive_attributes": [],
          "identity_schema_version": 0,
          "identity": {
            "z": 1.50,
            "a": 2
          },
          "private": "AA==",
          "novelty": {
            "z": 1.50,
            "a": 2
          }
        },
        {
          "deposed": "00000001",
          "schema_version": 1,
          "attributes": {},
          "sensitive_attributes": []
        }
      ],
      "novelty": {
        "z": 1.50
      }
    }
  ],
  "check_results": null,
  "novelty": {
    "z": 1.50,
    "a": 2
  }
}
`;

test("keys that a later Terraform may add are kept as they are", () => {
  const state = decodeState(FUTURE, "f");
  rememberTexts(state, FUTURE);
  expect(encodeState(state)).toBe(FUTURE);
});

test("a change to an object alters what was changed and nothing else", () => {
  const state = decodeState(FUTURE, "f");
  rememberTexts(state, FUTURE);
  const address = managed("t", "n");
  const object = getObject(state, address);
  if (!object) throw new Error("not found");
  const changed = putObject(state, address, state.resources[0]?.provider ?? "", { ...object, tainted: true });
  expect(encodeState(changed)).toBe(
    FUTURE.replace('"schema_version": 1,', '"status": "tainted",\n          "schema_version": 1,'),
  );
});

test("types are recorded as Terraform infers them", () => {
  expect(typeOfValue({ b: [1, "a", null], a: true })).toEqual([
    "object",
    { a: "bool", b: ["tuple", ["number", "string", "dynamic"]] },
  ]);
});

test("attributes without a type in the schema are recorded with theirs, and read back without", () => {
  const value = { id: "a", input: { x: [1] }, output: null };
  const recorded = toAttributes(value, ["input", "output"]);
  expect(recorded).toEqual({
    id: "a",
    input: { value: { x: [1] }, type: ["object", { x: ["tuple", ["number"]] }] },
    output: null,
  });
  expect(fromAttributes(recorded, ["input", "output"])).toEqual(value);
  expect(sensitivePaths(["input"])).toEqual([[{ type: "get_attr", value: "input" }]]);
});
