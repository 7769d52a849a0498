import fc from "fast-check";
import { clash, protocols, samePorts, tryPorts } from "../../lib/clouds/listener";
import type { Listener } from "../../lib/clouds/listener";

const web: Listener = { protocol: "http", port: "443", zone: "all", dedicatedIps: [], disabled: false };
const other = (values: Partial<Listener>) => clash(web, { ...web, ...values });

describe("ports", () => {
  it.each([
    ["80", [[80, 80]]],
    ["8000-8080", [[8000, 8080]]],
    [
      "1,80-81,49151",
      [
        [1, 1],
        [80, 81],
        [49_151, 49_151],
      ],
    ],
  ])("%s are read", (text, ranges) => expect(tryPorts(text)).toEqual(ranges));

  it.each(["", "0", "080", "49152", "81-80", "80,", "80, 443", "a", "80-", "1-2-3", "80-49152"])(
    "%j are none",
    (text) => expect(tryPorts(text)).toBeUndefined(),
  );

  it("are the same in another order and in the cloud's spelling", () => {
    expect(samePorts("80,443", "443, 80")).toBe(true);
    expect(samePorts("80", "80-80")).toBe(true);
    expect(samePorts("80-81", "80,81")).toBe(false);
  });
});

describe("two front-ends are in each other's way", () => {
  it("with the same port, zone and addresses, and not when one is disabled", () => {
    expect(other({})).toBe(true);
    expect(other({ protocol: "tcp", zone: "gra", port: "400-500" })).toBe(true);
    expect(other({ disabled: true })).toBe(false);
    expect(other({ port: "444,1000-2000" })).toBe(false);
    expect(clash({ ...web, zone: "gra" }, { ...web, zone: "rbx" })).toBe(false);
  });

  it("not when one is of udp, nor when one has addresses of its own", () => {
    expect(other({ protocol: "udp" })).toBe(false);
    expect(other({ dedicatedIps: ["203.0.113.1"] })).toBe(false);
  });

  it("when they share one of their own addresses, or a block that has it", () => {
    const on = (one: string, two: string) =>
      clash({ ...web, dedicatedIps: [one, "203.0.113.250"] }, { ...web, dedicatedIps: [two] });
    expect(on("203.0.113.1", "203.0.113.1/32")).toBe(true);
    expect(on("203.0.113.0/29", "203.0.113.7")).toBe(true);
    expect(on("203.0.113.1", "203.0.113.2")).toBe(false);
  });

  it("either both or none of the two", () => {
    const listener = fc.record({
      protocol: fc.constantFrom(...protocols),
      port: fc.constantFrom("80", "80-90", "85,443", "443"),
      zone: fc.constantFrom("all", "gra", "rbx"),
      dedicatedIps: fc.subarray(["203.0.113.0/30", "203.0.113.2", "203.0.113.9"]),
      disabled: fc.boolean(),
    });
    fc.assert(fc.property(listener, listener, (a, b) => clash(a, b) === clash(b, a)));
  });
});
