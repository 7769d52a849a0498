/** Files as people write them by hand, in the styles of common guides: no false alarms, and what is true of them. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { membersFrom } from "../../../lib/hosts/lint/input/members";
import { lint } from "../../../lib/hosts/lint/lint";
import type { LintReport } from "../../../lib/hosts/lint/lint";

const folder = path.join(__dirname, "corpus");

function report(name: string): LintReport {
  const files = readdirSync(path.join(folder, name)).map((entry) => path.join(folder, name, entry));
  return lint(membersFrom({ files, roots: [], versions: [], configIds: [], defaultVersion: "2.2.7" }));
}

/** `rule file:line` of all that is worse than a note. */
const alarms = ({ findings }: LintReport) =>
  findings
    .filter(({ severity }) => severity !== "info")
    .map(({ severity, rule, file, line }) => `${severity} ${rule} ${path.basename(file)}:${line}`);

const expected: Readonly<Record<string, readonly string[]>> = {
  "active-active": [],
  director: [],
  "dual-stack": [],
  // 101 and 100 as in many guides: a busy host may be late by more than that.
  haproxy: [
    "warning script-security a.conf:3",
    "warning script-user a.conf:3",
    "warning re-announcing-missing a.conf:8",
    "warning script-security b.conf:3",
    "warning script-user b.conf:3",
    "warning re-announcing-missing b.conf:8",
    "warning set-priority-gap b.conf:13",
  ],
  // In the style of IONOS' reference: one instance only watches a wire, without an address and with an own one.
  ionos: [
    "warning address-missing a.conf:13",
    "warning peers-missing a.conf:15",
    "warning address-missing b.conf:13",
    "warning peers-missing b.conf:15",
  ],
  nginx: ["warning tracked-own-interface a.conf:31", "warning tracked-own-interface b.conf:31"],
  router: [],
  shared: [],
};

it("has an expectation for every example", () => {
  expect(Object.keys(expected).sort()).toEqual(readdirSync(folder).sort());
});

it.each(Object.entries(expected))("finds in %s what is true, and nothing else", (name, lines) => {
  expect(alarms(report(name))).toEqual(lines);
});

it("pairs the instances of all examples", () => {
  for (const name of Object.keys(expected)) {
    const { groups } = report(name);
    expect(groups.map(({ members }) => members.map(({ member }) => member).sort())).toEqual(
      groups.map(() => ["a", "b"]),
    );
  }
});

it("passes load balancing over, and says so", () => {
  const passedOver = report("director").notChecked.filter(({ what }) => what.includes("virtual_server"));
  expect(passedOver.map(({ member }) => member)).toEqual(["a", "b"]);
});

it("reads a file that both share as each of them", () => {
  const [web, mail] = report("shared").groups;
  expect(web?.members).toEqual([
    { member: "a", priority: 150 },
    { member: "b", priority: 100 },
  ]);
  expect(mail?.addresses).toEqual(["192.0.2.110", "192.0.2.111", "192.0.2.112"]);
});
