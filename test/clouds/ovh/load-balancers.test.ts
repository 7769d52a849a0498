import { core } from "../../../lib/resources/core";
import { textOf } from "../../../lib/resources/value";
import type { ObjectValue } from "../../../lib/resources/value";
import { applyConfig, configOf, errorsOf, never, replan, tryApply } from "../../support/ionos";
import { BINDING, bindingConfig, closeEverything, FRONTEND, frontendConfig, startPlace } from "./frontend-support";
import { BASE, LB } from "./support";

afterEach(closeEverything);

const DATA = "ipfailover_load_balancer";
const OVH = "registry.terraform.io/ovh/ovh";

describe("the data source of a load balancer", () => {
  it("shows addresses, front-ends, zones, what is pending and what is running, in one order", async () => {
    const place = await startPlace({ settleMs: 60_000, zones: ["rbx", "gra"] });
    const ips = [place.scene.ip({ routedTo: LB }), place.scene.ip({ routedTo: LB })];
    const tcp = place.write({ port: "25", defaultFarmId: place.farms.tcp, displayName: "mail" }, "tcp");
    const web = place.write({ port: "1001", zone: "gra", dedicatedIpfo: [...ips].reverse() });
    place.scene.call("POST", `${BASE}/refresh`, { zone: "gra" });
    place.simulator.faults.inject({ method: "GET", fault: { kind: "shuffle" } });
    const session = place.open();
    const { state, diagnostics } = await session.readData(DATA, configOf(DATA, { load_balancer: LB }), never);
    expect(diagnostics).toEqual([]);
    const bare = { default_farm_id: place.farmId, dedicated_ips: [], disabled: false, display_name: null, zone: "all" };
    expect(state).toEqual({
      ...{ id: LB, load_balancer: LB, cloud: "ovh", account: expect.any(String) as string, timeouts: null },
      ...{ display_name: null, state: "ok", ipv4: "192.0.2.1", ipv6: null, vrack: null },
      zones: ["gra", "rbx"],
      ips,
      frontends: [
        { ...bare, protocol: "http", frontend_id: place.first, port: "1000" },
        { ...bare, protocol: "http", frontend_id: web, port: "1001", zone: "gra", dedicated_ips: ips },
        {
          ...{ ...bare, protocol: "tcp", frontend_id: tcp, port: "25" },
          ...{ default_farm_id: place.farms.tcp, display_name: "mail" },
        },
      ],
      pending_changes: [
        { zone: "gra", number: 2 },
        { zone: "rbx", number: 1 },
      ],
      running_tasks: [{ id: expect.any(String) as string, action: "refreshIplb", status: "todo", zones: ["gra"] }],
    });
  });

  it("says which one is not there", async () => {
    const place = await startPlace();
    const outcome = await place.open().readData(DATA, configOf(DATA, { load_balancer: "loadbalancer-none" }), never);
    expect(outcome).toMatchObject({ state: null, diagnostics: [{ path: ["load_balancer"] }] });
    expect(errorsOf(outcome)).toEqual([
      expect.stringContaining("load_balancer loadbalancer-none: this account has no such"),
    ]);
  });
});

describe("an import", () => {
  it("takes a front-end over as it is, so that a plan with the same values has nothing to do", async () => {
    const place = await startPlace();
    const ip = place.scene.ip({ routedTo: LB });
    const id = place.write({
      port: "443",
      hsts: true,
      displayName: "web",
      dedicatedIpfo: [ip],
      httpHeader: ["X-A %ci"],
    });
    const session = place.open();
    const imported = await session.import(FRONTEND, `${LB}/http/${id}`, never);
    const config = frontendConfig({
      ...{ port: "443", hsts: true, display_name: "web", dedicated_ips: [ip.replace("/32", "")] },
      ...{ http_headers: ["X-A %ci"], default_farm_id: place.farmId },
    });
    const plan = await replan(session, FRONTEND, imported.state!, { ...config, dedicated_ips: [ip] });
    expect(plan).toMatchObject({ changed: false, state: { frontend_id: id, live: null, goes_live: "by-itself" } });
    expect((await replan(session, FRONTEND, imported.state!, config)).planned).toMatchObject({ dedicated_ips: [ip] });
  });

  it("takes the addresses of a load balancer and of a front-end over", async () => {
    const place = await startPlace();
    const [one, two] = [place.scene.ip({ routedTo: LB }), place.scene.ip({ routedTo: LB })];
    place.put("http", place.first, { dedicatedIpfo: [one, two] });
    const session = place.open();
    const frontend = { protocol: "http", id: String(place.first) };
    for (const [id, config] of [
      [`${LB}?ips=${one},${two}`, bindingConfig({ ips: [two, one] })],
      [`${LB}/http/${place.first}?ips=${two.replace("/32", "")}`, bindingConfig({ ips: [two], frontend })],
    ] as const) {
      const { state, diagnostics } = await session.import(BINDING, id, never);
      expect(diagnostics).toEqual([]);
      expect(await replan(place.open(), BINDING, state!, config)).toMatchObject({ changed: false });
    }
  });

  it.each([
    [FRONTEND, ["web", `${LB}/web/1`, `${LB}/http/x`, `${LB}/http/0`, `${LB}/http/1/2`, `/http/1`]],
    [BINDING, [LB, `${LB}?ips=`, `${LB}/http?ips=203.0.113.1`, `${LB}?ips=web`, `${LB}/http/1?ips=203.0.113.1?ips=`]],
  ])("of %s says what an id looks like", async (type, ids) => {
    const session = (await startPlace()).open();
    for (const id of ids) {
      const outcome = await session.import(type, id, never);
      expect([id, outcome.state]).toEqual([id, null]);
      expect(errorsOf(outcome)).toEqual([
        expect.stringContaining(`"${id}" is no id of ${type} on ovh. Write LOADBALANCER`),
      ]);
    }
  });
});

