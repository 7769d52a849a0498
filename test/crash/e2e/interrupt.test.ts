/** Ctrl-C while the cloud is at work: what is under way is recorded, and the next run finishes. */
import { engineOnly } from "../../e2e/support/stack";
import { describeWithTerraform } from "../../support/terraform";
import type { RunningProcess } from "../../support/terraform";
import { blocksMade, expectConverged, expectGone, setScene } from "./support/scene";
import type { Scene } from "./support/scene";

const APPLY = ["apply", "--auto-approve"];
let scene: Scene;
afterEach(() => scene.close());

/** Calls `act` as soon as a request has been carried out, and is being waited for. */
function whenAsked(pattern: RegExp, act: () => void): void {
  let isSent = false;
  let isOver = false;
  scene.place.simulator.faults.inject({
    when: ({ method, path }) => {
      const request = `${method} ${path}`;
      // The first look at how it goes comes after the answer to the request itself.
      if (isSent && /\/requests\/[^/]+\/status/.test(path)) {
        isSent = false;
        isOver = true;
        setImmediate(act);
      } else if (!isOver && pattern.test(request)) isSent = true;
      return false;
    },
    fault: { kind: "latency", ms: 0 },
  });
}

async function interrupted(
  pattern: RegExp,
  run: (
    started: (process: RunningProcess) => void,
  ) => Promise<{ readonly code: number | null; readonly stderr: string }>,
  signal: NodeJS.Signals = "SIGINT",
) {
  let victim: RunningProcess | undefined;
  let isHit = false;
  whenAsked(pattern, () => {
    isHit = true;
    victim?.killGroup(signal);
  });
  const result = await run((process) => void (victim = process));
  expect(isHit).toBe(true);
  return result;
}

describe("our own command line", () => {
  it.each([
    ["a block is being reserved", /^POST .*\/ipblocks$/],
    ["a member gets the address", /^PATCH .*\/nics\//],
    ["the address is being registered", /^PATCH .*\/lans\//],
  ])("ends with 130 while %s, and the next apply finishes the work", async (_what, pattern) => {
    scene = await setScene(engineOnly, 300);
    const { code, stderr } = await interrupted(pattern, (started) => scene.stack.engine(APPLY, { started }));
    expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringContaining("Interrupted (SIGINT)") as string });
    expect(blocksMade(scene)).toHaveLength(1);
    expect(scene.stack.recorded("ipfailover_ip_block.addresses").id).toBe(blocksMade(scene)[0]);
    expect(JSON.stringify(scene.stack.state())).not.toContain("tainted");
    const again = await scene.stack.engineSucceeds(APPLY);
    await expectConverged(scene, stderr + again.stdout + again.stderr);
  });

  it("takes SIGTERM for the same", async () => {
    scene = await setScene(engineOnly, 300);
    const run = (started: (process: RunningProcess) => void) => scene.stack.engine(APPLY, { started });
    const { code, stderr } = await interrupted(/^POST .*\/ipblocks$/, run, "SIGTERM");
    expect(code).toBe(130);
    expect(stderr).toContain("Interrupted (SIGTERM)");
    await scene.stack.engineSucceeds(APPLY);
    await expectConverged(scene, stderr);
  });

  it("ends with 130 during a destroy, and the next one finishes it", async () => {
    scene = await setScene(engineOnly, 300);
    await scene.stack.engineSucceeds(APPLY);
    const destroy = ["destroy", "--auto-approve"];
    const { code } = await interrupted(/^PATCH .*\/lans\//, (started) => scene.stack.engine(destroy, { started }));
    expect(code).toBe(130);
    const { stdout } = await scene.stack.engineSucceeds(destroy);
    expectGone(scene, stdout);
  });

  it("ends with 130 while it plans, with nothing changed", async () => {
    scene = await setScene(engineOnly, 0);
    let victim: RunningProcess | undefined;
    scene.place.simulator.faults.inject({
      times: 1,
      when: () => {
        victim?.kill("SIGINT");
        return true;
      },
      fault: { kind: "latency", ms: 60_000 },
    });
    const { code } = await scene.stack.engine(APPLY, { started: (process) => void (victim = process) });
    expect(code).toBe(130);
    expect(blocksMade(scene)).toEqual([]);
  });
});

describeWithTerraform("Terraform", (tool) => {
  it.each([
    ["a block is being reserved", /^POST .*\/ipblocks$/],
    ["the address is being registered", /^PATCH .*\/lans\//],
  ])(
    "interrupted while %s records what there is, taints nothing, and finishes with the next apply",
    async (_w, pattern) => {
      scene = await setScene(tool, 300);
      await scene.stack.init();
      const args = ["apply", "-auto-approve", "-no-color", "-input=false"];
      const { code } = await interrupted(pattern, (started) => scene.stack.run(args, { started }));
      expect(code).toBe(1);
      expect(blocksMade(scene)).toHaveLength(1);
      expect(scene.stack.recorded("ipfailover_ip_block.addresses").id).toBe(blocksMade(scene)[0]);
      expect(JSON.stringify(scene.stack.state())).not.toContain("tainted");
      await expectConverged(scene, await scene.stack.succeed(args));
    },
  );
});
