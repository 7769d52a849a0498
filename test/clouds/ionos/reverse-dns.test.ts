/** Reverse DNS on IONOS: records of Cloud DNS. What every cloud must do is in the conformance suite. */
import { core } from "../../../lib/resources/core";
import type { ObjectValue } from "../../../lib/resources/value";
import {
  applyConfig,
  configOf,
  errorsOf,
  never,
  openSession,
  replan,
  startPlace,
  warningsOf,
} from "../../support/ionos";

const TYPE = "ipfailover_reverse_dns";
const open: { close(): unknown }[] = [];
afterEach(() => Promise.all(open.splice(0).map((thing) => thing.close())));

async function start(provider: ObjectValue = {}) {
  const place = await startPlace({ memberNames: [] });
  const session = openSession(place.simulator, provider);
  open.push(session, place.simulator);
  const record = (ip: string, properties: object) =>
    fetch(`${place.simulator.url}/reverserecords`, {
      method: "POST",
      headers: { authorization: `Bearer ${place.simulator.token}`, "content-type": "application/json" },
      body: JSON.stringify({ properties: { ip, ...properties } }),
    });
  const [ip = "", other = ""] = place.ips;
  const records = () => place.simulator.state().items.filter(({ type }) => type === "reverserecord");
  return { ...place, session, record, ip, other, records };
}

const config = (values: ObjectValue) => configOf(TYPE, { name: "mail.example.com", ...values });

it("keeps what somebody else wrote beside the name", async () => {
  const { session, record, ip, records } = await start();
  await record(ip, { name: "old.example.com", description: "by hand" });
  const { diagnostics } = await session.plan(
    TYPE,
    { address: "test.only", prior: null, config: config({ ip }) },
    never,
  );
  expect(warningsOf({ diagnostics })).toEqual([expect.stringContaining("resolves back to old.example.com now")]);
  await applyConfig(session, TYPE, null, config({ ip }));
  expect(records().map(({ properties }) => properties)).toEqual([
    { ip, name: "mail.example.com", description: "by hand" },
  ]);
});

it("is taken over from the vendor's own resource without a write", async () => {
  const { session, record, ip, simulator } = await start();
  await record(ip, { name: "mail.example.com" });
  simulator.clearJournal();
  const vendors = { id: "11111111-1111-4111-8111-111111111111", ip, name: "mail.example.com", description: null };
  const { state } = core.move(
    {
      provider: "registry.terraform.io/ionos-cloud/ionoscloud",
      type: "ionoscloud_dns_reverse_record",
      version: 0,
      state: vendors,
    },
    TYPE,
  );
  expect((await replan(session, TYPE, state ?? {}, config({ ip }))).changed).toBe(false);
  expect(simulator.journal.filter(({ method }) => method !== "GET")).toEqual([]);
});

it("is an IPv6 address's as well, whatever its spelling", async () => {
  const { session } = await start();
  const wanted = config({ ip: "2001:DB8:0::42" });
  const state = await applyConfig(session, TYPE, null, wanted);
  expect(state?.id).toBe("2001:db8::42");
  expect((await replan(session, TYPE, state ?? {}, wanted)).changed).toBe(false);
});

it("of somebody else's address is an error at plan", async () => {
  const { session } = await start();
  const plan = await session.plan(
    TYPE,
    { address: "test.only", prior: null, config: config({ ip: "198.51.100.9" }) },
    never,
  );
  expect(errorsOf(plan)).toEqual([expect.stringContaining("198.51.100.9 is in no IP block of this contract")]);
});

it("needs a token, and says so", async () => {
  const { simulator } = await start();
  const session = openSession(simulator, { token: null, username: simulator.username, password: simulator.password });
  open.push(session);
  const plan = await session.plan(
    TYPE,
    { address: "test.only", prior: null, config: config({ ip: "203.0.113.1" }) },
    never,
  );
  expect(errorsOf(plan)).toEqual([expect.stringContaining("takes tokens only")]);
});

it("of many addresses costs one request to read", async () => {
  const { session, ips, simulator } = await start();
  const states = await Promise.all(ips.map((ip) => applyConfig(session, TYPE, null, config({ ip }))));
  const other = openSession(simulator);
  open.push(other);
  simulator.clearJournal();
  await Promise.all(states.map((state) => other.read(TYPE, state ?? {}, never)));
  expect(simulator.journal.map(({ path }) => path)).toEqual(["/reverserecords"]);
});
