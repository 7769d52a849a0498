/** Everything we have on OVHcloud is made, found unchanged, read and taken apart, however the API words its answers. */
import { startOvhSimulator } from "../../../lib/clouds/ovh/simulator";
import type { OvhSimulatorOptions } from "../../../lib/clouds/ovh/simulator";
import type { ObjectValue } from "../../../lib/resources/value";
import { applyConfig, configOf, never, replan } from "../../support/ionos";
import { openOvhSession } from "../../support/ovh";
import { eachObject, GONE, startFront } from "./altered-answers";
import type { Alter } from "./altered-answers";

const open: { close(): unknown }[] = [];
afterEach(() => Promise.all(open.splice(0).map((thing) => thing.close())));

const LB = "loadbalancer-demo";
const [GROUP, DEDICATED, ALL] = ["203.0.113.1", "203.0.113.2", "203.0.113.3"];

async function start(options: OvhSimulatorOptions, alter?: Alter) {
  const simulator = await startOvhSimulator(options);
  open.push(simulator);
  const { scene } = simulator;
  const [a, b] = [scene.server({ region: "eu-west-gra" }), scene.server({ region: "eu-west-rbx" })];
  scene.loadBalancer({ name: LB, zones: ["gra", "rbx"] });
  const at = `/ipLoadbalancing/${LB}`;
  const { farmId } = scene.call("POST", `${at}/http/farm`, { zone: "all" }) as { farmId: number };
  scene.call("POST", `${at}/http/frontend`, { port: "8080", zone: "all", defaultFarmId: farmId });
  scene.apply(LB);
  for (const ip of [GROUP, DEDICATED, ALL]) scene.ip({ ip });
  const front = alter && (await startFront(simulator.url, alter));
  if (front) open.push(front);
  const session = () => {
    const opened = openOvhSession(simulator, front ? { endpoint: front.endpoint } : {});
    open.push(opened);
    return opened;
  };
  const live = () =>
    Object.fromEntries(
      (simulator.live()[LB]?.gra?.frontends ?? []).map(({ port, addresses }) => [
        port,
        addresses.filter((address) => address.startsWith("203")),
      ]),
    );
  const configs: readonly (readonly [type: string, values: ObjectValue])[] = [
    [
      "ipfailover_group",
      {
        ip: GROUP,
        members: Object.fromEntries(
          Object.entries({ a, b }).map(([key, server]) => [key, { server, nic: null, nexthop: null, priority: null }]),
        ),
        master: "a",
      },
    ],
    ["ipfailover_virtual_mac", { addresses: [GROUP] }],
    ["ipfailover_reverse_dns", { ip: GROUP, name: "web.example.net" }],
    [
      "ipfailover_frontend",
      { load_balancer: LB, protocol: "http", port: "9001", default_farm_id: farmId, dedicated_ips: [DEDICATED] },
    ],
    ["ipfailover_frontend_binding", { load_balancer: LB, ips: [ALL], on_destroy: "release" }],
    ["ipfailover_load_balancer_activation", { load_balancer: LB, triggers: { one: "1" } }],
    ["ipfailover_ip_block", { adopt: GROUP, description: "ours" }],
  ];
  return { simulator, a, session, live, configs };
}

const isEmpty = (value: unknown) => value === null || value === false || (Array.isArray(value) && value.length === 0);

const unlessEmpty = (object: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => !isEmpty(value)));

const cases: Readonly<Record<string, readonly [OvhSimulatorOptions, Alter?]>> = {
  "in lists of ids alone, without any field that says nothing": [
    { expandedLists: "ignore" },
    (body) => eachObject(body, unlessEmpty),
  ],
  "with null for everything that may be null": [
    { parkedRoutedTo: "null", emptyDestinations: "null", nothingPending: "zeros", clearedLists: "null" },
  ],
  "with fields and kinds of destinations that nobody knows yet, and without bodies": [
    { clearedLists: "empty", emptyAnswers: "none" },
    (body, { path, method }) => {
      if (method !== "GET" || !path.endsWith("/move"))
        return eachObject(body, (object) => ({ ...object, added: { since: "2027" } }));
      const { dedicatedServer, ipLoadbalancing, ...others } = body as Record<string, unknown>;
      return { ...others, vmwareCloudDirector: ipLoadbalancing, bareMetal: dedicatedServer, note: "beta" };
    },
  ],
  "with tasks in states that nobody knows yet, which do not say where they go or which zones they are for": [
    { settleMs: 30 },
    (body) =>
      eachObject(body, (object) => ({
        ...object,
        ...("destination" in object ? { destination: null } : {}),
        ...("progress" in object ? { zones: null, progress: null } : {}),
        ...(object.status === "todo" || object.status === "init" ? { status: "queued" } : {}),
      })),
  ],
  "with pending changes that are counted for all zones together, as text": [
    {},
    (body, { path }) => {
      if (!path.endsWith("/pendingChanges")) return body;
      const numbers = (body as readonly { number: number }[]).map(({ number }) => number);
      return numbers.length === 0 ? [] : [{ zone: "all", number: String(Math.max(...numbers)) }];
    },
  ],
  "with tasks that are not to be found any more when they have ended": [
    { settleMs: 20 },
    (body, { path }) => (/\/task\/\d+$/.test(path) && (body as { status: string }).status === "done" ? GONE : body),
  ],
  "with MAC addresses in upper case, and no object by another spelling": [
    { settleMs: 1 },
    (body, { path }) => {
      if (/\/virtualMac\/[\dA-F:]*[a-f][\da-fA-F:]*(\/|$)/.test(decodeURIComponent(path))) return GONE;
      const upper = (text: unknown) => (/^[0-9a-f:]{17}$/.test(String(text)) ? String(text).toUpperCase() : text);
      return Array.isArray(body) && path.endsWith("/virtualMac")
        ? body.map((item: unknown) =>
            typeof item === "string"
              ? upper(item)
              : eachObject(item, (mac) => ({ ...mac, macAddress: upper(mac.macAddress) })),
          )
        : body;
    },
  ],
  "without anything of udp, which is marked as beta": [{}, (body, { path }) => (path.includes("/udp/") ? GONE : body)],
  "without the task that was begun": [
    {},
    (body, { method, path }) => (method === "POST" && /\/(move|park|refresh|virtualMac)$/.test(path) ? null : body),
  ],
};

