/** Every rule finds its fault, in its line, and says nothing of a twin without it. */
import { rules } from "../../../lib/hosts/lint/rules";
import { lint } from "../../../lib/hosts/lint/lint";
import { member } from "../support/members";
import { snippets } from "./snippets";
import { describeWithKeepalived } from "../support/config-test";

const ruleOf = (id: string) => rules.find((rule) => rule.id === id);

const found = (config: string, rule: string) =>
  lint([member(config)]).findings.filter((finding) => finding.rule === rule);

describe("each rule", () => {
  it.each(snippets.map((snippet, index) => [snippet.rule, index] as const))(
    "%s finds its fault where it stands, and not its twin (%#)",
    (rule, index) => {
      const { good, bad, at } = snippets[index] ?? { good: "", bad: "" };
      expect(found(good, rule)).toEqual([]);
      const lines = bad.split("\n");
      const places = found(bad, rule).map(({ line }) => (line === undefined ? undefined : lines[line - 1]));
      expect(places).toContainEqual(at === undefined ? undefined : expect.stringContaining(at));
    },
  );
});

describeWithKeepalived("the real keepalived", (keepalived) => {
  // What hangs is not tried: it would have to be waited for.
  const tried = snippets.filter(({ rule }) => ruleOf(rule)?.configTest !== "hangs");
  const results = keepalived.test(tried.flatMap(({ good, bad }) => [good, bad]));

  it.each(tried.map((snippet, index) => [snippet.rule, index] as const))(
    "takes the twin without the fault, and answers to the fault as the rule says: %s (%#)",
    (rule, index) => {
      const [good, bad] = [results[index * 2], results[index * 2 + 1]];
      expect(good).toEqual({ code: 0, output: expect.any(String) as string });
      expect(bad).toMatchObject({ code: tried[index]?.configTest ?? ruleOf(rule)?.configTest });
    },
  );
});
