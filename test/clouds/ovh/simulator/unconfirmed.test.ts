import { readFileSync } from "node:fs";
import { createClock } from "../../../../lib/simulator";
import { CHOICES } from "../../../../lib/clouds/ovh/simulator/option-values";
import { behaviourOf, type OvhSimulatorOptions } from "../../../../lib/clouds/ovh/simulator/options";
import { at, closeSimulators, startSimulator } from "./client";

afterEach(closeSimulators);

describe("what nobody has seen of OVHcloud is an option:", () => {
  it.each([
    ["class", { class: "Client::Conflict" }, { class: "Client::TooManyRequests" }, { class: "Client::Unauthorized" }],
    [
      "error-code",
      { errorCode: "CONFLICT", httpCode: "409 Conflict" },
      { errorCode: "TOO_MANY_REQUESTS", httpCode: "429 Too Many Requests" },
      { errorCode: "UNAUTHORIZED", httpCode: "401 Unauthorized" },
    ],
    ["message", {}, {}, {}],
  ] as const)("the shape of some refusals, %s", async (unseenErrors, conflict, tooMany, unauthorized) => {
    const { api, scene, simulator } = await startSimulator({ unseenErrors, moveInPlace: "reject" });
    const message = expect.any(String) as string;
    expect((await api.post(`${at(scene.ip())}/park`)).body).toEqual({ ...conflict, message });
    simulator.faults.inject({ times: 1, fault: { kind: "status", status: 429 } });
    expect((await api.get("/me")).body).toEqual({ ...tooMany, message });
    const bearer = { authorization: "Bearer other" };
    expect((await api.raw("GET", `${simulator.env.OVH_ENDPOINT}/me`, bearer)).body).toEqual({
      ...unauthorized,
      message,
    });
    expect((await api.get("/ip/203.0.113.99")).body).toHaveProperty("class", "Client::NotFound");
  });

  it("the name of the task that parks", async () => {
    const { api, scene } = await startSimulator({ parkFunction: "parkFloatingIp" });
    const [block, server] = [scene.ip(), scene.server()];
    expect((await api.post(`${at(block)}/move`, { to: server })).body.function).toBe("genericMoveFloatingIp");
    expect((await api.post(`${at(block)}/park`)).body.function).toBe("parkFloatingIp");
  });

  it.each([
    [
      "each",
      [
        { number: 2, zone: "gra" },
        { number: 1, zone: "rbx" },
      ],
    ],
    [
      "together",
      [
        { number: 1, zone: "all" },
        { number: 1, zone: "gra" },
      ],
    ],
  ] as const)("how a change in all zones counts, %s", async (pendingInAllZones, expected) => {
    const { api, scene } = await startSimulator({ pendingInAllZones });
    const base = `/ipLoadbalancing/${scene.loadBalancer({ zones: ["gra", "rbx"] })}`;
    for (const zone of ["all", "gra"]) await api.post(`${base}/udp/farm`, { zone, port: 53 });
    expect((await api.get(`${base}/pendingChanges`)).body).toEqual(expected);
  });
});

it("a write between two refreshes, the second of which waits for the first, is pending until it is live", async () => {
  const clock = createClock({ stepped: true });
  const { api, scene } = await startSimulator({ clock, settleMs: 1_000, parallelRefresh: "queue" });
  const base = `/ipLoadbalancing/${scene.loadBalancer({ zones: ["gra"] })}`;
  let port = 80;
  const write = () => api.post(`${base}/tcp/frontend`, { zone: "all", port: String(port++), defaultFarmId: farm });
  const farm = (await api.post(`${base}/tcp/farm`, { zone: "all" })).body.farmId;
  const pending = async () => (await api.get(`${base}/pendingChanges`)).body;
  for (let round = 0; round < 2; round++) {
    await write();
    await api.post(`${base}/refresh`);
  }
  await write();
  clock.advance(2_000);
  expect(await pending()).toEqual([{ number: 1, zone: "gra" }]);
  await api.post(`${base}/refresh`);
  clock.advance(1_000);
  expect(await pending()).toEqual([]);
});

describe("an option", () => {
  const set = async (url: string, body: unknown) => {
    const answer = await fetch(`${url}/_simulator/options`, { method: "PATCH", body: JSON.stringify(body) });
    return [answer.status, (await answer.json()) as Record<string, unknown>] as const;
  };

  it("can be changed while the simulator runs, and is as at the start after a reset", async () => {
    const { api, scene, simulator } = await startSimulator({ moveInPlace: "reject", applicationSecret: "as-demo" });
    const [status, shown] = await set(simulator.url, { parkedRoutedTo: "null", settleMs: 5, deniedActions: ["ip:x"] });
    expect([status, shown]).toEqual([200, expect.objectContaining({ parkedRoutedTo: "null", moveInPlace: "reject" })]);
    expect(shown).not.toHaveProperty("applicationSecret");
    expect((await api.get(at(scene.ip()))).body.routedTo).toBeNull();
    await fetch(`${simulator.url}/_simulator/reset`, { method: "POST" });
    expect((await api.get(at(scene.ip()))).body.routedTo).toEqual({ serviceName: null });
  });

  it.each([
    [{ parkedRoutedTo: "nobody" }, 'the option "parkedRoutedTo" is "object" or "null", not "nobody"'],
    [{ parkedRouted: "null" }, 'there is no option "parkedRouted"'],
    [{ settleMs: "5" }, 'the option "settleMs" is a number, not "5"'],
    [{ deniedActions: "ip:x" }, 'the option "deniedActions" is a list, not "ip:x"'],
    [{ clock: {} }, 'there is no option "clock"'],
    [{ seed: "x" }, 'the option "seed" is only for the start'],
    [[], "options are an object: names and values"],
  ])("is not changed by %j", async (changes, error) => {
    const { simulator } = await startSimulator({ clock: createClock() });
    expect(await set(simulator.url, changes)).toEqual([400, { error }]);
  });

  const docs = readFileSync("docs/simulators.md", "utf8");
  const defaults: OvhSimulatorOptions = behaviourOf({});
  const row = (name: string) => docs.split("\n").find((line) => line.startsWith(`| \`${name}\``));

  it.each(Object.entries(CHOICES))("%s is documented with all that it can be, the default first", (name, words) => {
    expect(defaults).toHaveProperty(name, words[0]);
    expect(row(name)).toContain(words.map((word) => `\`${word}\``).join(", "));
  });

  it("that is no word is documented with its default, unless it sets a scene", () => {
    const others = [
      "seed",
      "settleMs",
      "nichandle",
      "signatureOrigins",
      "authClockOffsetMs",
      "deniedActions",
      "journalLimit",
    ];
    const rest = Object.entries(defaults).filter(([name]) => !Object.hasOwn(CHOICES, name) && !others.includes(name));
    for (const [name, value] of rest) expect(row(name)).toContain(String(value));
  });
});
