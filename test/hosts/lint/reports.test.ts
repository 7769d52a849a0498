/** Reports for machines keep their shape. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { lint } from "../../../lib/hosts/lint/lint";
import { jsonReport } from "../../../lib/hosts/lint/report/json";
import { sarifReport } from "../../../lib/hosts/lint/report/sarif";
import { textReport } from "../../../lib/hosts/lint/report/text";
import { rules } from "../../../lib/hosts/lint/rules";
import { member } from "../support/members";
import { conf, partner } from "./conf";

const two = [member(conf()), member(partner({ set: { virtual_router_id: "52" } }), { name: "b" })];
const report = lint([
  ...two.map((one) => ({ ...one, shown: () => `hosts/${one.name} & co/ä.conf` })),
  member("", { name: "c" }),
]);

type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** Each key with the shape of its value; of a list the shape of its first item. */
function shape(value: Json): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map((item: Json) => shape(item));
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
}

describe("JSON", () => {
  it("has the fields that the documentation shows", () => {
    const docs = readFileSync(path.join(__dirname, "../../../docs/lint.md"), "utf8");
    const example = JSON.parse(/```json\n([^`]*)```/.exec(docs)?.[1] ?? "null") as Json;
    const written = JSON.parse(jsonReport(lint(two))) as Json;
    expect(shape(written)).toEqual(shape(example));
  });
});

interface Location {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region?: { readonly startLine: number; readonly startColumn: number };
  };
}

interface SarifLog {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly version: string;
        readonly rules: readonly { readonly id: string }[];
      };
    };
    readonly invocations: readonly {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly unknown[];
    }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly Location[];
      readonly relatedLocations?: readonly (Location & { readonly id: number })[];
    }[];
  }[];
}

describe("SARIF", () => {
  const log = JSON.parse(sarifReport(report)) as SarifLog;
  const [run] = log.runs;

  it("is a log of version 2.1.0 with one run of this tool", () => {
    expect(log).toMatchObject({ $schema: expect.stringContaining("sarif-2.1.0") as string, version: "2.1.0" });
    expect(log.runs).toHaveLength(1);
    expect(run?.tool.driver).toMatchObject({ name: "ipfailover lint", version: expect.any(String) as string });
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
  });

  it("has for each finding a result with its rule, level, words and place", () => {
    expect(run?.results).toHaveLength(report.findings.length);
    for (const result of run?.results ?? []) {
      expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(["error", "warning", "note"]).toContain(result.level);
      expect(result.message.text).not.toBe("");
      for (const { physicalLocation } of [...result.locations, ...(result.relatedLocations ?? [])]) {
        expect(physicalLocation.artifactLocation.uri).toMatch(
          /^(hosts\/[ab]%20%26%20co\/%C3%A4\.conf|file:\/\/\/c\.conf)$/,
        );
        expect(physicalLocation.region?.startLine ?? 1).toBeGreaterThan(0);
        expect(physicalLocation.region?.startColumn ?? 1).toBeGreaterThan(0);
      }
    }
  });

  it("links the other side of a mismatch", () => {
    const mismatch = run?.results.find(({ ruleId }) => ruleId === "set-vrid");
    expect(mismatch?.relatedLocations).toMatchObject([{ id: 1, message: { text: "51 here" } }]);
  });

  it("says what was not checked", () => {
    const [invocation] = run?.invocations ?? [];
    expect(invocation?.executionSuccessful).toBe(true);
    expect(invocation?.toolExecutionNotifications).toHaveLength(report.notChecked.length);
  });
});

describe("text", () => {
  it("gives the reason of a rule once, the fix each time", () => {
    const text = textReport(lint([member(conf()), member(partner(), { name: "b" })]), { color: false });
    const count = (part: string) => text.split(part).length - 1;
    const rule = rules.find(({ id }) => id === "re-announcing-missing");
    expect(count("[re-announcing-missing]")).toBe(2);
    expect(count(rule?.why ?? "")).toBe(1);
    expect(count(rule?.fix ?? "")).toBe(2);
  });

  it("has colours only where they are wanted", () => {
    expect(textReport(report, { color: false })).not.toContain("\u001b");
    expect(textReport(report, { color: true })).toContain("\u001b[31merror\u001b[0m");
  });
});

describe("rules", () => {
  it("have an id of their own, and words that end", () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { id, title, why, fix } of rules) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(title).not.toMatch(/\.$/);
      expect(why).toMatch(/[.]$/);
      expect(fix).toMatch(/[.]$/);
    }
  });
});
