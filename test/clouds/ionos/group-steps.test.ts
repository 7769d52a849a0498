import fc from "fast-check";
import type { AddressRole } from "../../../lib/clouds/ports/groups";
import { editAddresses, hasRole } from "../../../lib/clouds/ionos/address-list";
import { describeStep, stepsAway, stepsTo, stepsToReadress } from "../../../lib/clouds/ionos/group-steps";
import type { Present, Stage, Step } from "../../../lib/clouds/ionos/group-steps";

const NEW = "203.0.113.1";
const OLD = "203.0.113.2";
const OTHER = "203.0.113.3";
const DYNAMIC = "192.0.2.1";
const reserved = new Set([NEW, OLD, OTHER]);
const NICS: readonly string[] = ["n1", "n2", "n3", "n4"];

/** A LAN by the API's rules: which NIC has which addresses, and which is registered for which. */
interface Lan {
  readonly nics: Map<string, readonly string[]>;
  readonly entries: Map<string, string>;
}

const copyOf = ({ nics, entries }: Lan): Lan => ({ nics: new Map(nics), entries: new Map(entries) });

function holders({ nics }: Lan, ip: string): readonly string[] {
  return [...nics].flatMap(([nic, ips]) => (ips.includes(ip) ? [nic] : []));
}

/** Carries out one step, or throws what the API would answer. */
function execute(lan: Lan, step: Step): void {
  if (step.do === "register") {
    if (!lan.nics.get(step.nic)?.includes(step.ip))
      throw new Error(`R2: ${step.ip} not found in Master NIC ${step.nic}`);
    lan.entries.set(step.ip, step.nic);
  } else if (step.do === "unregister") {
    const slave = holders(lan, step.ip).find((nic) => nic !== lan.entries.get(step.ip));
    if (slave !== undefined) throw new Error(`R3: ${step.ip} found in Slave NIC ${slave}`);
    lan.entries.delete(step.ip);
  } else {
    const before = lan.nics.get(step.nic) ?? [];
    const { replacing } = step.do === "put" ? step : {};
    const after =
      step.do === "take"
        ? editAddresses(before, [{ take: step.ip }])
        : editAddresses(before, [
            { put: step.ip, role: step.role, reserved, ...(replacing === undefined ? {} : { replacing }) },
          ]);
    for (const ip of after.filter((candidate) => !before.includes(candidate))) {
      const other = holders(lan, ip).find((nic) => nic !== step.nic);
      if (other !== undefined && !lan.entries.has(ip)) throw new Error(`R7: ${ip} is in use by ${other}`);
    }
    for (const [ip, nic] of lan.entries) {
      if (nic === step.nic && !after.includes(ip)) throw new Error(`${ip} cannot be removed from Master NIC ${nic}`);
    }
    lan.nics.set(step.nic, after);
  }
}

/** Steps of one stage go side by side, so any order must do. */
function carryOut(lan: Lan, stages: readonly Stage[], order: (stage: Stage) => readonly Step[]): void {
  for (const stage of stages) for (const step of order(stage)) execute(lan, step);
}

const presentOf = (lan: Lan, ip: string): Present => ({
  registered: lan.entries.get(ip),
  holders: new Map(holders(lan, ip).map((nic) => [nic, lan.nics.get(nic) ?? []])),
});

/** Any state that the API lets come about, and such as somebody's removal of an entry leaves behind. */
const lan = (addresses: readonly string[]) =>
  fc
    .record({
      lists: fc.tuple(...NICS.map(() => fc.shuffledSubarray([...addresses, DYNAMIC]))),
      entryOf: fc.tuple(...addresses.map(() => fc.nat({ max: 7 }))),
    })
    .map(({ lists, entryOf }): Lan => {
      const nics = new Map(NICS.map((nic, i) => [nic, lists[i] ?? []] as const));
      const made: Lan = { nics: new Map(nics), entries: new Map() };
      addresses.forEach((ip, i) => {
        const who = holders(made, ip);
        const registered = who[(entryOf[i] ?? 0) % (who.length + 1)];
        if (registered !== undefined) made.entries.set(ip, registered);
      });
      return made;
    });

const target = fc
  .record({
    members: fc.subarray([...NICS], { minLength: 1 }),
    pick: fc.nat(),
    role: fc.constantFrom<AddressRole>("primary", "additional"),
    moveMaster: fc.boolean(),
  })
  .map(({ members, pick, ...rest }) => ({ ...rest, ip: NEW, members, master: members[pick % members.length] ?? "" }));

const order = fc.boolean().map((backwards) => (stage: Stage) => (backwards ? [...stage].reverse() : stage));

function expectReached(
  state: Lan,
  wanted: { readonly members: readonly string[]; readonly role: AddressRole },
  registered: string,
  judged: readonly string[] = wanted.members,
): void {
  expect(state.entries.get(NEW)).toBe(registered);
  expect([...holders(state, NEW)].sort()).toEqual([...wanted.members].sort());
  for (const nic of judged) expect(hasRole(state.nics.get(nic) ?? [], NEW, wanted.role)).toBe(true);
}

