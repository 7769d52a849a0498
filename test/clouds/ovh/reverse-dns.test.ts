/** Reverse DNS on OVHcloud, as both front doors use it, against the simulator. */
import { startOvhSimulator } from "../../../lib/clouds/ovh/simulator";
import type { OvhSimulator, OvhSimulatorOptions } from "../../../lib/clouds/ovh/simulator";
import { core } from "../../../lib/resources/core";
import type { Session } from "../../../lib/resources/session";
import type { ObjectValue } from "../../../lib/resources/value";
import { applyConfig, configOf, errorsOf, never, replan, tryApply, warningsOf } from "../../support/ionos";
import { openOvhSession } from "../../support/ovh";

const TYPE = "ipfailover_reverse_dns";
const NAME = "mail.example.com";
const open: { close(): unknown }[] = [];
afterEach(() => Promise.all(open.splice(0).map((thing) => thing.close())));

async function start(
  options: OvhSimulatorOptions = {},
): Promise<{ readonly simulator: OvhSimulator; readonly session: Session }> {
  const simulator = await startOvhSimulator(options);
  const session = openOvhSession(simulator);
  open.push(session, simulator);
  return { simulator, session };
}

const config = (values: ObjectValue = {}) => configOf(TYPE, { ip: "203.0.113.7", name: NAME, ...values });
const reverseOf = ({ scene }: OvhSimulator, block: string, ip: string) => {
  try {
    const path = `/ip/${encodeURIComponent(block)}/reverse/${encodeURIComponent(ip)}`;
    return (scene.call("GET", path) as { reverse: string }).reverse;
  } catch {
    return undefined;
  }
};

it("is set, shown without a diff whatever the dot and the letters, renamed in place and removed", async () => {
  const { simulator, session } = await start();
  const block = simulator.scene.ip({ ip: "203.0.113.7" });
  const state = await applyConfig(session, TYPE, null, config());
  expect(state).toMatchObject({ id: "203.0.113.7", name: NAME, cloud: "ovh", account: "xx1111-ovh" });
  expect(reverseOf(simulator, block, "203.0.113.7")).toBe("mail.example.com.");
  for (const same of [{}, { name: "Mail.Example.com." }, { ip: "203.0.113.7/32" }]) {
    const again = await replan(session, TYPE, state ?? {}, config(same));
    expect([again.changed, again.diagnostics]).toEqual([false, []]);
  }
  const renamed = await applyConfig(session, TYPE, state, config({ name: "web.example.com" }));
  expect(reverseOf(simulator, block, "203.0.113.7")).toBe("web.example.com.");
  expect(await applyConfig(session, TYPE, renamed, null)).toBeNull();
  expect(reverseOf(simulator, block, "203.0.113.7")).toBeUndefined();
  expect(await applyConfig(session, TYPE, renamed, null)).toBeNull();
});

it("is of one address in a block, in either family and spelling", async () => {
  const { simulator, session } = await start();
  simulator.scene.ip({ ip: "203.0.113.16/28" });
  simulator.scene.ip({ ip: "2001:db8:c0ff:ee::/64" });
  await applyConfig(session, TYPE, null, config({ ip: "203.0.113.20" }));
  expect(reverseOf(simulator, "203.0.113.16/28", "203.0.113.20")).toBe("mail.example.com.");
  const wanted = config({ ip: "2001:DB8:C0FF:EE:0::42" });
  const state = await applyConfig(session, TYPE, null, wanted);
  expect(state).toMatchObject({ id: "2001:db8:c0ff:ee::42", ip: "2001:DB8:C0FF:EE:0::42" });
  expect((await replan(session, TYPE, state ?? {}, wanted)).changed).toBe(false);
});

it("is imported by its address, and gone when somebody removes it", async () => {
  const { simulator, session } = await start();
  const block = simulator.scene.ip({ ip: "203.0.113.7" });
  simulator.scene.call("POST", `/ip/${encodeURIComponent(block)}/reverse`, { ipReverse: "203.0.113.7", reverse: NAME });
  const { state } = await session.import(TYPE, "203.0.113.7/32", never);
  const plan = await replan(session, TYPE, state ?? {}, config());
  expect([plan.changed, plan.state?.name]).toEqual([false, NAME]);
  simulator.scene.call("DELETE", `/ip/${encodeURIComponent(block)}/reverse/203.0.113.7`);
  expect((await session.read(TYPE, plan.state ?? {}, never)).state).toBeNull();
  expect(errorsOf(await session.import(TYPE, "203.0.113.0/24", never))[0]).toContain("Write the address");
});

it("is taken over from the vendor's own resource", async () => {
  const { simulator, session } = await start();
  const block = simulator.scene.ip({ ip: "203.0.113.7" });
  simulator.scene.call("POST", `/ip/${encodeURIComponent(block)}/reverse`, { ipReverse: "203.0.113.7", reverse: NAME });
  const vendors = { ip: block, ip_reverse: "203.0.113.7", reverse: "mail.example.com.", id: "203.0.113.7" };
  const source = { provider: "registry.terraform.io/ovh/ovh", type: "ovh_ip_reverse", version: 0, state: vendors };
  const { state } = core.move(source, TYPE);
  expect((await replan(session, TYPE, state ?? {}, config())).changed).toBe(false);
});

