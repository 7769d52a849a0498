/** Taking over what people have today: `moved` from the vendor's types, and import. */
import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { launcher } from "../../lib/install/launcher";
import { startPlace, writes } from "../support/ionos";
import type { Place } from "../support/ionos";
import { currentPlatform, describeWithTerraform } from "../support/terraform";
import { IonosStack } from "./support/stack";

let stack: IonosStack;
let place: Place;

afterEach(async () => {
  stack.remove();
  await place.simulator.close();
});

/** A group as the vendor's provider leaves it: the address on both NICs and an entry in the LAN. */
async function start(tool: ConstructorParameters<typeof IonosStack>[0]): Promise<void> {
  place = await startPlace();
  const [ip = ""] = place.ips;
  for (const { nic } of Object.values(place.members)) place.simulator.scene.setNicIps(nic, [ip]);
  place.simulator.scene.setIpFailover(place.datacenterId, place.lanId, [{ ip, nicUuid: place.members.a?.nic ?? "" }]);
  stack = new IonosStack(tool, place);
}

function configure(blocks: Readonly<Record<string, unknown>> = {}): void {
  stack.configure(
    {
      ipfailover_ip_block: { addresses: { name: "shop", location: "de/fra", size: 4 } },
      ipfailover_group: (stack.webPair() as { ipfailover_group: object }).ipfailover_group,
    },
    blocks,
  );
}

/** A state of the vendor's provider, as its version 6 writes it. */
function vendorState(): object {
  const provider = 'provider["registry.terraform.io/ionos-cloud/ionoscloud"]';
  const resource = (type: string, name: string, attributes: object) => ({
    mode: "managed",
    type,
    name,
    provider,
    instances: [{ schema_version: 0, attributes, sensitive_attributes: [] }],
  });
  return {
    version: 4,
    terraform_version: "1.11.4",
    serial: 3,
    lineage: "9b3b0f2c-58a9-4a54-8d8a-5f5d0f1f3b11",
    outputs: {},
    resources: [
      resource("ionoscloud_ipblock", "addresses", {
        id: place.blockId,
        name: "shop",
        location: "de/fra",
        size: 4,
        ips: place.ips,
        ip_consumers: [],
        timeouts: null,
      }),
      resource("ionoscloud_ipfailover", "web", {
        id: "a5e29b3e-9d4b-5f1a-9a51-0d5b1c2d3e4f",
        ip: place.ips[0],
        nicuuid: place.members.a?.nic,
        lan_id: place.lanId,
        datacenter_id: place.datacenterId,
        timeouts: null,
      }),
    ],
    check_results: null,
  };
}

/** Terraform wants the schema of every provider that the state names, as long as it does. */
async function installVendor(): Promise<void> {
  const dir = path.join(
    stack.dir,
    "terraform.d/plugins/registry.terraform.io/ionos-cloud/ionoscloud/6.7.34",
    currentPlatform(),
  );
  mkdirSync(dir, { recursive: true });
  const build = path.resolve(__dirname, "../../scripts/build-provider.mjs");
  await promisify(execFile)(process.execPath, [build, dir, path.join(__dirname, "support/vendor-provider.ts")]);
  const executable = path.join(dir, "terraform-provider-ionoscloud_v6.7.34");
  writeFileSync(executable, launcher);
  chmodSync(executable, 0o755);
}

const moved = [
  { from: "ionoscloud_ipblock.addresses", to: "ipfailover_ip_block.addresses" },
  { from: "ionoscloud_ipfailover.web", to: "ipfailover_group.web" },
];

describeWithTerraform("what the vendor's provider made", (tool) => {
  it.each(["terraform", "the engine"])("is taken over with `moved` through %s, without a write", async (door) => {
    await start(tool);
    configure({ moved });
    writeFileSync(path.join(stack.dir, "terraform.tfstate"), JSON.stringify(vendorState(), null, 2));
    await installVendor();
    await stack.init();
    if (door === "terraform") await stack.succeed(["apply", "-auto-approve", "-no-color"]);
    else await stack.engineSucceeds(["apply", "--auto-approve"]);
    expect(writes(place)).toEqual([]);
    expect(stack.recorded("ipfailover_group.web")).toMatchObject({
      ip: place.ips[0],
      registered_master: "a",
      master: "a",
    });
    expect(stack.recorded("ipfailover_ip_block.addresses")).toMatchObject({ id: place.blockId, ips: place.ips });
    expect((await stack.run(["plan", "-detailed-exitcode", "-no-color"])).code).toBe(0);
    expect((await stack.engine(["plan", "--detailed-exitcode"])).code).toBe(0);
  });

  it.each(["terraform", "the engine"])("is imported by readable ids through %s, without a write", async (door) => {
    await start(tool);
    const id = `${place.datacenterId}/${place.lanId}/${place.ips[0]}`;
    const { a, b } = place.members;
    configure({
      import: [
        { to: "ipfailover_ip_block.addresses", id: place.blockId },
        { to: "ipfailover_group.web", id: `${id}?a=${a?.nic}&b=${b?.nic}` },
      ],
    });
    await stack.init();
    if (door === "terraform") await stack.succeed(["apply", "-auto-approve", "-no-color"]);
    else await stack.engineSucceeds(["apply", "--auto-approve"]);
    expect(writes(place)).toEqual([]);
    expect((await stack.run(["plan", "-detailed-exitcode", "-no-color"])).code).toBe(0);
  });

  it("is imported by `terraform import`, with members under names of its own", async () => {
    await start(tool);
    configure();
    await stack.init();
    await stack.succeed(["import", "-no-color", "ipfailover_ip_block.addresses", place.blockId]);
    await stack.succeed([
      "import",
      "-no-color",
      "ipfailover_group.web",
      `${place.datacenterId}/${place.lanId}/${place.ips[0]}`,
    ]);
    await stack.succeed(["apply", "-auto-approve", "-no-color"]);
    expect(writes(place)).toEqual([]);
    expect(Object.keys(stack.recorded("ipfailover_group.web").members as object)).toEqual(["a", "b"]);
  });

  it("is refused under a malformed id, with the form that is right", async () => {
    await start(tool);
    configure();
    await stack.init();
    const result = await stack.run(["import", "-no-color", "ipfailover_group.web", "somewhere"]);
    expect(result.code).toBe(1);
    expect(result.stderr.replace(/\s+/g, " ")).toContain("Write DATACENTER/LAN/IP");
  });
});
