/** Stacks in which servers, NICs and the block are other resources; `terraform_data` stands in for the vendor's. */
import { startPlace } from "../support/ionos";
import type { Place } from "../support/ionos";
import { describeWithTerraform } from "../support/terraform";
import { entriesOf, IonosStack } from "./support/stack";

let stack: IonosStack;
let place: Place;

afterEach(async () => {
  stack.remove();
  await place.simulator.close();
});

/** A server with its NIC, made elsewhere: replaced as a whole when `generation` changes, and known after apply. */
function server(member: { server: string; nic: string } | undefined, generation: string) {
  return {
    input: { server: member?.server, nic: member?.nic },
    triggers_replace: [generation],
    lifecycle: { create_before_destroy: true },
  };
}

const memberOf = (name: string) => ({
  server: `\${terraform_data.${name}.output.server}`,
  nic: `\${terraform_data.${name}.output.nic}`,
});

function configure(
  servers: Readonly<Record<string, { member: string; generation: string }>>,
  members: Readonly<Record<string, string>>,
  options: { master?: string; ip?: string } = {},
): void {
  const group = {
    members: Object.fromEntries(Object.entries(members).map(([key, name]) => [key, memberOf(name)])),
    ...(options.master === undefined ? {} : { master: options.master }),
    ip: "${terraform_data.block.output}",
  };
  stack.configure({
    terraform_data: {
      block: { input: options.ip ?? place.ips[0], lifecycle: { create_before_destroy: true } },
      ...Object.fromEntries(
        Object.entries(servers).map(([name, { member, generation }]) => [
          name,
          server(place.members[member], generation),
        ]),
      ),
    },
    ipfailover_group: { web: { ...(stack.webPair(group).ipfailover_group as { web: object }).web } },
  });
}

const apply = () => stack.succeed(["apply", "-auto-approve", "-no-color"]);

function nics(): Readonly<Record<string, readonly string[]>> {
  const { scene } = place.simulator;
  return Object.fromEntries(
    Object.entries(place.members).map(([name, { nic }]) => [
      name,
      scene.look(scene.pathOf(nic) ?? "")?.ips as string[],
    ]),
  );
}

const has = (ip: string | undefined) => expect.arrayContaining([ip]) as unknown;

describeWithTerraform("beside the vendor's own provider", (tool) => {
  beforeEach(async () => {
    place = await startPlace({ memberNames: ["a", "b", "c"] });
    stack = new IonosStack(tool, place);
    configure({ one: { member: "a", generation: "1" }, two: { member: "b", generation: "1" } }, { a: "one", b: "two" });
    await stack.init();
  });

  it("plans with nothing known, and a second plan is empty", async () => {
    const plan = await stack.succeed(["plan", "-no-color"]);
    expect(plan).toContain("Plan: 4 to add, 0 to change, 0 to destroy.");
    await apply();
    expect((await stack.run(["plan", "-detailed-exitcode", "-no-color"])).code).toBe(0);
    expect((await stack.engine(["plan", "--detailed-exitcode"])).code).toBe(0);
  });

  it("replaces a member: the new server comes first, the group changes in place, the old server goes last", async () => {
    await apply();
    configure({ one: { member: "a", generation: "1" }, two: { member: "c", generation: "2" } }, { a: "one", b: "two" });
    const output = await apply();
    expect(output).toContain("Apply complete! Resources: 1 added, 1 changed, 1 destroyed.");
    const order = [
      "terraform_data.two: Creation complete",
      "ipfailover_group.web: Modifications complete",
      "terraform_data.two (deposed",
    ];
    const places = order.map((line) => output.indexOf(line));
    expect(places).toEqual([...places].sort((x, y) => x - y));
    expect(places).not.toContain(-1);
    expect(nics()).toEqual({
      a: [place.ips[0]],
      b: expect.not.arrayContaining([place.ips[0]]) as unknown,
      c: [place.ips[0]],
    });
    expect((await stack.run(["plan", "-detailed-exitcode", "-no-color"])).code).toBe(0);
  });

  it("replaces the master's server in one apply", async () => {
    await apply();
    configure({ one: { member: "c", generation: "2" }, two: { member: "b", generation: "1" } }, { a: "one", b: "two" });
    await apply();
    expect(entriesOf(place)).toEqual([{ ip: place.ips[0], nicUuid: place.members.c?.nic }]);
    expect(nics().a).not.toEqual(has(place.ips[0]));
  });

  it("removes the master with its server in one apply", async () => {
    await apply();
    configure({ two: { member: "b", generation: "1" } }, { b: "two" }, { master: "b" });
    await apply();
    expect(entriesOf(place)).toEqual([{ ip: place.ips[0], nicUuid: place.members.b?.nic }]);
    expect(nics().a).not.toEqual(has(place.ips[0]));
  });

  it("replaces the block in one apply", async () => {
    await apply();
    configure(
      { one: { member: "a", generation: "1" }, two: { member: "b", generation: "1" } },
      { a: "one", b: "two" },
      { ip: place.ips[1] ?? "" },
    );
    await apply();
    expect(entriesOf(place)).toEqual([{ ip: place.ips[1], nicUuid: place.members.a?.nic }]);
    expect(nics()).toMatchObject({ a: [place.ips[1]], b: [place.ips[1]] });
  });
});