it("reaches any target from any state without violating a rule of the API", () => {
  fc.assert(
    fc.property(lan([NEW, OTHER]), target, order, (start, wanted, inOrder) => {
      const state = copyOf(start);
      const before = new Map(state.nics);
      const was = state.entries.get(NEW);
      const other = new Map(state.entries);
      carryOut(state, stepsTo(wanted, presentOf(state, NEW)), inOrder);
      const stays = !wanted.moveMaster && was !== undefined && wanted.members.includes(was);
      expectReached(state, wanted, stays ? was : wanted.master);
      expect(state.entries.get(OTHER)).toBe(other.get(OTHER));
      for (const nic of NICS) expect(state.nics.get(nic)?.includes(OTHER)).toBe(before.get(nic)?.includes(OTHER));
    }),
    { numRuns: 1000 },
  );
});

it("has nothing to do once the target is reached", () => {
  fc.assert(
    fc.property(lan([NEW, OTHER]), target, order, (start, wanted, inOrder) => {
      const state = copyOf(start);
      carryOut(state, stepsTo(wanted, presentOf(state, NEW)), inOrder);
      expect(stepsTo(wanted, presentOf(state, NEW))).toEqual([]);
    }),
  );
});

it("reaches the target as well when it was interrupted after any step", () => {
  fc.assert(
    fc.property(lan([NEW, OTHER]), target, order, fc.nat({ max: 8 }), (start, wanted, inOrder, stopAfter) => {
      const state = copyOf(start);
      const steps = stepsTo(wanted, presentOf(state, NEW)).flatMap((stage) => inOrder(stage));
      for (const step of steps.slice(0, stopAfter)) execute(state, step);
      const was = state.entries.get(NEW);
      carryOut(state, stepsTo(wanted, presentOf(state, NEW)), inOrder);
      const stays = !wanted.moveMaster && was !== undefined && wanted.members.includes(was);
      expectReached(state, wanted, stays ? was : wanted.master);
    }),
    { numRuns: 1000 },
  );
});

it("takes an address away from anything without violating a rule of the API", () => {
  fc.assert(
    fc.property(lan([NEW, OTHER]), order, (start, inOrder) => {
      const state = copyOf(start);
      carryOut(state, stepsAway(NEW, presentOf(state, NEW)), inOrder);
      expect(holders(state, NEW)).toEqual([]);
      expect(state.entries.has(NEW)).toBe(false);
      expect(stepsAway(NEW, presentOf(state, NEW))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

it("changes a group's address from any state without violating a rule of the API", () => {
  fc.assert(
    fc.property(lan([NEW, OLD, OTHER]), target, order, (start, wanted, inOrder) => {
      const state = copyOf(start);
      const old = { ip: OLD, present: presentOf(state, OLD) };
      const was = state.entries.get(NEW);
      carryOut(state, stepsToReadress(wanted, presentOf(state, NEW), old), inOrder);
      const stays = !wanted.moveMaster && was !== undefined && wanted.members.includes(was);
      // Where the new address stood behind the old one before, it moves up: its role is the next plan's to repair.
      const fresh = wanted.members.filter((nic) => !start.nics.get(nic)?.includes(NEW));
      expectReached(state, wanted, stays ? was : wanted.master, fresh);
      expect(holders(state, OLD)).toEqual([]);
      expect(state.entries.has(OLD)).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

it("lets the new address work before the old one goes, when a group's address is changed", () => {
  fc.assert(
    fc.property(fc.subarray([...NICS], { minLength: 1 }), order, (members, inOrder) => {
      const [master = ""] = members;
      const state: Lan = { nics: new Map(members.map((nic) => [nic, [OLD]])), entries: new Map([[OLD, master]]) };
      const old = { ip: OLD, present: presentOf(state, OLD) };
      const wanted = { ip: NEW, role: "primary" as const, members, master, moveMaster: false };
      for (const step of stepsToReadress(wanted, presentOf(state, NEW), old).flatMap((stage) => inOrder(stage))) {
        execute(state, step);
        if (!state.entries.has(OLD)) expect(state.entries.get(NEW)).toBe(master);
        for (const nic of members) expect(state.nics.get(nic)?.some((ip) => ip === OLD || ip === NEW)).toBe(true);
      }
    }),
  );
});

it("says each step in a sentence that names address and NIC", () => {
  fc.assert(
    fc.property(lan([NEW, OLD]), target, (state, wanted) => {
      const old = { ip: OLD, present: presentOf(state, OLD) };
      for (const step of stepsToReadress(wanted, presentOf(state, NEW), old).flat()) {
        const sentence = describeStep(step, (nic) => `NIC ${nic}`);
        expect(sentence).toContain(step.ip);
        if (step.do !== "unregister") expect(sentence).toContain(`NIC ${step.nic}`);
      }
    }),
  );
});
