/** A drill that nobody has to wait for: one fault that went well and one that did not. */
import { faults } from "../../../../lib/hosts/drill/fault/fault";
import type { FaultName } from "../../../../lib/hosts/drill/fault/fault";
import type { Drill, Journal, Limits, Run, View } from "../../../../lib/hosts/drill/journal";
import { outageOf } from "../../../../lib/hosts/drill/measure/gaps";
import { failuresOf, summaryOf } from "../../../../lib/hosts/drill/verdict";

export interface RunOptions {
  readonly number?: number;
  readonly outageMs?: number;
  readonly open?: boolean;
  readonly doubleMs?: number;
  readonly blackHoled?: readonly string[];
}

/** `a` is struck and `b` takes over. */
export function runWith(options: RunOptions = {}): Run {
  const { number = 1, outageMs = 950, open = false, doubleMs = 0, blackHoled = [] } = options;
  const toMs = 6000;
  const gap = { fromMs: -4, ...(!open && { toMs: outageMs - 4 }) };
  const outage = outageOf(outageMs === 0 ? [] : [gap], toMs);
  const view = (id: string, title: string, more: Partial<View> = {}): View => ({
    ...{ id, title, address: "203.0.113.10", intervalMs: 10, attempts: 650, failed: outageMs / 10, outage },
    ...more,
  });
  return {
    ...{ number, seed: number, target: "a", judgedBy: "udp-routed", fromMs: -480, toMs, recoveredAtMs: 1500 },
    ...{ outageMs: outage.longestMs, outageOpen: open, detectionMs: 930, takeoverMs: 6, recoveryMs: 120 },
    splitBrain: {
      dividedMs: 0,
      otherMs: doubleMs,
      spans: doubleMs === 0 ? [] : [{ fromMs: 1600, toMs: 1600 + doubleMs }],
    },
    takeovers: 1,
    holders: ["b"],
    blackHoled,
    views: [
      view("udp-routed", "UDP through the router"),
      view("icmp", "ICMP echo", { attempts: 0, outage: outageOf([], toMs), unmeasured: "there is no ping" }),
      view("stream", "long-lived TCP connection", { connections: 2 }),
    ],
    lanes: [
      {
        member: "a",
        states: [
          { state: "master", fromMs: -480, toMs: 0 },
          { state: "down", fromMs: 0, toMs: 1600 },
          { state: "backup", fromMs: 1600, toMs },
        ],
        answers: [{ fromMs: -480, toMs: 0 }],
      },
      {
        member: "b",
        states: [
          { state: "backup", fromMs: -480, toMs: 930 },
          { state: "master", fromMs: 930, toMs },
        ],
        answers: [{ fromMs: 936, toMs }],
      },
    ],
    events: [
      { atMs: -4, kind: "outage", text: "clients get their last answer" },
      { atMs: 0, kind: "fault", member: "a", text: "the machine loses power" },
      { atMs: 930, kind: "state", member: "b", text: "web is MASTER" },
      { atMs: 1500, kind: "recovery", member: "a", text: "it is switched on again" },
    ],
  };
}

export function drillOf(fault: FaultName, runs: readonly Run[], limits: Limits = {}, more: Partial<Drill> = {}): Drill {
  const { what, recovery } = faults[fault];
  const failures = failuresOf(faults[fault], runs, limits);
  return { fault, what, recovery, runs, discarded: [], summary: summaryOf(runs), failures, ...more };
}

export function journalOf(drills: readonly Drill[], more: Partial<Journal> = {}): Journal {
  return {
    ...{ journal: 1, version: "0.0.0", mode: "lab", group: "web", addresses: ["203.0.113.10"], members: ["a", "b"] },
    ...{ startedAt: "2026-01-02T03:04:05.000Z", seed: 7, limits: {}, notes: [], drills, interrupted: false },
    promised: { crash: { fromMs: 861, toMs: 961 }, stop: { fromMs: 61, toMs: 61 } },
    ...more,
  };
}

/** What a page has to cope with. */
export function richJournal(): Journal {
  const limits = { maxOutageMs: 2000, maxSplitBrainMs: 500 };
  const crash = [900, 950, 930].map((outageMs, index) => runWith({ number: index + 1, outageMs }));
  const freeze = [
    runWith({ outageMs: 940, doubleMs: 700 }),
    runWith({ number: 2, outageMs: 4000, open: true, blackHoled: ["UDP through the router"] }),
  ];
  return journalOf(
    [
      drillOf("crash", crash, limits),
      drillOf("freeze", freeze, limits, { discarded: ["run 2: the prober itself stood still for 300 ms"] }),
      drillOf("loss", [], limits, { aborted: "interrupted" }),
    ],
    { limits, notes: ['A note with <angle> & "quotes".'] },
  );
}
