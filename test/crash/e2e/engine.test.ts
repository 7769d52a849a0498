/** Our own command line, killed at every single request in turn. Whatever it leaves behind, the next run finishes. */
import { engineOnly } from "../../e2e/support/stack";
import { killAt, killEverywhere } from "./support/kill";
import type { Moment } from "./support/kill";
import { applied, blocksMade, expectConverged, expectGone, expectLookAlikeUntouched, setScene } from "./support/scene";
import type { Scene } from "./support/scene";

const SETTLE_MS = 20;
const moments: readonly Moment[] = ["before it is carried out", "once it is carried out"];
/** Every run sends at least as many requests, or writes: the series must not end early. */
const atLeast: Readonly<Record<Moment, number>> = { "before it is carried out": 10, "once it is carried out": 4 };

describe.each(moments)("killed at any request, %s", (moment) => {
  it("an apply is finished by the next one: one block, the group as declared, the state complete", async () => {
    const points = await killEverywhere("apply", moment, () => setScene(engineOnly, SETTLE_MS), expectConverged);
    expect(points).toBeGreaterThanOrEqual(atLeast[moment]);
  }, 120_000);

  it("a destroy is finished by the next one: nothing is left on the cloud or in the state", async () => {
    const points = await killEverywhere("destroy", moment, await applied(engineOnly, SETTLE_MS), expectGone);
    expect(points).toBeGreaterThanOrEqual(atLeast[moment]);
  }, 120_000);
});

describe("a block that somebody else reserved under our name", () => {
  const scenes: Scene[] = [];
  afterEach(() => Promise.all(scenes.splice(0).map((scene) => scene.close())));

  async function killedAtReserving(moment: Moment): Promise<Scene> {
    const scene = await setScene(engineOnly, 0);
    scenes.push(scene);
    // The first write is the reservation.
    const number = moment === "once it is carried out" ? 1 : await requestsBeforeReserving();
    const point = killAt(scene.simulator, number, moment);
    await scene.stack.engine(["apply", "--auto-approve"], { started: point.started });
    expect(point.request()).toMatch(/^POST .*\/ipblocks$/);
    return scene;
  }

  async function requestsBeforeReserving(): Promise<number> {
    const scene = await setScene(engineOnly, 0);
    scenes.push(scene);
    await scene.stack.engineSucceeds(["apply", "--auto-approve"]);
    return 1 + scene.place.simulator.journal.findIndex(({ method }) => method === "POST");
  }

  it("is never taken for the one that was being reserved: the next apply refuses and says how to import it", async () => {
    const scene = await killedAtReserving("before it is carried out");
    const { id: foreign } = scene.place.simulator.scene.ipBlock({ name: "web", location: "de/fra", size: 1 });
    const { code, stderr } = await scene.stack.engine(["apply", "--auto-approve"]);
    expect(code).toBe(1);
    expect(stderr).toContain('name "web" belongs to IP block');
    expect(stderr.replace(/\s+/g, " ")).toContain(`import ADDRESS ${foreign}`);
    expect(blocksMade(scene)).toEqual([foreign]);
    expectLookAlikeUntouched(scene, "refusal");
  });

  it("makes it impossible to tell which is ours: the next apply refuses and names both", async () => {
    const scene = await killedAtReserving("once it is carried out");
    const [ours] = blocksMade(scene);
    const { id: foreign } = scene.place.simulator.scene.ipBlock({ name: "web", location: "de/fra", size: 1 });
    const { code, stderr } = await scene.stack.engine(["apply", "--auto-approve"]);
    expect(code).toBe(1);
    expect(stderr).toContain(foreign);
    expect(stderr).toContain(ours);
    expect(blocksMade(scene)).toEqual([ours, foreign]);
  });
});