describe.each(Object.entries(cases))("answers %s", (_words, [options, alter]) => {
  it("are understood", async () => {
    const { simulator, a, session, live, configs } = await start(options, alter);
    const first = session();
    const made: (readonly [type: string, config: ObjectValue, state: ObjectValue])[] = [];
    for (const [type, values] of configs) {
      const config = configOf(type, values);
      const state = await applyConfig(first, type, null, config);
      if (!state) throw new Error(`${type} is not there`);
      made.push([type, config, state]);
    }
    expect(simulator.scene.routedTo(`${GROUP}/32`)).toBe(a);
    expect(live()).toEqual({ "8080": [`${DEDICATED}/32`, `${ALL}/32`], "9001": [`${DEDICATED}/32`] });

    const second = session();
    for (const [type, config, state] of made) {
      const { changed, diagnostics } = await replan(second, type, state, config);
      expect({ type, changed, diagnostics }).toEqual({ type, changed: false, diagnostics: [] });
    }
    const balancer = await second.readData(
      "ipfailover_load_balancer",
      configOf("ipfailover_load_balancer", { load_balancer: LB }),
      never,
    );
    expect(balancer).toMatchObject({
      diagnostics: [],
      state: { ips: [`${DEDICATED}/32`, `${ALL}/32`], pending_changes: [] },
    });
    const targets = await second.readData("ipfailover_targets", configOf("ipfailover_targets", { ip: ALL }), never);
    expect(targets.diagnostics).toEqual([]);
    expect(JSON.stringify(targets.state)).toContain(a);

    for (const [type, , state] of made.reverse()) expect(await applyConfig(second, type, state, null)).toBeNull();
    expect(simulator.scene.routedTo(`${GROUP}/32`)).toBeNull();
    expect(live()).toEqual({ "8080": [`${DEDICATED}/32`] });
  });
});

describe("what is recorded", () => {
  it("stays recorded, whatever a refusal, a page or an empty answer says of it", async () => {
    const { simulator, session, configs } = await start({});
    const first = session();
    const made: (readonly [type: string, state: ObjectValue])[] = [];
    for (const [type, values] of configs) {
      const state = await applyConfig(first, type, null, configOf(type, values));
      if (state) made.push([type, state]);
    }
    const below = ["", "/*", "/*/*", "/*/*/*"].flatMap((rest) =>
      ["ip", "ipLoadbalancing", "dedicated"].map((root) => root + rest),
    );
    for (const fault of [
      { status: 401 },
      { status: 403 },
      { status: 460 },
      { status: 404, body: "html" as const },
      { status: 200, body: "html" as const },
    ]) {
      const another = session();
      for (const path of below)
        simulator.faults.inject({ method: "GET", path: `/1.0/${path}`, fault: { kind: "status", ...fault } });
      for (const [type, state] of made) {
        const { state: kept, diagnostics } = await another.read(type, state, never);
        expect({ type, fault, kept, severities: diagnostics.map(({ severity }) => severity) }).toEqual({
          type,
          fault,
          kept: state,
          severities: ["error"],
        });
      }
      simulator.faults.clear();
    }
  });
});

describe("an address that the account's list leaves out", () => {
  const config = configOf("ipfailover_reverse_dns", { ip: GROUP, name: "web.example.net" });

  it("is not gone, unless its own call says so", async () => {
    const { simulator, session } = await start({});
    const state = await applyConfig(session(), "ipfailover_reverse_dns", null, config);
    if (!state) throw new Error("not made");
    simulator.faults.inject({ path: "/1.0/ip", fault: { kind: "status", status: 200, body: [] } });
    expect(await replan(session(), "ipfailover_reverse_dns", state, config)).toMatchObject({ changed: false });
    expect(await applyConfig(session(), "ipfailover_reverse_dns", state, null)).toBeNull();

    const gone = `/1.0/ip/${encodeURIComponent(`${GROUP}/32`)}`;
    simulator.faults.inject({ path: gone, fault: { kind: "status", status: 404 } });
    expect(await session().read("ipfailover_reverse_dns", state, never)).toEqual({ state: null, diagnostics: [] });
  });

  it.each([401, 403, 460, "html"] as const)("is not gone when its own call answers %s", async (answer) => {
    const { simulator, session } = await start({});
    const state = await applyConfig(session(), "ipfailover_reverse_dns", null, config);
    if (!state) throw new Error("not made");
    simulator.faults.inject({ path: "/1.0/ip", fault: { kind: "status", status: 200, body: [] } });
    const fault = answer === "html" ? ({ status: 404, body: "html" } as const) : { status: answer };
    simulator.faults.inject({ path: "/1.0/ip/*", fault: { kind: "status", ...fault } });
    const outcome = await session().read("ipfailover_reverse_dns", state, never);
    expect(outcome).toMatchObject({ state, diagnostics: [{ severity: "error" }] });
  });
});