describe("moved from the vendor's type", () => {
  it.each([
    ["http", "ovh_iploadbalancing_http_frontend"],
    ["tcp", "ovh_iploadbalancing_tcp_frontend"],
  ])("a front-end of %s is the same one, without a change", async (protocol, type) => {
    const place = await startPlace();
    const id = place.write({ port: "8443", defaultFarmId: place.farms[protocol], ssl: true }, protocol);
    // The vendor's provider has zeros and empty texts for what is not set.
    const state: ObjectValue = {
      ...{
        id: String(id),
        service_name: LB,
        port: "8443",
        zone: "all",
        ssl: true,
        default_farm_id: place.farms[protocol]!,
      },
      ...{ default_ssl_id: 0, display_name: "", allowed_source: [], dedicated_ipfo: [], disabled: false },
    };
    const moved = core.move({ provider: OVH, type, version: 0, state }, FRONTEND);
    expect(moved.diagnostics).toEqual([]);
    const config = frontendConfig({ protocol, port: "8443", default_farm_id: place.farms[protocol]!, ssl: true });
    const session = place.open();
    const plan = await replan(session, FRONTEND, moved.state!, config);
    expect(plan).toMatchObject({ changed: false, state: { id: `${LB}/${protocol}/${id}`, frontend_id: id } });
    const changed = await applyConfig(session, FRONTEND, plan.state, { ...config, port: "9443" });
    expect(changed).toMatchObject({ frontend_id: id, port: "9443" });
  });

  it("a front-end of udp, whose state is of another shape, is the same one too", async () => {
    const place = await startPlace();
    const id = place.write({ port: "53", defaultFarmId: place.farms.udp }, "udp");
    const state: ObjectValue = { frontend_id: id, service_name: LB, port: "53", zone: "all", default_farm_id: null };
    const from = { provider: OVH, type: "ovh_iploadbalancing_udp_frontend", version: 0, state };
    const config = frontendConfig({ protocol: "udp", port: "53", default_farm_id: place.farms.udp! });
    const moved = core.move(from, FRONTEND);
    expect(await replan(place.open(), FRONTEND, moved.state!, config)).toMatchObject({ changed: false });
  });

  it("state that names no front-end cannot be moved", () => {
    const from = { provider: OVH, type: "ovh_iploadbalancing_http_frontend", version: 0, state: { id: "x" } };
    expect(errorsOf(core.move(from, FRONTEND))).toHaveLength(1);
  });
});

describe("objects of one stack that want the same", () => {
  it("are refused where only one can have it, and told apart where they can share it", async () => {
    const place = await startPlace();
    const address = place.scene.ip().replace("/32", "");
    const [other, server] = [place.scene.loadBalancer(), place.scene.server()];
    const session = place.open();
    const errors = async (name: string, type: string, config: ObjectValue) =>
      errorsOf(await session.plan(type, { address: name, prior: null, config }, never));
    const front = { frontend: { protocol: "http", id: String(place.first) } };
    expect(await errors("a", BINDING, bindingConfig({ ips: [address], ...front }))).toEqual([]);
    expect(await errors("b", FRONTEND, frontendConfig({ port: "443", dedicated_ips: [address] }))).toEqual([]);
    expect(await errors("c", BINDING, bindingConfig({ ips: [`${address}/32`], ...front }))).toEqual([
      expect.stringContaining(`is in two bindings of front-end ${LB}/http/${place.first}`),
    ]);
    expect(await errors("d", FRONTEND, frontendConfig({ port: "400-500", dedicated_ips: [address] }))).toEqual([
      expect.stringContaining('port is "400-500" in zone "all", and another front-end'),
    ]);
    expect(await errors("e", BINDING, bindingConfig({ ips: [address] }))).toEqual([]);
    expect(await errors("f", BINDING, bindingConfig({ ips: [address], ...front, on_destroy: "release" }))).toEqual([
      expect.stringContaining("One of them would park it under the other"),
      expect.stringContaining("is in two bindings of front-end"),
    ]);
    expect(await errors("g", BINDING, bindingConfig({ ips: [address], load_balancer: other }))).toEqual([
      expect.stringContaining("is in two places of this stack"),
    ]);
    const members = { a: { server, nic: null, nexthop: null, priority: null } };
    const config = configOf("ipfailover_group", { ip: address, members, master: "a" });
    expect(await errors("h", "ipfailover_group", config)).toEqual([expect.stringContaining("is in two places")]);
  });

  it("are a binding and a front-end of ours only as long as its number is not known", async () => {
    const place = await startPlace();
    const session = place.open();
    const made = await applyConfig(session, FRONTEND, null, frontendConfig({ default_farm_id: place.farmId }));
    const front = { frontend: { protocol: "http", id: textOf(made?.frontend_id) } };
    const outcome = await tryApply(
      session,
      BINDING,
      null,
      bindingConfig({ ips: [place.scene.ip()], ...front }),
      never,
      "b",
    );
    expect(errorsOf(outcome)).toEqual([
      expect.stringContaining("Put the addresses into the front-end's dedicated_ips"),
    ]);
  });
});
