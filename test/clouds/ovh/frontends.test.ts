import { textOf } from "../../../lib/resources/value";
import type { ObjectValue } from "../../../lib/resources/value";
import { applyConfig, errorsOf, never, replan, tryApply, warningsOf } from "../../support/ionos";
import { closeEverything, FRONTEND, frontendConfig, startPlace } from "./frontend-support";
import type { Place } from "./frontend-support";
import { LB } from "./support";

afterEach(closeEverything);

interface Change {
  readonly name: string;
  readonly protocols: readonly string[];
  readonly value: (place: Place) => ObjectValue[string];
  readonly other: (place: Place) => ObjectValue[string];
  /** The vendor's field, what it is with `value` and `other`, and what it is again when it is left out. */
  readonly field: string;
  readonly shown?: (value: unknown) => unknown;
  readonly reset: unknown;
}

const all = ["http", "tcp", "udp"];
const streams = ["http", "tcp"];
const blocks = (value: unknown) => (value as string[]).map((ip) => (ip.includes("/") ? ip : `${ip}/32`));
const text = (field: string, name: string, protocols: readonly string[]): Change => ({
  ...{ name, field, protocols, reset: null },
  value: () => "https://a.example",
  other: () => "https://b.example",
});
const flag = (name: string, protocols: readonly string[]): Change => ({
  ...{ name, field: name, protocols, reset: false },
  value: () => true,
  other: () => false,
});

/** Everything that can be changed, by attribute. */
const CHANGES: readonly Change[] = [
  { name: "port", field: "port", protocols: all, value: () => "81", other: () => "8000-8080,9000", reset: undefined },
  { name: "zone", field: "zone", protocols: all, value: () => "gra", other: () => "all", reset: "all" },
  {
    ...{ name: "dedicated_ips", field: "dedicatedIpfo", protocols: all, shown: blocks, reset: [] },
    value: ({ scene }) => [scene.ip({ routedTo: LB }).replace("/32", ""), scene.ip()],
    other: ({ scene }) => [scene.ip({ routedTo: LB })],
  },
  {
    ...{ name: "allowed_source", field: "allowedSource", protocols: streams, shown: blocks, reset: [] },
    value: () => ["198.51.100.0/24", "192.0.2.1"],
    other: () => ["198.51.100.7"],
  },
  {
    ...{ name: "denied_source", field: "deniedSource", protocols: streams, shown: blocks, reset: [] },
    value: () => ["198.51.100.0/24"],
    other: () => ["198.51.100.7"],
  },
  {
    ...{ name: "default_ssl_id", field: "defaultSslId", protocols: streams, reset: null },
    value: ({ certificate }) => certificate(),
    other: ({ certificate }) => certificate(),
  },
  flag("disabled", all),
  flag("ssl", streams),
  flag("hsts", ["http"]),
  text("displayName", "display_name", all),
  text("redirectLocation", "redirect_location", ["http"]),
  {
    ...{ name: "http_headers", field: "httpHeader", protocols: ["http"], reset: [] },
    value: () => ["X-Client %ci", "X-Port %cp"],
    other: () => ["X-Client %ci"],
  },
];

/** Lists are sets, and an empty one is none. */
const nothing = (value: unknown) =>
  Array.isArray(value) ? (value.length === 0 ? null : [...(value as unknown[])].sort()) : value;

