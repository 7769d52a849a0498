/**
 * What is rendered, run by the real keepalived as an ordinary user, and struck.
 *
 * The aims are held against medians and come first, alone: of this suite nothing else runs at that time. All that follows
 * runs side by side, because it waits most of its time, and has bounds that a busy machine does not reach.
 */
import { monotonicMs } from "../../../lib/hosts/drill/clock";
import { lossPattern } from "../../../lib/hosts/drill/fault/loss-pattern";
import type { FaultName } from "../../../lib/hosts/drill/fault/fault";
import type { Drill } from "../../../lib/hosts/drill/journal";
import type { LabPlan } from "../../../lib/hosts/drill/lab/plan";
import { inSequence } from "../../../lib/hosts/drill/lab/switch-table";
import { drillInLabs } from "../../../lib/hosts/drill/lab-drill";
import type { LabDrillOptions, LabSubject } from "../../../lib/hosts/drill/lab-drill";
import { subjectOf } from "../../../lib/hosts/drill/lab-subject";
import { seededRandom } from "../../../lib/hosts/drill/random";
import { lint } from "../../../lib/hosts/lint/lint";
import { renderMember } from "../../../lib/hosts/render/render";
import { matching, mismatches } from "../mismatches";
import { groupsOf, host, pair } from "../support/declarations";
import { lintTexts, member as lintMember } from "../support/members";
import { memoryTree } from "../support/memory-tree";
import { describeWithLab, LabGround } from "./support/lab";
import { holdersOf, onSwitches, planOf } from "./support/mismatch-lab";

const checks = { web: { command: ["/usr/local/bin/web-is-well"] } };
const rendered = subject({ checks });
const lossMs = 60_000;

