/** Whatever is declared, the members' files fit together: lint, which reads them as anybody's, finds nothing. */
import fc from "fast-check";
import { lint } from "../../../lib/hosts/lint/lint";
import { membersOf } from "../../../lib/hosts/deliver/deliver";
import type { HaGroup } from "../../../lib/hosts/model/model";
import { renderMember } from "../../../lib/hosts/render/render";
import { anyDeclaration } from "../support/any-declaration";
import { groupsOf, host, pair } from "../support/declarations";
import { member } from "../support/members";
import { memoryTree } from "../support/memory-tree";

/** Everything worse than a note. */
function faults(groups: readonly HaGroup[]): readonly string[] {
  const members = membersOf(groups).map(({ name, keepalivedVersion }) => {
    const files = renderMember(groups, name);
    const tree = memoryTree({
      "/bin/sh": { mode: 0o755 },
      ...Object.fromEntries(files.map(({ path, content, mode }) => [path, { content, mode: parseInt(mode, 8) }])),
    });
    const conf = files.find(({ path }) => path === "/etc/keepalived/keepalived.conf");
    return member(conf?.content ?? "", { name, version: keepalivedVersion, tree });
  });
  return lint(members)
    .findings.filter(({ severity, rule }) => severity !== "info" && rule !== "few-adverts")
    .map((finding) => JSON.stringify(finding));
}

const sameSeed = { seed: 20261124 };

test("any declaration renders configurations that agree across its members", () => {
  fc.assert(
    fc.property(anyDeclaration, (declaration) => {
      expect(faults(groupsOf(declaration))).toEqual([]);
    }),
    { ...sameSeed, numRuns: 20 },
  );
});

test("lint would see it if they did not", () => {
  const [group] = groupsOf(pair());
  const members = new Map(group!.members);
  members.set("b", { ...members.get("b")!, heartbeat: { address: "10.0.0.99", nic: { interface: "ens7" } } });
  const files = (groups: readonly HaGroup[], name: string) =>
    renderMember(groups, name).find(({ path }) => path.endsWith("keepalived.conf"))?.content ?? "";
  const report = lint([
    member(files([group!], "a"), { name: "a" }),
    member(files([{ ...group!, members }], "b"), { name: "b" }),
  ]);
  expect(report.findings.some(({ severity }) => severity === "error")).toBe(true);
});

test("the same declaration always gives the same bytes, with plain line ends", () => {
  fc.assert(
    fc.property(anyDeclaration, (declaration) => {
      const [first, second] = [1, 2].map(() => {
        const groups = groupsOf(JSON.parse(JSON.stringify(declaration)));
        return membersOf(groups).flatMap(({ name }) => renderMember(groups, name));
      });
      expect(second).toEqual(first);
      for (const { content } of first ?? []) expect(content).toMatch(/^[^\r]*\n$/);
    }),
    { ...sameSeed, numRuns: 20 },
  );
});

test("what one member's keepalived does not know is not in its file, and the others keep it", () => {
  const groups = groupsOf(pair({}, { a: host(11, { keepalived_version: "2.2.4" }), b: host(12) }));
  const conf = (name: string) =>
    renderMember(groups, name).find(({ path }) => path.endsWith("keepalived.conf"))?.content;
  expect(conf("a")).not.toContain("unicast_fault_no_peer");
  expect(conf("b")).toContain("unicast_fault_no_peer");
});

test("an old keepalived counts to three by itself and is told nothing of it", () => {
  const old = (number: number) => host(number, { keepalived_version: "2.1.5" });
  const groups = groupsOf(pair({ advert_interval: "300ms", down_timer: 3 }, { a: old(11), b: old(12) }));
  expect(JSON.stringify(renderMember(groups, "a"))).not.toContain("down_timer_adverts");
});