describe.each(all)("a front-end of %s", (protocol) => {
  const changes = CHANGES.filter(({ protocols }) => protocols.includes(protocol));

  const without = (place: Place, i: number) =>
    frontendConfig({ protocol, port: String(100 + i), default_farm_id: place.farms[protocol]! });
  const live = (place: Place, { name, field }: Change, state: ObjectValue | null) => [
    name,
    nothing(place.applied(protocol, state?.frontend_id)?.[field]),
  ];

  it("is created, changed and reset in every field, each time live, and a second plan has nothing to do", async () => {
    const place = await startPlace();
    const session = place.open();
    const change = async (each: Change, i: number) => {
      const { name, shown, reset } = each;
      const [first, second] = [each.value(place), each.other(place)];
      const base = without(place, i);

      let state = await applyConfig(session, FRONTEND, null, { ...base, [name]: first });
      expect(live(place, each, state)).toEqual([name, nothing(shown?.(first) ?? first)]);
      expect(state).toMatchObject({ [name]: first, live: true, id: `${LB}/${protocol}/${textOf(state?.frontend_id)}` });
      expect(await replan(session, FRONTEND, state!, { ...base, [name]: first })).toMatchObject({ changed: false });

      state = await applyConfig(session, FRONTEND, state, { ...base, [name]: second });
      expect(live(place, each, state)).toEqual([name, nothing(shown?.(second) ?? second)]);
      expect(state?.[name]).toEqual(second);

      state = await applyConfig(session, FRONTEND, state, base);
      expect(live(place, each, state)).toEqual([name, reset === undefined ? base.port : nothing(reset)]);
      expect(await replan(session, FRONTEND, state!, base)).toMatchObject({ changed: false });

      await applyConfig(session, FRONTEND, state, null);
      expect(place.applied(protocol, state?.frontend_id)).toBeUndefined();
    };
    await Promise.all(changes.map(change));
  });

  it("is put right again wherever somebody else changed it", async () => {
    const place = await startPlace();
    const session = place.open();
    const repair = async (each: Change, i: number) => {
      const { name, field, shown } = each;
      const [wanted, foreign] = [each.value(place), each.other(place)];
      const config = { ...without(place, i), [name]: wanted };
      const state = await applyConfig(session, FRONTEND, null, config);
      const before = live(place, each, state);
      place.put(protocol, state?.frontend_id, { [field]: shown?.(foreign) ?? foreign });
      const plan = await replan(place.open(), FRONTEND, state!, config);
      expect([name, plan.changed, plan.planned?.[name]]).toEqual([name, true, wanted]);
      await applyConfig(session, FRONTEND, plan.state, config);
      expect(live(place, each, state)).toEqual(before);
    };
    await Promise.all(changes.map(repair));
  });
});

describe("dedicated addresses", () => {
  const web = (place: Place, ips: readonly string[] | null) =>
    frontendConfig({ port: "443", default_farm_id: place.farmId, dedicated_ips: ips });

  it("come back when somebody routed one elsewhere, although the front-end still lists it", async () => {
    const place = await startPlace();
    const [one, two] = [place.scene.ip(), place.scene.ip()];
    const config = web(place, [one, two]);
    const state = await applyConfig(place.open(), FRONTEND, null, config);
    place.scene.route(one, place.scene.server());
    const session = place.open();
    const plan = await replan(session, FRONTEND, state!, config);
    expect([plan.changed, plan.state?.dedicated_ips, warningsOf(plan)]).toEqual([true, [two], []]);
    await applyConfig(session, FRONTEND, plan.state, config);
    expect(place.scene.routedTo(one)).toBe(LB);
    expect(place.answersOn(state?.frontend_id)?.toSorted()).toEqual([one, two]);
  });

  it("that are the first and the last are warned of, because an empty list is no restriction", async () => {
    const place = await startPlace();
    const session = place.open();
    const ip = place.scene.ip();
    const open = await applyConfig(session, FRONTEND, null, web(place, null));
    const plan = (prior: ObjectValue | null, config: ObjectValue) =>
      session.plan(FRONTEND, { address: "test.only", prior, config }, never);
    expect(warningsOf(await plan(open, web(place, [ip])))).toEqual([
      expect.stringMatching(/answers on every address.*With .* nowhere else.*"restricts-frontend"/),
    ]);
    const acknowledge = ["restricts-frontend", "opens-frontend"];
    expect(warningsOf(await plan(open, { ...web(place, [ip]), acknowledge }))).toEqual([]);
    const closed = await applyConfig(session, FRONTEND, open, web(place, [ip]));
    expect(warningsOf(await plan(closed, web(place, [])))).toEqual([expect.stringContaining('"opens-frontend"')]);
    expect(warningsOf(await plan(closed, { ...web(place, null), acknowledge }))).toEqual([]);
  });

  it("may be a part of a block that is routed there, and a block as a whole", async () => {
    const place = await startPlace();
    const block = place.scene.ip({ ip: "203.0.113.64/29", routedTo: LB });
    const part = await applyConfig(place.open(), FRONTEND, null, web(place, ["203.0.113.66"]));
    expect(place.answersOn(part?.frontend_id)).toEqual(["203.0.113.66/32"]);
    place.scene.route(block, null);
    const { state } = await place.open().read(FRONTEND, part!, never);
    expect(errorsOf(await tryApply(place.open(), FRONTEND, state, web(place, ["203.0.113.66"])))).toEqual([
      expect.stringContaining("203.0.113.64/29"),
    ]);
    const whole = await applyConfig(place.open(), FRONTEND, state, web(place, [block]));
    expect(place.answersOn(whole?.frontend_id)).toEqual([block]);
  });
});
