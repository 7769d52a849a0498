/** What goes to stdout, what to stderr, in which colours, and which exit code says what. */
import { statSync } from "node:fs";
import path from "node:path";
import { startPlace, writes } from "../support/ionos";
import type { Place } from "../support/ionos";
import { engineOnly, entriesOf, IonosStack } from "../e2e/support/stack";

const COLOR = "\u001b[";
let place: Place;
let stack: IonosStack;

beforeEach(async () => {
  place = await startPlace();
  stack = new IonosStack(engineOnly, place);
  stack.configure(stack.webPair(), { output: { address: { value: "${ipfailover_group.web.ip}" } } });
});
afterEach(async () => {
  stack.remove();
  await place.simulator.close();
});

describe("colours", () => {
  it.each([
    ["never into a pipe", [], { NO_COLOR: undefined }, false],
    ["into a pipe with FORCE_COLOR", [], { NO_COLOR: undefined, FORCE_COLOR: "1" }, true],
    ["not with FORCE_COLOR=0", [], { NO_COLOR: undefined, FORCE_COLOR: "0" }, false],
    ["not with NO_COLOR, whatever else is set", [], { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
    ["not with --no-color behind the command", ["--no-color"], { NO_COLOR: undefined, FORCE_COLOR: "1" }, false],
  ])("go %s", async (_name, args, env, expected) => {
    const { stdout, stderr } = await stack.engine(["plan", ...args], { env });
    expect(stdout.includes(COLOR)).toBe(expected);
    if (!expected) expect(stderr).not.toContain(COLOR);
  });

  it("--no-color is heard before the command, too", async () => {
    const env = { NO_COLOR: undefined, FORCE_COLOR: "1" };
    const { stdout } = await stack.engine(["--no-color", "plan"], { env });
    expect(stdout).toContain("Plan: 2 to add");
    expect(stdout).not.toContain(COLOR);
  });
});

describe("plan", () => {
  it("--json prints Terraform's plan representation, and nothing else, on stdout", async () => {
    const { code, stdout } = await stack.engine(["plan", "--json"]);
    expect(code).toBe(0);
    const plan = JSON.parse(stdout) as { format_version: string; resource_changes: { address: string }[] };
    expect(plan.format_version).toMatch(/^1\./);
    expect(plan.resource_changes.map(({ address }) => address).sort()).toEqual([
      "ipfailover_group.web",
      "ipfailover_ip_block.addresses",
    ]);
  });

  it("--json of a stack with errors keeps them on stderr and ends with 1", async () => {
    stack.configure(stack.webPair({ master: "z" }));
    const { code, stdout, stderr } = await stack.engine(["plan", "--json"]);
    expect(code).toBe(1);
    if (stdout.trim() !== "") JSON.parse(stdout);
    expect(stderr).toContain('master is "z"');
  });

  it("--markdown prints a document whose progress is on stderr", async () => {
    await stack.engineSucceeds(["apply", "--auto-approve"]);
    stack.configure(stack.webPair({ master: "b" }));
    const { code, stdout, stderr } = await stack.engine(["plan", "--markdown"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^#+ /);
    expect(stdout).not.toContain("Refreshing state");
    expect(stderr).toContain("ipfailover_group.web: Refreshing state");
  });

  it("--steps tells the order of API steps", async () => {
    const { stdout } = await stack.engine(["plan", "--steps"]);
    expect(stdout).toContain("reserve an address in de/fra");
  });

  it("--detailed-exitcode: 2 with changes, 0 without, 1 on errors", async () => {
    const code = async () => (await stack.engine(["plan", "--detailed-exitcode"])).code;
    expect(await code()).toBe(2);
    await stack.engineSucceeds(["apply", "--auto-approve"]);
    expect(await code()).toBe(0);
    stack.configure(stack.webPair({ master: "z" }));
    expect(await code()).toBe(1);
  });

  it("--refresh-only with --detailed-exitcode is 2 when somebody changed something", async () => {
    await stack.engineSucceeds(["apply", "--auto-approve"]);
    const args = ["plan", "--refresh-only", "--detailed-exitcode"];
    expect((await stack.engine(args)).code).toBe(0);
    place.simulator.scene.setIpFailover(place.datacenterId, place.lanId, []);
    expect((await stack.engine(args)).code).toBe(2);
  });

  it("changes neither the cloud nor the folder", async () => {
    await stack.engineSucceeds(["plan"]);
    expect(writes(place)).toEqual([]);
    expect(() => stack.state()).toThrow("ENOENT");
  });

  it("--target plans a resource alone, outputs of others left out", async () => {
    const { code, stdout, stderr } = await stack.engine(["plan", "--target", "ipfailover_ip_block.addresses"]);
    expect({ code, errors: stderr.includes("Error:") }).toEqual({ code: 0, errors: false });
    expect(stdout).toContain("Plan: 1 to add");
  });
});

describe("a saved plan", () => {
  const file = () => path.join(stack.dir, "plan.bin");

  it("is for its owner's eyes, and is applied as it is, without a question", async () => {
    await stack.engineSucceeds(["plan", "--out", "plan.bin"]);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    await stack.engineSucceeds(["apply", "plan.bin"]);
    expect(entriesOf(place)).toHaveLength(1);
  });

  it("is refused once it was applied, and once the configuration is another", async () => {
    await stack.engineSucceeds(["plan", "--out", "plan.bin"]);
    stack.configure(stack.webPair({ master: "b" }));
    const changed = await stack.engine(["apply", "plan.bin"]);
    expect(changed.code).toBe(1);
    expect(changed.stderr).toContain("the configuration or a variable has changed since");
    expect(writes(place)).toEqual([]);
    await stack.engineSucceeds(["plan", "--out", "plan.bin"]);
    await stack.engineSucceeds(["apply", "plan.bin"]);
    const again = await stack.engine(["apply", "plan.bin"]);
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(/state|lineage/);
    expect(again.stderr).toContain("Make a new plan.");
  });

  it.each([["--destroy"], ["--refresh-only"], ["--target", "ipfailover_group.web"], ["--no-refresh"]])(
    "is not changed by %s",
    async (...args) => {
      await stack.engineSucceeds(["plan", "--out", "plan.bin"]);
      const { code, stderr } = await stack.engine(["apply", "plan.bin", ...args]);
      expect(code).toBe(1);
      expect(stderr).toContain(`plan.bin is applied as it was planned: give ${args[0] ?? ""} to plan --out instead`);
      expect(writes(place)).toEqual([]);
    },
  );
});

describe("apply", () => {
  it.each(["apply", "destroy"])("%s asks, and says what to do where nobody can answer", async (command) => {
    if (command === "destroy") await stack.engineSucceeds(["apply", "--auto-approve"]);
    const before = writes(place).length;
    const { code, stderr } = await stack.engine([command]);
    expect(code).toBe(1);
    expect(stderr).toContain("There is nobody to ask: add --auto-approve, or run this on a terminal.");
    expect(writes(place)).toHaveLength(before);
  });

  it("--refresh-only asks before it records, too", async () => {
    await stack.engineSucceeds(["apply", "--auto-approve"]);
    const { serial } = stack.state();
    place.simulator.scene.setIpFailover(place.datacenterId, place.lanId, []);
    const asked = await stack.engine(["apply", "--refresh-only"]);
    expect(asked.code).toBe(1);
    expect(stack.state().serial).toBe(serial);
    await stack.engineSucceeds(["apply", "--refresh-only", "--auto-approve"]);
    expect(stack.recorded("ipfailover_group.web").registered_master).toBeNull();
    expect(entriesOf(place)).toEqual([]);
  });

  it("needs no answer when there is nothing to do", async () => {
    await stack.engineSucceeds(["apply", "--auto-approve"]);
    await stack.engineSucceeds(["apply"]);
  });

  it("--json prints what was done as one object, with the outputs", async () => {
    const { code, stdout } = await stack.engine(["apply", "--auto-approve", "--json"]);
    expect(code).toBe(0);
    const result = JSON.parse(stdout) as { added: number; outputs: { address: { value: string } } };
    expect(result.added).toBe(2);
    expect(result.outputs.address.value).toBe(stack.recorded("ipfailover_group.web").ip);
  });

  it("tells on stderr what the cloud refuses, ends with 1, and keeps what is done", async () => {
    place.simulator.faults.inject({ method: "PATCH", path: "**/lans/*", fault: { kind: "status", status: 403 } });
    const { code, stdout, stderr } = await stack.engine(["apply", "--auto-approve"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/403 \[451\]\s+Access\s+Denied/);
    expect(stderr).toContain("1 added, 0 changed, 0 destroyed before it stopped. Run it again to finish.");
    expect(stdout).not.toContain("Apply complete!");
    expect(stack.recorded("ipfailover_ip_block.addresses").name).toBe("web");
  });

  it("refuses a block's name that is taken, and says how to take the block over", async () => {
    stack.configure(stack.webPair({}, { name: "shop" }));
    const { code, stderr } = await stack.engine(["apply", "--auto-approve"]);
    expect(code).toBe(1);
    expect(stderr.replace(/\s+/g, " ")).toContain(`name "shop" belongs to IP block ${place.blockId}`);
    expect(writes(place)).toEqual([]);
  });
});
