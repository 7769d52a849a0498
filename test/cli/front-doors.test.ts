/** The provider for hand-written HCL, one lock for both tools, and a stack's messages through real Terraform. */
import { copyFileSync, readFileSync } from "node:fs";
import path from "node:path";
import { expectNothingLeft, IonosStack } from "../e2e/support/stack";
import { startPlace, writes } from "../support/ionos";
import type { Place } from "../support/ionos";
import { describeWithTerraform, describeWithTofu, plainText } from "../support/terraform";
import type { RunningProcess, RunResult, Tool } from "../support/terraform";

let place: Place;
let stack: IonosStack;
afterEach(async () => {
  stack.remove();
  await place.simulator.close();
});

async function start(tool: Tool): Promise<void> {
  place = await startPlace();
  stack = new IonosStack(tool, place);
}

function hclSuite(tool: Tool): void {
  const example = path.resolve(__dirname, "../../examples/hcl/main.tf");

  it("install-provider makes hand-written HCL work, and running it again changes nothing", async () => {
    await start(tool);
    copyFileSync(example, path.join(stack.dir, "main.tf"));
    const servers = Object.entries(place.members).map(([name, member]) => [name, { ...member, priority: 100 }]);
    const network = { datacenter_id: place.datacenterId, lan_id: place.lanId };
    stack.write("terraform.tfvars.json", { ...network, servers: Object.fromEntries(servers) as object });
    const { stdout } = await stack.engineSucceeds(["install-provider"]);
    expect(stdout).toContain('source  = "registry.terraform.io/cdktf-ip-failover/ipfailover"');
    const lockFile = path.join(stack.dir, ".terraform.lock.hcl");
    const lock = readFileSync(lockFile, "utf8");
    await stack.succeed(["init", "-no-color"]);
    const initialized = readFileSync(lockFile, "utf8");
    expect(initialized).toContain(/"(h1:[^"]+)"/.exec(lock)?.[1]);
    const plan = await stack.run(["plan", "-no-color", "-detailed-exitcode"]);
    expect(plan.stdout).toContain("Plan: 2 to add, 0 to change, 0 to destroy.");
    expect(plan.code).toBe(2);

    await stack.engineSucceeds(["install-provider", "--dir", "."]);
    expect(readFileSync(lockFile, "utf8")).toBe(initialized);
    await stack.succeed(["apply", "-auto-approve", "-no-color"]);
    await stack.succeed(["destroy", "-auto-approve", "-no-color"]);
    expectNothingLeft(place);
  });
}
describeWithTerraform("hand-written HCL", hclSuite);
describeWithTofu("hand-written HCL", hclSuite);

describeWithTerraform("the state's lock", (tool) => {
  /** Holds whoever asks first until released. */
  function hold(): { readonly held: Promise<void>; readonly release: () => void } {
    let arrived = () => undefined as void;
    const held = new Promise<void>((resolve) => (arrived = resolve));
    const { faults, clock } = place.simulator;
    const remove = faults.inject({
      when: ({ path: asked }) => {
        if (!asked.endsWith("/ipblocks")) return false;
        arrived();
        return true;
      },
      fault: { kind: "latency", ms: 3_600_000 },
    });
    return { held, release: () => (remove(), clock.advance(3_600_000)) };
  }

  /** Stops whatever waits for the cloud. */
  async function whileHeld(
    run: (options: { started: (process: RunningProcess) => void }) => Promise<RunResult>,
    work: () => Promise<void>,
  ): Promise<void> {
    const { held, release } = hold();
    let holder: RunningProcess | undefined;
    const ended = run({ started: (process) => void (holder = process) });
    await held;
    try {
      await work();
    } finally {
      release();
      holder?.killGroup("SIGKILL");
      await ended;
    }
  }

  it("keeps our command line out while Terraform has it, and tells who has", async () => {
    await start(tool);
    stack.configure(stack.webPair());
    await stack.init();
    const terraform = (options: object) => stack.run(["apply", "-auto-approve", "-no-color"], options);
    await whileHeld(terraform, async () => {
      const { code, stderr } = await stack.engine(["apply", "--auto-approve"]);
      expect(code).toBe(1);
      expect(plainText(stderr)).toMatch(/lock/i);
      expect(stderr).toContain("OperationTypeApply");
      const waited = await stack.engine(["plan", "--lock-timeout", "200ms"]);
      expect(waited.code).toBe(1);
      expect(waited.stderr).toContain("Waiting for whoever holds the state's lock...");
    });
    expect(writes(place)).toEqual([]);
  });

  it("keeps Terraform out while our command line has it", async () => {
    await start(tool);
    stack.configure(stack.webPair());
    await stack.init();
    const engine = (options: object) => stack.engine(["apply", "--auto-approve"], options);
    await whileHeld(engine, async () => {
      const { code, stderr } = await stack.run(["apply", "-auto-approve", "-no-color"]);
      expect(code).toBe(1);
      expect(stderr).toContain("Error acquiring the state lock");
      expect(stderr).toContain("OperationTypeApply");
    });
    expect(writes(place)).toEqual([]);
  });

  it("can be waited for no longer: Ctrl-C ends with 130", async () => {
    await start(tool);
    stack.configure(stack.webPair());
    const engine = (options: object) => stack.engine(["plan"], options);
    await whileHeld(engine, async () => {
      let second: RunningProcess | undefined;
      const waiting = stack.engine(["plan", "--lock-timeout", "60s"], {
        started: (process) => void (second = process),
      });
      await second?.printed("Waiting for whoever holds the state's lock...");
      second?.kill("SIGINT");
      expect((await waiting).code).toBe(130);
    });
  });

  it("is waited for with --lock-timeout, and the work is done once it is free", async () => {
    await start(tool);
    stack.configure(stack.webPair());
    let waiting: Promise<RunResult> | undefined;
    const engine = (options: object) => stack.engine(["plan"], options);
    await whileHeld(engine, async () => {
      let second: RunningProcess | undefined;
      waiting = stack.engine(["apply", "--auto-approve", "--lock-timeout", "60s"], {
        started: (process) => void (second = process),
      });
      await second?.printed("Waiting for whoever holds the state's lock...");
    });
    expect((await waiting)?.code).toBe(0);
    expect(stack.recorded("ipfailover_group.web").registered_master).toBe("a");
  });
});

