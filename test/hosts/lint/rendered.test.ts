/** What this package renders has nothing wrong with it, and what happens to it on the way is found. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { treeOf } from "../../../lib/hosts/deliver/tree";
import { membersFrom } from "../../../lib/hosts/lint/input/members";
import { lint } from "../../../lib/hosts/lint/lint";
import type { LintReport } from "../../../lib/hosts/lint/lint";
import { groupsOf, host, pair } from "../support/declarations";
import type { Json } from "../support/declarations";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(os.tmpdir(), "rendered-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** The folders of the rendered members. */
function render(declaration: Json): readonly string[] {
  const groups = groupsOf(declaration);
  const members = new Map(groups.flatMap((group) => [...group.members]));
  for (const [, self] of members) {
    for (const file of treeOf(groups, self)) {
      const target = path.join(folder, file.path);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, file.content, { mode: file.executable ? 0o755 : 0o644 });
    }
  }
  return [...members.keys()].map((name) => path.join(folder, name));
}

const report = (files: readonly string[]): LintReport =>
  lint(membersFrom({ files, roots: [], versions: [], configIds: [], defaultVersion: "2.2.7" }));

const rulesOf = ({ findings }: LintReport) => findings.map(({ severity, rule }) => `${severity} ${rule}`);

const dual = ["203.0.113.10", "203.0.113.11", "2001:db8::10", "2001:db8::11"];
const six = (number: number): Json =>
  host(number, { heartbeat: { address: `10.0.0.${number}`, address6: `fd00::${number}`, interface: "ens7" } });
const check = { command: ["/bin/true"], interval: "2s", fall: 3 };

const declarations: Readonly<Record<string, Json>> = {
  "the default": pair(),
  "three members": pair({}, { a: host(11), b: host(12), c: host(13) }),
  "the profile calm": pair({ profile: "calm" }),
  "VRRP 2": pair({ vrrp_version: 2 }),
  "addresses of both families": pair({ addresses: dual }),
  "both families in a sync group": pair({ addresses: dual, dual_stack: "sync-group" }, { a: six(11), b: six(12) }),
  "IPv6 alone": pair({ addresses: ["2001:db8::10"] }, { a: six(11), b: six(12) }),
  "everything tracked": pair({
    checks: { http: check },
    ready_check: check,
    gateway: { address: "203.0.113.1" },
    track: { interfaces: ["eth0"], processes: ["nginx"], files: { load: "/run/load" } },
  }),
  "addresses on all members": pair({ presence: "everywhere", anchor: "10.0.0.100" }),
  "fail-back after a while": pair({ fail_back: "5m" }),
  "active on both": {
    members: { a: host(11), b: host(12) },
    groups: {
      web: { addresses: ["203.0.113.10"], master: "a" },
      mail: { addresses: ["203.0.113.20"], master: "b" },
    },
  },
};

it.each(Object.entries(declarations))("is clean: %s", (_name, declaration) => {
  expect(rulesOf(report(render(declaration)))).toEqual([]);
});

it("is clean but for a word about loss with the profile fast", () => {
  expect(new Set(rulesOf(report(render(pair({ profile: "fast" })))))).toEqual(new Set(["info few-adverts"]));
});

it("is judged by the modes and owners of its manifest, and by the version that it was rendered for", () => {
  const files = render(pair({}, { a: host(11, { keepalived_version: "2.3.3" }), b: host(12) }));
  const { members, notChecked } = report(files);
  expect(members.map(({ version }) => version)).toEqual(["2.3.3", "2.2.7"]);
  expect(notChecked.map(({ what }) => what)).not.toContainEqual(expect.stringContaining("who owns"));
});

it("is missed where a script was lost on the way", () => {
  const files = render(pair());
  rmSync(path.join(folder, "b/rootfs/usr/local/lib/ipfailover/on-event"));
  const { findings } = report(files);
  expect(new Set(findings.map(({ rule, member }) => `${member} ${rule}`))).toEqual(new Set(["b script-missing"]));
});
