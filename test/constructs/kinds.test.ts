import {
  ActiveActivePair,
  DataIpFailoverAddress,
  DataIpFailoverGroup,
  FailoverGroup,
  HighAvailability,
  IpBlock,
  IpFailoverProvider,
} from "../../lib";
import type * as library from "../../lib";
import { aGroup, aStack, LAN, twoMembers } from "./support/stacks";

function oneOfEach(): Record<string, unknown> {
  const stack = aStack();
  return {
    provider: stack.node.findChild("ionos"),
    block: new IpBlock(stack, "addresses", { location: "de/fra", size: 1 }),
    group: aGroup(stack, "web"),
    pair: new ActiveActivePair(stack, "pair", {
      network: LAN,
      members: twoMembers(),
      addresses: { a: "203.0.113.11", b: "203.0.113.12" },
    }),
    hosts: new HighAvailability(stack, "ha", { members: {} }),
    groupData: new DataIpFailoverGroup(stack, "group", { ip: "203.0.113.10" }),
    addressData: new DataIpFailoverAddress(stack, "address", { ip: "203.0.113.10" }),
  };
}

function recognisers(from: typeof library): Record<string, (value: unknown) => boolean> {
  return {
    provider: from.IpFailoverProvider.isIpFailoverProvider,
    block: from.IpBlock.isIpBlock,
    group: from.FailoverGroup.isFailoverGroup,
    pair: from.ActiveActivePair.isActiveActivePair,
    hosts: from.HighAvailability.isHighAvailability,
    groupData: from.DataIpFailoverGroup.isDataIpFailoverGroup,
    addressData: from.DataIpFailoverAddress.isDataIpFailoverAddress,
  };
}

const ours = {
  ActiveActivePair,
  DataIpFailoverAddress,
  DataIpFailoverGroup,
  FailoverGroup,
  HighAvailability,
  IpBlock,
  IpFailoverProvider,
} as typeof library;

function anotherCopy(): typeof library {
  let copy: typeof library | undefined;
  jest.isolateModules(() => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a second copy of the package is what is tested
    copy = require("../../lib") as typeof library;
  });
  if (!copy || copy.IpBlock === IpBlock) throw new Error("There is no second copy.");
  return copy;
}

describe.each([
  ["this copy of the package", () => ours],
  ["another copy of the package, where instanceof fails", anotherCopy],
])("with %s", (_which, load) => {
  test("each construct is recognised as what it is and nothing else", () => {
    const constructs = oneOfEach();
    for (const [kind, recognise] of Object.entries(recognisers(load()))) {
      const recognised = Object.keys(constructs).filter((other) => recognise(constructs[other]));
      expect({ kind, recognised }).toEqual({ kind, recognised: [kind] });
    }
  });

  test("what is no construct is not recognised", () => {
    const values = [undefined, null, "text", 1, {}, []];
    for (const recognise of Object.values(recognisers(load()))) {
      expect(values.filter((value) => recognise(value))).toEqual([]);
    }
  });
});
