/** One stack and one state file, through Terraform and through the engine. */
import { startPlace } from "../support/ionos";
import type { Place } from "../support/ionos";
import { describeWithTerraform, describeWithTofu } from "../support/terraform";
import type { Tool } from "../support/terraform";
import { expectNothingLeft, IonosStack } from "./support/stack";

const stacks: IonosStack[] = [];
const places: Place[] = [];

afterEach(async () => {
  for (const stack of stacks.splice(0)) stack.remove();
  await Promise.all(places.splice(0).map(({ simulator }) => simulator.close()));
});

async function start(tool: Tool): Promise<IonosStack> {
  const place = await startPlace({ settleMs: 10 });
  places.push(place);
  const stack = new IonosStack(tool, place);
  stacks.push(stack);
  stack.configure(stack.webPair(), { output: { address: { value: "${ipfailover_group.web.ip}" } } });
  await stack.init();
  return stack;
}

function suite(tool: Tool): void {
  it("what the engine applied is no change to the other tool, which can destroy it", async () => {
    const stack = await start(tool);
    await stack.engineSucceeds(["apply", "--auto-approve"]);
    const plan = await stack.run(["plan", "-detailed-exitcode", "-no-color"]);
    expect(plan.stdout).toContain("No changes.");
    expect(plan.code).toBe(0);
    await stack.succeed(["destroy", "-auto-approve", "-no-color"]);
    expectNothingLeft(stack.place);
  });

  it("what the other tool applied is no change to the engine, which can destroy it", async () => {
    const stack = await start(tool);
    await stack.succeed(["apply", "-auto-approve", "-no-color"]);
    const plan = await stack.engine(["plan", "--detailed-exitcode"]);
    expect(plan.stdout).toContain("No changes.");
    expect(plan.code).toBe(0);
    await stack.engineSucceeds(["destroy", "--auto-approve"]);
    expectNothingLeft(stack.place);
  });
}

describeWithTerraform("one state file", suite);
describeWithTofu("one state file", suite);

describeWithTerraform("the state file", (tool) => {
  it("is the same, field by field, whoever wrote it", async () => {
    // Both simulated clouds give the same ids, so that what differs is the tools' doing.
    const [byEngine, byTerraform] = [await start(tool), await start(tool)];
    await byEngine.engineSucceeds(["apply", "--auto-approve"]);
    await byTerraform.succeed(["apply", "-auto-approve", "-no-color"]);
    const own = { lineage: "", serial: 0, terraform_version: "" };
    expect({ ...byEngine.state(), ...own }).toEqual({ ...byTerraform.state(), ...own });
  });
});
