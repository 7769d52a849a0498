/** How groups stand, of a stack and of the command line's own group. */
import { startPlace, writes } from "../support/ionos";
import type { Place } from "../support/ionos";
import { engineOnly, IonosStack } from "../e2e/support/stack";

interface Status {
  readonly groups: readonly {
    readonly name: string;
    readonly ip: string;
    readonly registeredMaster: string | null;
    readonly members: readonly { readonly name: string; readonly hasAddress: boolean; readonly zone: string | null }[];
    readonly drift: readonly string[];
  }[];
}

let place: Place;
let stack: IonosStack;

beforeEach(async () => {
  place = await startPlace();
  stack = new IonosStack(engineOnly, place);
  stack.configure(stack.webPair());
});
afterEach(async () => {
  stack.remove();
  await place.simulator.close();
});

async function status(...args: readonly string[]): Promise<{ readonly code: number | null } & Status> {
  const { code, stdout, stderr } = await stack.engine(["status", "--json", ...args]);
  if (stdout === "") throw new Error(stderr);
  return { code, ...(JSON.parse(stdout) as Status) };
}

describe("status of a stack", () => {
  it("is 0 and names every member when all is as declared", async () => {
    await stack.engineSucceeds(["apply", "--auto-approve"]);
    const { code, groups } = await status();
    const { ip } = stack.recorded("ipfailover_group.web");
    expect(code).toBe(0);
    expect(groups).toMatchObject([
      {
        name: "ipfailover_group.web",
        ip,
        master: "a",
        holder: null,
        registeredMaster: "a",
        members: [
          { name: "a", hasAddress: true, zone: "ZONE_1", declared: true },
          { name: "b", hasAddress: true, zone: "ZONE_2", declared: true },
        ],
        drift: [],
      },
    ]);
    const { stdout } = await stack.engine(["status"]);
    expect(stdout).toContain(`ipfailover_group.web  ${String(ip)}`);
    expect(stdout).toContain("as declared");
  });

  it("is 2 and says who lacks the address, whoever took it away", async () => {
    await stack.engineSucceeds(["apply", "--auto-approve"]);
    const before = writes(place).length;
    place.simulator.scene.setNicIps(place.members.b?.nic ?? "", []);
    const { code, groups } = await status();
    expect(code).toBe(2);
    expect(groups[0]?.drift).toEqual(["member b lacks the address"]);
    expect((await stack.engine(["status"])).stdout).toContain("DRIFT: member b lacks the address");
    expect(writes(place)).toHaveLength(before);
  });

  it("is 2 when the address is not registered any more", async () => {
    await stack.engineSucceeds(["apply", "--auto-approve"]);
    place.simulator.scene.setIpFailover(place.datacenterId, place.lanId, []);
    const { code, groups } = await status();
    expect({ code, drift: groups[0]?.drift }).toEqual({ code: 2, drift: ["the address is not registered in the LAN"] });
  });

  it("is 2 for a group whose block is still to be reserved", async () => {
    const { code, groups } = await status();
    expect(code).toBe(2);
    expect(groups[0]?.drift).toEqual(["it refers to what the state does not record yet: apply the stack first"]);
  });

  it("knows values of other providers from the state, and every instance of for_each", async () => {
    const { ip, ...group } = (stack.webPair() as { ipfailover_group: { web: Record<string, unknown> } })
      .ipfailover_group.web;
    const [address] = place.ips;
    const { a, b } = place.members;
    const nics = [a?.nic ?? "", b?.nic ?? ""];
    for (const nic of nics) place.simulator.scene.setNicIps(nic, [address ?? ""]);
    place.simulator.scene.setIpFailover(place.datacenterId, place.lanId, [
      { ip: address ?? "", nicUuid: nics[0] ?? "" },
    ]);
    const member = (name: string) => ({
      server: `\${ionoscloud_server.web["${name}"].id}`,
      nic: `\${ionoscloud_server.web["${name}"].nic[0].id}`,
    });
    stack.configure({
      ionoscloud_server: { web: { for_each: { a: 1, b: 2 } } },
      ipfailover_group: {
        web: {
          ...group,
          for_each: { main: address },
          ip: "${each.value}",
          members: { a: member("a"), b: member("b") },
        },
      },
    });
    const instances = Object.entries(place.members).map(([index_key, { server, nic }]) => ({
      index_key,
      schema_version: 0,
      attributes: { id: server, nic: [{ id: nic }] },
    }));
    stack.write("terraform.tfstate", {
      version: 4,
      terraform_version: "1.11.4",
      serial: 1,
      lineage: "one",
      outputs: {},
      resources: [
        {
          mode: "managed",
          type: "ionoscloud_server",
          name: "web",
          provider: 'provider["registry.terraform.io/ionos-cloud/ionoscloud"]',
          instances,
        },
      ],
    });
    expect(ip).toBeDefined();
    const { code, groups } = await status();
    expect(groups).toMatchObject([{ name: 'ipfailover_group.web["main"]', ip: address, drift: [] }]);
    expect(code).toBe(0);
  });

  it("is 1, not drift, when the cloud cannot be asked", async () => {
    await stack.engineSucceeds(["apply", "--auto-approve"]);
    const { code, stdout, stderr } = await stack.engine(["status", "--json"], { env: { IONOS_TOKEN: "wrong" } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("401");
    expect(stderr).toContain("check token");
  });

  it("says that there is no group in a stack without one", async () => {
    stack.configure({});
    const { code, stdout } = await stack.engine(["status"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "There is no failover group in this stack.\n" });
  });
});

describe("status of a group without a stack", () => {
  function declared(): readonly string[] {
    const { a, b } = place.members;
    return [
      ...["--cloud", "ionos", "--ip", place.ips[0] ?? "", "--network", `${place.datacenterId}/${place.lanId}`],
      ...["--member", `a=${a?.server ?? ""}/${a?.nic ?? ""}`, "--member", `b=${b?.server ?? ""}/${b?.nic ?? ""}`],
      ...["--master", "a"],
    ];
  }

  it("is 0 when the group is as declared, and 2 when it is not", async () => {
    const { scene } = place.simulator;
    expect((await status(...declared())).code).toBe(2);
    for (const { nic } of Object.values(place.members)) scene.setNicIps(nic, [place.ips[0] ?? ""]);
    const entry = { ip: place.ips[0] ?? "", nicUuid: place.members.b?.nic ?? "" };
    scene.setIpFailover(place.datacenterId, place.lanId, [entry]);
    // The master is an initial value: registered with another member is no drift.
    const { code, groups } = await status(...declared());
    expect({ code, groups }).toMatchObject({ code: 0, groups: [{ registeredMaster: "b", drift: [] }] });
  });

  it("is 2 when the LAN is gone", async () => {
    place.simulator.scene.remove(`/datacenters/${place.datacenterId}`);
    const { code, groups } = await status(...declared());
    expect({ code, drift: groups[0]?.drift }).toEqual({ code: 2, drift: ["its LAN or data centre is gone"] });
  });
});