type Json = Readonly<Record<string, unknown>>;

describeWithTerraform("bad input", (tool) => {
  const spoilt: readonly (readonly [what: string, group: Json, block: Json, attribute: string, says: string])[] = [
    [
      "a master that is no member",
      { master: "z" },
      {},
      "ipfailover_group.web",
      'master is "z", which is not in members ("a", "b")',
    ],
    ["members empty", { members: {} }, {}, "ipfailover_group.web", "Name at least the master"],
    [
      "an ip with prefix length",
      { ip: "203.0.113.1/32" },
      {},
      "ipfailover_group.web",
      "Write one address, such as 203.0.113.10",
    ],
    ["a private ip", { ip: "10.0.0.1" }, {}, "ipfailover_group.web", "10.0.0.1 is a private address"],
    [
      "a role that there is not",
      { address_role: "second" },
      {},
      "ipfailover_group.web",
      'it can be "primary" or "additional"',
    ],
    [
      "a malformed timeout",
      { timeouts: { create: "10 min" } },
      {},
      "ipfailover_group.web",
      'write a duration such as "90s"',
    ],
    ["size 0", {}, { size: 0 }, "ipfailover_ip_block.addresses", "size is 0; use a whole number from 1 to 1000"],
    ["a malformed location", {}, { location: "Frankfurt" }, "ipfailover_ip_block.addresses", 'such as "de/fra"'],
    [
      "adopt beside name",
      {},
      { adopt: "x", location: null, size: null },
      "ipfailover_ip_block.addresses",
      "Remove name, or remove adopt",
    ],
    [
      "an address of nobody's",
      { ip: "198.51.100.77" },
      {},
      "ipfailover_group.web",
      "198.51.100.77 is in no IP block of this contract",
    ],
    ["no network", { network: null }, {}, "ipfailover_group.web", "set network to { datacenter_id, lan_id }"],
    ["an attribute misspelt", { mastr: "a" }, {}, "ipfailover_group.web", 'named "mastr"'],
  ];

  it("is told by Terraform in the same sentences as by our command line, at the same resource", async () => {
    await start(tool);
    stack.configure(stack.webPair());
    await stack.init();
    for (const [what, group, block, resource, says] of spoilt) {
      stack.configure(stack.webPair(group, block));
      const [theirs, ours] = await Promise.all([
        stack.run(["plan", "-no-color", "-input=false", "-lock=false"]),
        stack.engine(["plan", "--no-lock"]),
      ]);
      for (const { code, stderr } of [theirs, ours]) {
        const text = plainText(stderr);
        expect({ what, code }).toEqual({ what, code: 1 });
        expect(text).toContain(says);
        expect(text).toContain(resource);
        expect(text).not.toMatch(/\bat \S+ \(|undefined|\[object /);
        expect(text).not.toContain(place.simulator.token);
      }
    }
    expect(writes(place)).toEqual([]);
  });
});
