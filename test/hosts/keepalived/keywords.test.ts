/** The tables of keywords against the real keepalived: it knows what they say it knows, and nothing that is newer. */
import type { Keyword, Keywords } from "../../../lib/hosts/keepalived/keywords/keyword";
import { rootKeywords } from "../../../lib/hosts/keepalived/keywords/root";
import { compareVersions } from "../../../lib/hosts/model/keepalived-version";
import { describeWithKeepalived } from "../support/config-test";

interface Block {
  /** Lines that open the blocks around it. */
  readonly around: readonly string[];
  readonly keywords: Keywords;
}

function* blocks(keywords: Keywords, around: readonly string[] = []): Generator<Block> {
  yield { around, keywords };
  for (const [name, { body, needsValue }] of keywords) {
    if (typeof body === "object") yield* blocks(body, [...around, needsValue ? `${name} n {` : `${name} {`]);
  }
}

const everywhere = [...blocks(rootKeywords)];

const isNewer = ({ since }: Keyword) => since !== undefined && compareVersions(since, "2.2.7") > 0;

/** What 2.2.7 knows: blocks that are newer as a whole are left out. */
const known = everywhere.filter(({ around }) => !around.some((line) => line.startsWith("auth_hmac")));

/** Debian builds without libipset. */
const leftOut = "vrrp_ipsets";

const inside = (around: readonly string[], ...lines: readonly string[]) =>
  [...around, ...lines, ...around.map(() => "}"), ""].join("\n");

it("has no keyword of an older version than the first that is listed", () => {
  const versions = everywhere.flatMap(({ keywords }) => [...keywords.values()].flatMap(({ since }) => since ?? []));
  expect(versions.filter((version) => compareVersions(version, "1.3.0") <= 0)).toEqual([]);
});

describeWithKeepalived("the real keepalived", (keepalived) => {
  const written = (name: string, keyword: Keyword) => {
    // The braces of an unknown block would end the one around it.
    const body = keyword.body === undefined || isNewer(keyword) ? "" : " {\n}";
    return `${name}${keyword.needsValue ? " 1" : ""}${body}`;
  };
  const whole = known.map(({ around, keywords }) =>
    inside(around, ...[...keywords].map(([name, keyword]) => written(name, keyword)), "the_end"),
  );
  const needing = known.flatMap(({ around, keywords }) =>
    [...keywords].flatMap(([name, keyword]) =>
      keyword.needsValue && !isNewer(keyword) && around.length > 0 ? { around, name } : [],
    ),
  );
  const results = keepalived.test([...whole, ...needing.map(({ around, name }) => inside(around, name))]);

  it.each(known.map(({ around, keywords }, index) => [around.join(" "), keywords, index] as const))(
    "knows every keyword that it should, and no other: %s",
    (_block, keywords, index) => {
      const unknown = [...(results[index]?.output ?? "").matchAll(/Unknown keyword '(.*)'/g)].map(([, name]) => name);
      const newer = [...keywords].flatMap(([name, keyword]) => (isNewer(keyword) ? name : []));
      const expected = [...newer, ...(keywords.has(leftOut) ? [leftOut] : []), "the_end"];
      expect([...new Set(unknown)].sort()).toEqual(expected.sort());
    },
  );

  it("ends at those that need a value, when they have none", () => {
    const codes = results.slice(whole.length).map(({ code }) => code);
    expect(needing.filter((_, index) => codes[index] !== 2)).toEqual([]);
  });
});
