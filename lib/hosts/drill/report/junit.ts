/**
 * JUnit's XML, as pipelines read it. There is no schema by JUnit's authors; this follows the conventions collected at
 * https://github.com/testmoapp/junitxml: a suite for the group, a case for each fault, its time the longest outage.
 */
import type { Drill, Journal } from "../journal";
import { drillText } from "./text";
import { holdersAtEnd, seconds, splitBrainText, verdictOf } from "./wording";
import { escaped } from "./xml";

export function junitReport(journal: Journal): string {
  const { drills, group, startedAt } = journal;
  const failed = drills.filter((drill) => verdictOf(drill) === "failed").length;
  const skipped = drills.filter((drill) => ["not carried out", "interrupted"].includes(verdictOf(drill))).length;
  const time = drills.reduce((sum, drill) => sum + outageSeconds(drill), 0).toFixed(3);
  const counts = `tests="${drills.length}" failures="${failed}" errors="0" skipped="${skipped}" time="${time}"`;
  const suite = `name="${escaped(`drill of ${group}`)}" timestamp="${escaped(startedAt)}" ${counts}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="ipfailover drill" ${counts}>`,
    `  <testsuite ${suite}>`,
    ...drills.map((drill) => testCase(drill, journal)),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function testCase(drill: Drill, journal: Journal): string {
  const { fault, failures, aborted, runs, summary } = drill;
  const outage = summary.outageMs;
  const properties: Readonly<Record<string, string>> = {
    runs: String(runs.length),
    ...(outage && { outage_median: seconds(outage.median), outage_max: seconds(outage.max) }),
    ...(summary.detectionMs && { detection_median: seconds(summary.detectionMs.median) }),
    ...(summary.recoveryMs && { recovery_median: seconds(summary.recoveryMs.median) }),
    ...(runs.length > 0 && { two_holders: splitBrainText(runs), held_at_end_by: holdersAtEnd(runs) }),
    seed: String(journal.seed),
  };
  const result = [
    ...(failures.length > 0
      ? [`      <failure message="${escaped(failures[0] ?? "")}">${escaped(failures.join("\n"))}</failure>`]
      : []),
    ...(failures.length === 0 && aborted !== undefined ? [`      <skipped message="${escaped(aborted)}"/>`] : []),
  ];
  return [
    `    <testcase name="${escaped(fault)}" classname="${escaped(journal.group)}" time="${outageSeconds(drill).toFixed(3)}">`,
    "      <properties>",
    ...Object.entries(properties).map(
      ([name, value]) => `        <property name="${name}" value="${escaped(value)}"/>`,
    ),
    "      </properties>",
    ...result,
    `      <system-out>${escaped(drillText(drill, journal))}</system-out>`,
    "    </testcase>",
  ].join("\n");
}

function outageSeconds({ summary }: Drill): number {
  return (summary.outageMs?.max ?? 0) / 1000;
}
