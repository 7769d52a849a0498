/** The provider as it is shipped, on the simulated IONOS. */
import path from "node:path";
import type { Place } from "../support/ionos";
import { startPlace } from "../support/ionos";
import { describeWithTerraform, describeWithTofu, plainText, type Tool } from "../support/terraform";
import { type Built, buildProvider, FakeStack } from "./fake/stack";

let built: Built;
beforeAll(async () => {
  built = await buildProvider(path.resolve(__dirname, "../../lib/provider/main.ts"));
});
afterAll(() => built.remove());

function smoke(tool: Tool): void {
  let place: Place;
  let stack: FakeStack;
  beforeEach(async () => {
    place = await startPlace();
    stack = new FakeStack(tool, built.bundle);
  });
  afterEach(async () => {
    stack.remove();
    await place.simulator.close();
  });

  const provider = () => ({
    ipfailover: { cloud: "ionos", endpoint: place.simulator.url, token: place.simulator.token },
  });
  const group = (attributes: object = {}) => ({
    ip: "${ipfailover_ip_block.addresses.ips[0]}",
    network: { datacenter_id: place.datacenterId, lan_id: place.lanId },
    members: place.members,
    master: "a",
    ...attributes,
  });
  const block = { addresses: { name: "web", location: "de/fra", size: 1 } };

  it("makes a block and a group, changes nothing the second time, and takes both apart", async () => {
    stack.configure({
      provider: provider(),
      resource: { ipfailover_ip_block: block, ipfailover_group: { web: group() } },
    });
    await stack.init();
    await stack.succeed(["validate"]);
    await stack.apply();
    expect(await stack.state("ipfailover_group.web")).toMatchObject({
      master: "a",
      holder_policy: "any-member",
      holder: null,
    });
    expect(await stack.planCode()).toBe(0);

    stack.configure({
      provider: provider(),
      resource: { ipfailover_ip_block: block, ipfailover_group: { web: group({ master: "b" }) } },
    });
    expect(await stack.apply()).toContain("0 added, 1 changed, 0 destroyed");
    expect(await stack.state("ipfailover_group.web")).toMatchObject({ registered_master: "b" });
    await stack.succeed(["destroy", "-auto-approve"]);
  });

  it("reports what is wrong with a configuration by the attribute's name, and never the token", async () => {
    stack.configure({
      provider: provider(),
      resource: { ipfailover_ip_block: block, ipfailover_group: { web: group({ master: "nobody" }) } },
    });
    await stack.init();
    const { code, stdout, stderr } = await stack.run(["plan", "-no-color"], { env: { TF_LOG_PROVIDER: "trace" } });
    expect(code).toBe(1);
    expect(plainText(stdout + stderr)).toContain("nobody");
    expect(stdout + stderr).not.toContain(place.simulator.token);
  });
}

describeWithTerraform("the shipped provider", smoke);
describeWithTofu("the shipped provider", smoke);