describeWithLab("what is rendered", () => {
  let ground: LabGround;
  beforeAll(() => void (ground = new LabGround()));
  afterAll(() => ground.close());

  async function drill(of: LabSubject, faults: readonly FaultName[], options: Partial<LabDrillOptions> = {}) {
    const { drills } = await drillInLabs(of, {
      ...{ faults, runs: 1, atOnce: 1, seed: 1, loss: { rate: 0.3, burst: 1 }, limits: {}, watchMs: 800 },
      ...{ launch: () => ground.launch(), signal: new AbortController().signal },
      ...options,
    });
    return drills;
  }

  it("is taken by lint and by keepalived itself", async () => {
    const groups = groupsOf(pair({ checks }));
    const members = ["a", "b"].map((name) => {
      const files = renderMember(groups, name);
      const entries = files.map(({ path, mode, content }) => [path, { content, mode: parseInt(mode, 8) }] as const);
      const tree = memoryTree({ ...Object.fromEntries(entries), "/bin/sh": { mode: 0o755 } });
      const config = files.find(({ path }) => path === "/etc/keepalived/keepalived.conf")?.content ?? "";
      return lintMember(config, { name, tree });
    });
    expect(lint(members).findings.filter(({ severity }) => severity !== "info")).toEqual([]);
    const { lab } = await ground.lab(rendered.plan, { started: false });
    for (const machine of ["a", "b"]) {
      const command = ["keepalived", "-t", "-e", "-f", "/etc/keepalived/keepalived.conf"];
      expect(await lab.call("run", { machine, command })).toMatchObject({ code: 0, stderr: "" });
    }
    await lab.close();
  });

  it("is without an answer for no longer than promised: 1.1 s, 0.15 s when stopped, 0.4 s in the profile fast", async () => {
    const plain = { runs: 5, atOnce: 5, clients: "plain" } as const;
    const [measured, fast] = await Promise.all([
      drill(rendered, ["crash", "stop"], plain),
      drill(subject({ profile: "fast" }), ["crash"], plain),
    ]);
    const medians = [...measured, ...fast].map(({ summary }) => Math.round(summary.outageMs?.median ?? Infinity));
    process.stderr.write(
      `Medians of 5: crash ${medians[0]} ms, stop ${medians[1]} ms, crash with fast ${medians[2]} ms.\n`,
    );
    expect([...measured, ...fast].flatMap(problems)).toEqual([]);
    const [crash = 0, stop = 0, fastCrash = 0] = medians;
    expect(crash).toBeLessThanOrEqual(1100);
    // Less than the arithmetic allows would be another fault than the one that was meant.
    expect(crash).toBeGreaterThan(800);
    expect(stop).toBeLessThanOrEqual(150);
    expect(fastCrash).toBeLessThanOrEqual(400);
    expect(fastCrash).toBeGreaterThan(230);
  });

  describe("side by side", () => {
    let losses: Promise<readonly string[]>;
    let planted: Promise<ReadonlyMap<string, number>>;
    let heals: Promise<readonly Drill[]>;
    let unannounced: Promise<readonly Drill[]>;
    let others: Promise<readonly Drill[]>;

    beforeAll(() => {
      losses = takeoversUnderLoss();
      planted = holdersOfPlanted();
      const cut = { clients: "plain", holdMs: 7500 } as const;
      heals = planted.then(() =>
        drill(rendered, ["member-cut", "vrrp-cut"], { ...cut, runs: 10, atOnce: 10, watchMs: 6500 }),
      );
      unannounced = planted.then(() => drill(withoutAnnouncing(rendered), ["vrrp-cut"], { ...cut, watchMs: 3000 }));
      others = unannounced.then(async () => {
        const names: readonly FaultName[] = ["kill", "hang", "freeze", "cable", "service"];
        return (await Promise.all(names.map((name) => drill(rendered, [name], { watchMs: 2000 })))).flat();
      });
      for (const task of [losses, planted, heals, unannounced, others]) task.catch(() => undefined);
    });

    it("pairs that lint refuses get two masters, and those that fit do not", async () => {
      const found = await planted;
      const expected = mismatches.map(({ name, outcome }) => [name, outcome === "two masters" ? 2 : 1]);
      expect([...found]).toEqual([...expected, ["control", 1]]);
      for (const { name, rule, config } of mismatches) {
        const [one] = onSwitches([{ config }]);
        const texts = one ? [config(one.lab, 0), config(one.lab, 1)] : [];
        const rules = lintTexts(...texts).findings.map((finding) => finding.rule);
        expect([name, ...rules]).toContain(rule);
      }
    });

    it("stays without two holders and black holes after a cut between its members, in 20 heals of 20", async () => {
      const drills = await heals;
      const runs = drills.flatMap((one) => one.runs);
      expect(drills.flatMap(problems)).toEqual([]);
      expect(runs.length).toBe(20);
      expect(runs.filter(({ splitBrain }) => splitBrain.dividedMs < 1000)).toEqual([]);
      expect(Math.max(...runs.map(({ splitBrain }) => splitBrain.otherMs))).toBeLessThanOrEqual(500);
    });

    it("would leave clients in a black hole if it did not announce itself again", async () => {
      const [one] = await unannounced;
      expect(one?.runs[0]?.holders).toEqual(["a"]);
      expect(one?.runs[0]?.blackHoled).toContain("UDP through the router");
    });

    it("survives every other fault: killed, hanging, frozen, unplugged, or without its service", async () => {
      const drills = await others;
      expect(drills.flatMap(problems)).toEqual([]);
      for (const { fault, runs } of drills) {
        const [run] = runs;
        expect([fault, run?.takeovers, run?.holders.length]).toEqual([fault, 1, 1]);
        expect(run?.recoveryMs).toBeDefined();
        expect(run?.splitBrain.otherMs).toBeLessThan(500);
        expect(run?.views.filter(({ attempts, unmeasured }) => attempts < 10 && unmeasured === undefined)).toEqual([]);
      }
    });

    it("keeps its master for a minute in which every third advert is lost, 19 times of 20, where the usual timer does not", async () => {
      const moved = await losses;
      // One may: of all sequences one in a hundred has nine losses in a row within that time.
      expect(moved.filter((name) => name.startsWith("g")).slice(1)).toEqual([]);
      expect(moved.filter((name) => name.startsWith("usual")).length).toBeGreaterThan(0);
    });
  });

  /** Twenty groups as rendered by default and three with the usual three adverts, each with losses of its own. */
  async function takeoversUnderLoss(): Promise<readonly string[]> {
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

  /** Once the outcome has been the same for two seconds, or the time for that is over. */
  async function holdersOfPlanted(): Promise<ReadonlyMap<string, number>> {
    const all = [...mismatches, { name: "control", outcome: "one master", config: matching } as const];
    const half = Math.ceil(all.length / 2);
    const found = await Promise.all(
      [all.slice(0, half), all.slice(half)].map(async (some) => {
        const pairs = onSwitches(some);
        const { lab, watch } = await ground.lab(planOf(pairs));
        const now = () => pairs.map((one) => holdersOf(one, watch)).join();
        const wanted = some.map(({ outcome }) => (outcome === "two masters" ? 2 : 1)).join();
        const deadline = Date.now() + 25_000;
        for (let since = Date.now(); Date.now() - since < 2000 && Date.now() < deadline;) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          if (now() !== wanted) since = Date.now();
        }
        const holders = pairs.map((one, index) => [some[index]?.name ?? "", holdersOf(one, watch)] as const);
        await lab.close();
        return holders;
      }),
    );
    return new Map(found.flat());
  }
});

function subject(group: Record<string, unknown>): LabSubject {
  const groups = groupsOf(pair(group));
  return subjectOf(groups, groups[0]!);
}

/** As many a guide has it. */
function withoutAnnouncing(of: LabSubject): LabSubject {
  const strip = (text: string) => text.replace(/^ *vrrp_(garp_master_refresh|higher_prio_send_advert) .*\n/gm, "");
  const members = of.plan.members.map((one) => ({
    ...one,
    files: one.files.map((file) => ({ ...file, content: strip(file.content) })),
  }));
  return { ...of, plan: { ...of.plan, members } };
}

function problems({ fault, failures, aborted }: Drill): readonly string[] {
  return [...failures, ...(aborted === undefined ? [] : [aborted])].map((text) => `${fault}: ${text}`);
}