it("replaces a name only after saying so", async () => {
  const { simulator, session } = await start();
  const block = simulator.scene.ip({ ip: "203.0.113.7" });
  const other = { ipReverse: "203.0.113.7", reverse: "old.example.com" };
  simulator.scene.call("POST", `/ip/${encodeURIComponent(block)}/reverse`, other);
  const plan = (values: ObjectValue) =>
    session.plan(TYPE, { address: "test.only", prior: null, config: config(values) }, never);
  expect(warningsOf(await plan({}))).toEqual([expect.stringContaining("resolves back to old.example.com now")]);
  expect(warningsOf(await plan({ acknowledge: ["replaces-record"] }))).toEqual([]);
  expect(warningsOf(await plan({ name: "OLD.example.com" }))).toEqual([]);
});

it("of one address in two resources is an error", async () => {
  const { simulator, session } = await start();
  simulator.scene.ip({ ip: "203.0.113.7" });
  await session.plan(TYPE, { address: "a", prior: null, config: config() }, never);
  const second = config({ ip: "203.0.113.7/32", name: "b.example.com" });
  const plan = await session.plan(TYPE, { address: "b", prior: null, config: second }, never);
  expect(errorsOf(plan)).toEqual([expect.stringContaining("203.0.113.7 has two ipfailover_reverse_dns")]);
});

it("of an address of somebody else's is an error at plan", async () => {
  const { session } = await start();
  const plan = await session.plan(TYPE, { prior: null, config: config() }, never);
  expect(errorsOf(plan)).toEqual([expect.stringContaining("203.0.113.7 is in no block of this account")]);
});

it("waits until the name resolves to the address", async () => {
  const { simulator, session } = await start({ forwardRecords: "required" });
  const block = simulator.scene.ip({ ip: "203.0.113.7" });
  const applied = tryApply(session, TYPE, null, config());
  await refused(simulator);
  simulator.scene.forward(NAME, "203.0.113.7");
  expect((await applied).diagnostics).toEqual([]);
  expect(reverseOf(simulator, block, "203.0.113.7")).toBe("mail.example.com.");
});

it("names the name that does not resolve when the time runs out", async () => {
  const { simulator, session } = await start({ forwardRecords: "required" });
  simulator.scene.ip({ ip: "203.0.113.7" });
  const timeouts = { create: "100ms", update: null, delete: null, read: null };
  const outcome = await tryApply(session, TYPE, null, config({ timeouts }));
  expect(outcome.state).toBeNull();
  expect(errorsOf(outcome)[0]).toMatch(
    /waiting for mail\.example\.com to resolve to 203\.0\.113\.7; last state: mail\.example\.com does not resolve to 203\.0\.113\.7; make that A record\. Run it again/,
  );
});

it("does not wait for what will not pass", async () => {
  const { simulator, session } = await start();
  simulator.scene.ip({ ip: "203.0.113.7" });
  const body = { class: "Client::BadRequest", message: "[reverse] Given data is not valid" };
  simulator.faults.inject({ method: "POST", path: "**/reverse", fault: { kind: "status", status: 400, body } });
  const [text] = errorsOf(await tryApply(session, TYPE, null, config()));
  expect(text).toMatch(/POST \/ip\/203\.0\.113\.7%2F32\/reverse: 400 \[Client::BadRequest\] .*X-OVH-QUERYID/);
});

it("survives lost answers of every write", async () => {
  const { simulator, session } = await start();
  const block = simulator.scene.ip({ ip: "203.0.113.7" });
  simulator.faults.inject({ method: "POST", path: "**/reverse", times: 1, fault: { kind: "lost-answer" } });
  const state = await applyConfig(session, TYPE, null, config());
  expect(reverseOf(simulator, block, "203.0.113.7")).toBe("mail.example.com.");
  simulator.faults.inject({
    method: "DELETE",
    path: "**",
    times: 1,
    fault: { kind: "lost-answer-status", status: 504 },
  });
  expect(await applyConfig(session, TYPE, state, null)).toBeNull();
  expect(reverseOf(simulator, block, "203.0.113.7")).toBeUndefined();
});

it("says which right is missing, and forgets nothing", async () => {
  const { simulator, session } = await start();
  simulator.scene.ip({ ip: "203.0.113.7" });
  const state = await applyConfig(session, TYPE, null, config());
  const body = { class: "Client::Forbidden", message: "User not granted for this request" };
  simulator.faults.inject({ path: "**/reverse/*", fault: { kind: "status", status: 403, body } });
  const outcome = await session.read(TYPE, state ?? {}, never);
  expect(outcome.state).toEqual(state);
  expect(errorsOf(outcome)[0]).toMatch(/403 \[Client::Forbidden\] User not granted .*check the IAM policy/);
});

it("of many addresses costs one list and a request each", async () => {
  const { simulator, session } = await start();
  const ips = Array.from({ length: 10 }, (_, i) => `203.0.113.${i + 1}`);
  const states = await Promise.all(
    ips.map(async (ip) => {
      simulator.scene.ip({ ip });
      return applyConfig(session, TYPE, null, config({ ip, name: `h${ip.split(".")[3] ?? ""}.example.com` }));
    }),
  );
  const other = openOvhSession(simulator);
  open.push(other);
  simulator.clearJournal();
  await Promise.all(states.map((state) => other.read(TYPE, state ?? {}, never)));
  expect(simulator.journal.filter(({ path }) => path.startsWith("/1.0/ip"))).toHaveLength(1 + ips.length);
});

/** Resolves when a write was refused. */
async function refused(simulator: OvhSimulator): Promise<void> {
  while (!simulator.journal.some(({ status, method }) => method === "POST" && status === 400)) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
