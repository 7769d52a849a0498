/** Many groups on one pair of members, each of which loses adverts of its own. */
import { monotonicMs } from "../../../../lib/hosts/drill/clock";
import { lossPattern } from "../../../../lib/hosts/drill/fault/loss-pattern";
import type { LabPlan } from "../../../../lib/hosts/drill/lab/plan";
import { inSequence } from "../../../../lib/hosts/drill/lab/switch-table";
import { subjectOf } from "../../../../lib/hosts/drill/lab-subject";
import { seededRandom } from "../../../../lib/hosts/drill/random";
import { groupsOf, host } from "../../support/declarations";
import type { LabGround } from "./lab";

const lossMs = 60_000;

/** Twenty groups as rendered by default and three with the usual three adverts, each with losses of its own. */
export async function takeoversUnderLoss(ground: LabGround): Promise<readonly string[]> {
  const names = [...Array.from({ length: 20 }, (_, index) => `g${index + 1}`), "usual1", "usual2", "usual3"];
  const groups = names.map((name, index): readonly [string, unknown] => [
    name,
    { addresses: [`203.0.113.${index + 1}`], vrid: index + 1, ...(name.startsWith("usual") && { down_timer: 3 }) },
  ]);
  const declared = groupsOf({ members: { a: host(11), b: host(12) }, groups: Object.fromEntries(groups) });
  const plans = declared.map((group) => subjectOf(declared, group).plan);
  const plan: LabPlan = { ...plans[0]!, addresses: plans.flatMap(({ addresses }) => addresses), instances: names };
  const { lab, watch } = await ground.lab(plan, { priority: 2 });
  const master = () =>
    names.map((name) => ["a", "b"].filter((one) => watch.member(one).states.get(name) === "MASTER").join());
  expect(await watch.until(() => master().every((one) => one.length === 1), 30_000)).toBe(true);
  // Whoever was late for the election has found its place by then.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const before = master();
  const injectedAt = monotonicMs();
  const lost = names.map((_, index): readonly [string, readonly number[]] => [
    `l${index}`,
    // As many as there are adverts in that time, and some.
    lossPattern({ rate: 0.3, burst: 1 }, 700, seededRandom(index + 1)),
  ]);
  await lab.call("switchRules", {
    // The second byte of a VRRP packet is the virtual router id.
    rules: names.map((_, index) => `ip protocol 112 @th,8,8 ${index + 1} ${inSequence(`l${index}`)} drop`),
    sequences: Object.fromEntries(lost),
  });
  await new Promise((resolve) => setTimeout(resolve, lossMs));
  const moved = names.flatMap((name, index) => {
    const took = watch.events.find(
      (event) =>
        event.kind === "state" &&
        event.at > injectedAt &&
        event.instance === name &&
        event.state === "MASTER" &&
        event.member !== before[index],
    );
    return took ? [`${name} after ${Math.round(took.at - injectedAt)} ms`] : [];
  });
  await lab.close();
  return moved;
}
