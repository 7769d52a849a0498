import fc from "fast-check";
import { editAddresses, hasRole, sameList } from "../../../lib/clouds/ionos/address-list";
import type { AddressEdit } from "../../../lib/clouds/ionos/address-list";

const reserved = ["203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4"];
const dynamic = ["192.0.2.1", "192.0.2.2"];
const address = fc.constantFrom(...reserved);
const ips = fc.shuffledSubarray([...reserved, ...dynamic]);
const role = fc.constantFrom("primary" as const, "additional" as const);
const put = fc.record({ put: address, role }).map((edit): AddressEdit => ({ ...edit, reserved: new Set(reserved) }));
const take = fc.record({ take: address });

it("takes an address and nothing else", () => {
  fc.assert(
    fc.property(ips, take, (before, edit) => {
      expect(editAddresses(before, [edit])).toEqual(before.filter((ip) => ip !== edit.take));
    }),
  );
});

it("puts an address in its role", () => {
  fc.assert(
    fc.property(ips, put, (before, edit) => {
      if (!("put" in edit)) throw new Error();
      expect(hasRole(editAddresses(before, [edit]), edit.put, edit.role)).toBe(true);
    }),
  );
});

it("keeps the reserved addresses and their order, whatever is put", () => {
  fc.assert(
    fc.property(ips, put, (before, edit) => {
      if (!("put" in edit)) throw new Error();
      const others = (list: readonly string[]) => list.filter((ip) => reserved.includes(ip) && ip !== edit.put);
      expect(others(editAddresses(before, [edit]))).toEqual(others(before));
    }),
  );
});

it("loses automatically assigned addresses to a new primary one, and keeps them beside an additional one", () => {
  fc.assert(
    fc.property(ips, put, (before, edit) => {
      if (!("put" in edit)) throw new Error();
      const automatic = (list: readonly string[]) => list.filter((ip) => dynamic.includes(ip));
      expect(automatic(editAddresses(before, [edit]))).toEqual(edit.role === "primary" ? [] : automatic(before));
    }),
  );
});

it("swaps two addresses in one edit", () => {
  fc.assert(
    fc.property(ips, address, address, role, (before, ip, replacing, as) => {
      fc.pre(ip !== replacing);
      const after = editAddresses(before, [{ put: ip, role: as, replacing, reserved: new Set(reserved) }]);
      expect(after).toContain(ip);
      expect(after).not.toContain(replacing);
    }),
  );
});

it("changes nothing the second time, and never lists an address twice", () => {
  fc.assert(
    fc.property(ips, fc.array(fc.oneof(put, take), { maxLength: 1 }), (before, edits) => {
      const after = editAddresses(before, edits);
      expect(sameList(editAddresses(after, edits), after)).toBe(true);
      expect(new Set(after).size).toBe(after.length);
    }),
  );
});

it("takes the only address of a NIC for its primary one, and for an additional one when that was meant", () => {
  expect(hasRole(["203.0.113.1"], "203.0.113.1", "primary")).toBe(true);
  expect(hasRole(["203.0.113.1"], "203.0.113.1", "additional")).toBe(true);
  expect(hasRole(["203.0.113.1", "203.0.113.2"], "203.0.113.1", "additional")).toBe(false);
});
