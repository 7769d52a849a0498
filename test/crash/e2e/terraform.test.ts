/** Terraform and our provider, both killed at the requests where most is at stake. The next run finishes. */
import { describeWithTerraform } from "../../support/terraform";
import type { Tool } from "../../support/terraform";
import { killAt } from "./support/kill";
import type { Moment } from "./support/kill";
import { applied, expectConverged, expectGone, setScene } from "./support/scene";
import type { Scene } from "./support/scene";

const SETTLE_MS = 20;
const after = "once it is carried out";

/** Which write: of an apply the block, a member's NIC, another's, the LAN; of a destroy they go the other way. */
const points: readonly (readonly [command: "apply" | "destroy", number: number, moment: Moment])[] = [
  ["apply", 1, after],
  ["apply", 2, after],
  ["apply", 4, after],
  ["destroy", 1, after],
  ["destroy", 4, after],
];

describeWithTerraform("killed together with the provider", (tool) => {
  it.each(points)("%s, write %i, %s: the next run finishes it", async (command, number, moment) => {
    const scene = await start(tool, command);
    try {
      await scene.stack.init();
      const point = killAt(scene.simulator, number, moment, (process) => process.killGroup("SIGKILL"));
      const args = [command, "-auto-approve", "-no-color", "-input=false"];
      const cut = await scene.stack.run(args, { started: point.started });
      expect(point.hit()).toBe(true);
      expect(cut.code).toBeNull();
      const told = `${point.request()}\n${await scene.stack.succeed(args)}`;
      if (command === "apply") await expectConverged(scene, told);
      else expectGone(scene, told);
    } finally {
      await scene.close();
    }
  });
});

async function start(tool: Tool, command: "apply" | "destroy"): Promise<Scene> {
  return command === "apply" ? setScene(tool, SETTLE_MS) : (await applied(tool, SETTLE_MS))();
}
