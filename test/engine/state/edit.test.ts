import fc from "fast-check";
import {
  depose,
  EMPTY_STATE,
  getObject,
  listDeposed,
  listObjects,
  putObject,
  putOutput,
  removeObject,
  removeOutput,
  type State,
  undepose,
} from "../../../lib/engine/state";
import { decodeState } from "../../../lib/engine/state/decode";
import { encodeState } from "../../../lib/engine/state/encode";
import { inOrder } from "../../../lib/engine/state/order";
import type { Address } from "../../../lib/engine/model";
import { formatAddress } from "../../../lib/engine/model";
import { group, managed, PROVIDER } from "./fixtures";

const web = managed("ipfailover_group", "web");

const addresses: fc.Arbitrary<Address> = fc.record(
  {
    mode: fc.constantFrom("managed" as const, "data" as const),
    type: fc.constantFrom("ipfailover_group", "ipfailover_ip"),
    name: fc.constantFrom("a", "b", "z"),
    key: fc.oneof(fc.constantFrom("10", "9", "\u{1f600}", "\ue000"), fc.nat(12)),
  },
  { requiredKeys: ["mode", "type", "name"] },
);
const edits = fc.array(fc.record({ address: addresses, ip: fc.option(fc.constantFrom("203.0.113.1", "203.0.113.2")) }));

test("a state holds what was put last at each address and not removed since, in Terraform's order", () => {
  fc.assert(
    fc.property(edits, (list) => {
      const expected = new Map<string, string>();
      let state: State = EMPTY_STATE;
      for (const { address, ip } of list) {
        if (ip === null) expected.delete(formatAddress(address));
        else expected.set(formatAddress(address), ip);
        state = ip === null ? removeObject(state, address) : putObject(state, address, PROVIDER, group(ip));
      }
      for (const { address } of list) {
        expect(getObject(state, address)?.attributes.ip).toBe(expected.get(formatAddress(address)));
      }
      expect(listObjects(state)).toHaveLength(expected.size);
      expect(state.resources.every(({ objects }) => objects.length > 0)).toBe(true);
      expect(inOrder(state, "state").resources).toEqual(state.resources);
      const written = { ...state, lineage: "l", serial: 1 };
      expect(decodeState(encodeState(written), "state")).toEqual(written);
    }),
  );
});

test("an edit leaves the state that it was made from alone", () => {
  const before = putObject(EMPTY_STATE, web, PROVIDER, group("203.0.113.1"));
  const copy = encodeState(before);
  putObject(before, web, PROVIDER, group("203.0.113.2"));
  removeObject(before, web);
  depose(before, web);
  expect(encodeState(before)).toBe(copy);
});

test("an object that is set aside stays beside its replacement until it is removed", () => {
  const before = putObject(EMPTY_STATE, web, PROVIDER, group("203.0.113.1"));
  const { state: aside, deposed } = depose(before, web);
  expect(deposed).toMatch(/^[0-9a-f]{8}$/);
  expect(getObject(aside, web)).toBeUndefined();

  const replaced = putObject(aside, web, PROVIDER, group("203.0.113.2"));
  expect(getObject(replaced, web)?.attributes.ip).toBe("203.0.113.2");
  expect(listDeposed(replaced, web).map(({ attributes }) => attributes.ip)).toEqual(["203.0.113.1"]);
  expect(undepose(replaced, web, deposed)).toBe(replaced);

  const done = removeObject(replaced, web, deposed);
  expect(listDeposed(done, web)).toEqual([]);
  expect(getObject(done, web)?.attributes.ip).toBe("203.0.113.2");
});

test("an object that was set aside comes back when its replacement could not be made", () => {
  const before = putObject(EMPTY_STATE, web, PROVIDER, group("203.0.113.1"));
  const { state, deposed } = depose(before, web);
  expect(undepose(state, web, deposed)).toEqual(before);
});

test("an object that is put under another key takes that key", () => {
  const before = putObject(EMPTY_STATE, managed("ipfailover_group", "web", "a"), PROVIDER, group("203.0.113.1"));
  const object = getObject(before, managed("ipfailover_group", "web", "a"));
  const after = putObject(EMPTY_STATE, web, PROVIDER, object ?? group("203.0.113.9"));
  expect(after.resources[0]?.objects[0]).not.toHaveProperty("key");
});

test("resources of modules are listed, and neither found nor changed by addresses of the root module", () => {
  const root = putObject(EMPTY_STATE, web, PROVIDER, group("203.0.113.1"));
  const inner = root.resources.map((resource) => ({ ...resource, module: "module.inner" }));
  const state: State = { ...root, resources: inner };
  expect(getObject(state, web)).toBeUndefined();
  expect(removeObject(state, web)).toBe(state);
  expect(listObjects(state)).toMatchObject([{ module: "module.inner" }]);
});

test("outputs are put and removed by name", () => {
  const output = { value: "203.0.113.1", type: "string", sensitive: false };
  const state = putOutput(EMPTY_STATE, "address", output);
  expect(state.outputs).toEqual({ address: output });
  expect(removeOutput(state, "address").outputs).toEqual({});
  expect(removeOutput(state, "other")).toBe(state);
});
