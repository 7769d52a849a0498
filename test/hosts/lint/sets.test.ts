/** What does not fit together is found across members, however harmless each looks by itself. */
import { lint } from "../../../lib/hosts/lint/lint";
import { rules } from "../../../lib/hosts/lint/rules";
import { matching, mismatches } from "../mismatches";
import type { MismatchLab } from "../mismatches";
import { describeWithKeepalived } from "../support/config-test";
import { lintTexts, member } from "../support/members";
import { conf, partner } from "./conf";
import { setSnippets } from "./set-snippets";

const lab: MismatchLab = {
  members: [
    { name: "a", interface: "eth0", address: "192.0.2.11" },
    { name: "b", interface: "eth0", address: "192.0.2.12" },
  ],
  addresses: ["192.0.2.100", "192.0.2.101", "192.0.2.102"],
};

const both = (config: (typeof mismatches)[number]["config"]) => [config(lab, 0), config(lab, 1)];

const ids = (...configs: readonly string[]) => lintTexts(...configs).findings.map(({ rule }) => rule);

describe("a set of members", () => {
  it.each(setSnippets.map((snippet, index) => [snippet.rule, index] as const))(
    "that has the fault is told apart from one that has not: %s (%#)",
    (rule, index) => {
      const { good, bad } = setSnippets[index] ?? { good: [], bad: [] };
      expect(ids(...good)).not.toContain(rule);
      expect(ids(...bad)).toContain(rule);
    },
  );

  it("has every rule of this kind tried", () => {
    const tried = new Set(setSnippets.map(({ rule }) => rule));
    expect(rules.filter(({ of, id }) => of === "set" && !tried.has(id))).toEqual([]);
  });

  it.each(mismatches.map((mismatch) => [mismatch.name, mismatch] as const))(
    "with %s is found, in the member that differs",
    (_name, { rule, config }) => {
      const { findings } = lintTexts(...both(config));
      expect(findings.filter((finding) => finding.rule === rule)).toContainEqual(
        expect.objectContaining({ related: [expect.objectContaining({ line: expect.any(Number) as number })] }),
      );
    },
  );

  it("with two masters in the lab is always an error", () => {
    const masters = mismatches.filter(({ outcome }) => outcome === "two masters");
    const severities = masters.map(({ rule, config }) => {
      const { findings } = lintTexts(...both(config));
      return findings.find((finding) => finding.rule === rule)?.severity;
    });
    expect(new Set(severities)).toEqual(new Set(["error"]));
  });

  it("that fits has no finding across members", () => {
    expect(ids(...both(matching)).filter((rule) => rule.startsWith("set-"))).toEqual([]);
  });

  it("is compared as each member's keepalived runs it: what its version does not know is not there", () => {
    const nine = { lines: ["down_timer_adverts 9"] };
    const members = [member(conf(nine), { name: "a" }), member(partner(nine), { name: "b", version: "2.2.2" })];
    const found = lint(members).findings.map(({ rule, member: name }) => [rule, name]);
    expect(found).toContainEqual(["keyword-too-new", "b"]);
    expect(found).toContainEqual(["set-down-timer", "b"]);
  });

  it("of two groups is compared group by group, although everybody's instance is called VI_1", () => {
    const head = "vrrp_instance VI_1";
    const second = {
      head,
      addresses: ["198.51.100.1"],
      set: { virtual_router_id: "60", unicast_src_ip: "198.51.100.11" },
      peers: ["198.51.100.12"],
    };
    const fourth = {
      ...second,
      set: { ...second.set, unicast_src_ip: "198.51.100.12", priority: "100" },
      peers: ["198.51.100.11"],
    };
    const report = lintTexts(conf({ head }), conf(second), partner({ head }), conf(fourth));
    expect(report.groups.map(({ members }) => members.map((one) => one.member))).toEqual([
      ["a", "c"],
      ["b", "d"],
    ]);
    expect(report.findings.filter(({ rule }) => rule.startsWith("set-"))).toEqual([]);
  });

  it("never shows a password", () => {
    const password = (value: string) => ["authentication {", "auth_type PASS", `auth_pass ${value}`, "}"];
    const report = lintTexts(conf({ lines: password("hush-1") }), partner({ lines: password("hush-2") }));
    expect(report.findings.map(({ rule }) => rule)).toContain("set-authentication");
    expect(JSON.stringify(report)).not.toContain("hush");
  });

  it("says how long a takeover takes", () => {
    const fast = { globals: ["vrrp_version 3"], set: { advert_int: "0.1" }, lines: ["down_timer_adverts 9"] };
    const [group] = lintTexts(conf(fast), partner({ ...fast, set: { ...fast.set, priority: "100" } })).groups;
    // 8 or 9 intervals of 100 ms and 156/256 of one.
    expect(group?.crashMs).toEqual({ from: 861, to: 961 });
  });
});

describeWithKeepalived("the real keepalived", (keepalived) => {
  it("takes every member of every mismatched pair: nobody sees it on one host alone", () => {
    const configs = mismatches.flatMap(({ config }) => both(config));
    expect(keepalived.test(configs).map(({ code }) => code)).toEqual(configs.map(() => 0));
  });
});
