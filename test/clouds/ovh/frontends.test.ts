import { textOf } from "../../../lib/resources/value";
import type { ObjectValue } from "../../../lib/resources/value";
import { applyConfig, replan } from "../../support/ionos";
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
