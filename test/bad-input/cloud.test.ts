/** What only the cloud knows to be wrong, and a cloud that does not answer as it should. */
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call -- good JSON is spoilt here on purpose */
import { deadPort, startScripted } from "../support/scripted-server";
import { diagnose, expectPresentable } from "./support/diagnose";
import { testBadInput } from "./support/run-cases";
import type { BadInput } from "./support/run-cases";
import { goodStack } from "./support/stacks";
import type { GoodStack, Json } from "./support/stacks";
import { makeWorld } from "./support/world";
import type { World } from "./support/world";

const NOBODY = "00000000-0000-4000-8000-000000000000";
const WEB = "ipfailover_group.web";
const web = (change: (group: Json, world: World) => void) => (stack: GoodStack, world: World) =>
  change(stack.resource.ipfailover_group.web, world);

const groups: readonly BadInput[] = [
  {
    what: "a data centre that is not there",
    spoil: web((group) => (group.network.datacenter_id = NOBODY)),
    at: `${WEB}: network.datacenter_id`,
    says: [NOBODY, "does not exist on this contract", "Check the id"],
  },
  {
    what: "a LAN under a load balancer",
    spoil: web((group, { balancedLan, balancedServer, balancedNic }) => {
      group.network.lan_id = balancedLan;
      group.members = { a: { server: balancedServer, nic: balancedNic } };
      group.acknowledge.push("single-member");
    }),
    at: `${WEB}: network.lan_id`,
    says: ({ balancedLan }) => [`network.lan_id ${balancedLan} is spread by a load balancer`, "Name a LAN without one"],
  },
  {
    what: "a server that is not there",
    spoil: web((group) => (group.members.b.server = NOBODY)),
    at: `${WEB}: members.b.server`,
    says: ({ datacenterId }) => [`members["b"].server ${NOBODY} is not in data centre ${datacenterId}`, "Check the id"],
  },
  {
    what: "a NIC that is not there",
    spoil: web((group) => (group.members.b.nic = NOBODY)),
    at: `${WEB}: members.b.nic`,
    says: [`members["b"].nic ${NOBODY} is not in data centre`, "Check the id"],
  },
  {
    what: "a NIC of another server",
    spoil: web((group) => (group.members.b.server = group.members.a.server)),
    at: `${WEB}: members.b.nic`,
    says: ({ members }) => [`belongs to server ${members.b?.server ?? ""}`, "Name a NIC of the member's own server"],
  },
  {
    what: "a NIC on another LAN",
    spoil: web((group, { nicOnOtherLan }) => (group.members.a.nic = nicOnOtherLan)),
    at: `${WEB}: members.a.nic`,
    says: ({ otherLan, lanId }) => [
      `is on LAN ${otherLan}, not on LAN ${lanId}`,
      `Name the server's NIC on LAN ${lanId}`,
    ],
  },
  {
    what: "an address that is not reserved",
    spoil: web((group) => (group.ip = "198.51.100.77")),
    at: `${WEB}: ip`,
    says: ["198.51.100.77 is in no IP block of this contract", "Reserve one with ipfailover_ip_block"],
  },
  {
    what: "an address that is reserved in another location",
    spoil: web((group, { farIp }) => (group.ip = farIp)),
    at: `${WEB}: ip`,
    says: ["was reserved in us/las and cannot be used in a data centre in de/fra", "Reserve the block in de/fra"],
  },
  {
    what: "one address in two groups",
    spoil: ({ resource }, { members }) => {
      const acknowledge = ["replaces-address", "single-member"];
      const again = { members: { c: members.c }, master: "c", acknowledge };
      resource.ipfailover_group.again = { ...(resource.ipfailover_group.web as object), ...again };
    },
    at: "ipfailover_group.again: ip",
    says: ({ ips }) => [`ip: ${ips[0] ?? ""} is in two places of this stack`, "one group, which lists all its members"],
  },
  {
    what: "one NIC with two primary addresses",
    spoil: ({ resource }, { ips, members }) => {
      const acknowledge = ["replaces-address", "single-member"];
      const again = { ip: ips[1], members: { a: members.a }, master: "a", acknowledge };
      resource.ipfailover_group.again = { ...(resource.ipfailover_group.web as object), ...again };
    },
    at: "ipfailover_group.again: address_role",
    says: ({ members }) => [`share NIC ${members.a?.nic ?? ""}`, 'Set it to "additional" in one of them'],
  },
];

describe("a group that the cloud would not have", () => testBadInput(groups));

/** The good stack without what else asks the cloud. */
const onlyGroup =
  (endpoint: string, more: Json = {}) =>
  (stack: GoodStack) => {
    stack.data = {};
    stack.resource.ipfailover_ip_block = {};
    Object.assign(stack.provider.ipfailover[0] as object, { endpoint, ...(more as object) });
  };

describe("a cloud that does not let one in", () => {
  let world: World;
  beforeAll(async () => void (world = await makeWorld()));
  afterAll(() => world.simulator.close());

  /** The only error's text. */
  async function complaint(spoil: (stack: GoodStack) => void): Promise<string> {
    const stack = goodStack(world);
    spoil(stack);
    const { errors } = await diagnose(world, { stack });
    expect(errors).toEqual([{ at: WEB, text: expect.any(String) as string }]);
    expectPresentable(errors[0]?.text ?? "", world);
    return errors[0]?.text ?? "";
  }

  it("is told with the request, the answer and where to look: wrong credentials", async () => {
    const text = await complaint(onlyGroup(world.simulator.url, { token: "not-the-token" }));
    expect(text).toMatch(/GET \/\S+: 401 \[315\] Unauthorized\. .*check token, or username and password/);
    expect(text).not.toContain("not-the-token");
  });

  it("is told: a contract of somebody else's", async () => {
    const text = await complaint(onlyGroup(world.simulator.url, { contract_number: "31999999" }));
    expect(text).toMatch(/403 \[451\].*'31999999' is not accessible\. .*rights and contract_number/);
  });

  it("is told: no rights", async () => {
    const remove = world.simulator.faults.inject({ fault: { kind: "status", status: 403 } });
    const text = await complaint(onlyGroup(world.simulator.url));
    remove();
    expect(text).toMatch(/403 \[451\] Access Denied\. .*check the user's rights/);
  });

  it("is told: nobody at the endpoint, without the password in it", async () => {
    const port = await deadPort();
    const text = await complaint(onlyGroup(`http://me:hunter2@127.0.0.1:${port}`));
    expect(text).toContain(`cannot reach 127.0.0.1:${port} (ECONNREFUSED); check the endpoint and the network`);
    expect(text).not.toContain("hunter2");
  });

  it("is told: a web page in place of the API", async () => {
    const server = await startScripted([
      { status: 200, headers: { "content-type": "text/html" }, body: "<html>Hi</html>" },
    ]);
    const text = await complaint(onlyGroup(server.url));
    await server.close();
    expect(text).toContain("answered with an HTML page instead of JSON; is the endpoint right?");
  });

  it("is told: JSON that is none of the API's", async () => {
    const server = await startScripted([{ status: 200, body: '{"hello": "world"}' }]);
    const stack = goodStack(world);
    onlyGroup(server.url)(stack);
    const { errors } = await diagnose(world, { stack });
    await server.close();
    expect(errors.length).toBeGreaterThan(0);
    for (const { text } of errors) expectPresentable(text, world);
  });
});
