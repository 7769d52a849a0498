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
