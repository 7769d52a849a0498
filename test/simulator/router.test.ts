import { createIds, createRouter } from "../../lib/simulator";

describe("the router", () => {
  const router = createRouter<string>();
  router.add("GET", "/things", "list");
  router.add("GET", "/things/:thing", "one");
  router.add("DELETE", "/things/:thing", "delete");
  router.add("GET", "/things/special", "special");
  router.add("GET", "/things/:thing/parts/:part", "part");

  it("prefers a fixed segment to a named one, and still finds what lies behind the named one", () => {
    expect(router.find("GET", "/things/special")).toEqual({
      kind: "found",
      value: "special",
      pattern: "/things/special",
      params: {},
    });
    expect(router.find("GET", "/things/special/parts/1")).toEqual({
      kind: "found",
      value: "part",
      pattern: "/things/:thing/parts/:part",
      params: { thing: "special", part: "1" },
    });
  });

  it("decodes what a segment says", () => {
    expect(router.find("GET", "/things/a%2Fb%20c")).toMatchObject({ params: { thing: "a/b c" } });
    expect(router.find("GET", "/things/100%")).toMatchObject({ params: { thing: "100%" } });
  });

  it("tells a wrong method from an unknown path", () => {
    expect(router.find("PATCH", "/things/1")).toEqual({ kind: "wrong-method", allowed: ["GET", "DELETE"] });
    expect(router.find("GET", "/nothing")).toEqual({ kind: "unknown" });
    expect(router.find("GET", "/things/1/parts")).toEqual({ kind: "unknown" });
  });
});

describe("seeded ids", () => {
  it("are the same for the same seed, other for another, and go on from where they were", () => {
    const one = createIds("a");
    const first = [one.uuid(), one.hex(8), one.random()];
    const position = one.position();
    const next = one.uuid();
    const again = createIds("a");
    expect([again.uuid(), again.hex(8), again.random()]).toEqual(first);
    expect(createIds("b").uuid()).not.toBe(first[0]);
    one.restore(position);
    expect(one.uuid()).toBe(next);
    expect(next).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
