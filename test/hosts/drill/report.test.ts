/** Reports: all of them from the journal and nothing else. */
import { parseJournal, reports } from "../../../lib/hosts/drill/report/reports";
import { drillOf, journalOf, richJournal, runWith } from "./support/journal";

const limits = { maxOutageMs: 2000, maxSplitBrainMs: 500 };

describe("the text", () => {
  it("tells the outage with its range beside what arithmetic promises, and who held the address", () => {
    const text = reports.text(richJournal());
    expect(text).toContain("outage        0.93 s (0.90–0.95 s); by arithmetic 0.86–0.96 s");
    expect(text).toContain("at the end    held by b");
    expect(text).toMatch(/long-lived TCP connection +0\.93 s \(0\.90–0\.95 s\), broken in 3 of 3/);
    expect(text).toMatch(/ICMP echo +not measured: there is no ping/);
  });

  it("shows the run with the longest outage as rows over time and as events", () => {
    const text = reports.text(journalOf([drillOf("crash", [runWith(), runWith({ number: 2, outageMs: 980 })])]));
    expect(text).toContain("run 2, the one with the longest outage");
    expect(text).toMatch(/clients \|=+\.+=+\|\n +a +\|M+ +b+\|\n +b +\|b+M+\|/);
    expect(text).toMatch(/-0\.00 s +clients get their last answer\n +\+0\.00 s {2}a {2}the machine loses power\n/);
  });

  it("says of an outage that had not ended that it was longer", () => {
    const text = reports.text(journalOf([drillOf("crash", [runWith({ outageMs: 4000, open: true })], limits)]));
    expect(text).toContain("FAILED: run 1: the outage of ≥ 6.00 s is longer than 2.00 s");
  });

  it.each([
    [
      "two members answered for too long",
      { doubleMs: 700 },
      "two members answered for 0.70 s, which is longer than 0.50 s",
    ],
    [
      "clients are left in a black hole",
      { blackHoled: ["ICMP echo"] },
      "b holds the address and answers, but not: ICMP echo",
    ],
  ])("fails a drill in which %s", (_name, options, says) => {
    const text = reports.text(journalOf([drillOf("freeze", [runWith(options)], limits)]));
    expect(text).toContain(says);
    expect(text).toMatch(/FAILED: freeze failed\.$/);
  });

  it("passes a drill that stays within its limits", () => {
    expect(reports.text(journalOf([drillOf("crash", [runWith()], limits)]))).toMatch(/PASSED: crash passed\.$/);
  });
});

describe("the journal", () => {
  it("says everything again when it is read back", () => {
    const journal = richJournal();
    const kept = parseJournal(reports.json(journal));
    for (const report of [reports.text, reports.junit, reports.html]) expect(report(kept)).toBe(report(journal));
  });

  it.each(["{}", "null", '{"journal":2,"drills":[]}'])("is not taken from %s", (text) => {
    expect(() => parseJournal(text)).toThrow("no journal");
  });
});

describe("JUnit's XML", () => {
  it("has a case for each fault, whose time is the longest outage, and tells failed from not carried out", () => {
    const xml = reports.junit(richJournal());
    expect(xml).toContain(
      '<testsuite name="drill of web" timestamp="2026-01-02T03:04:05.000Z" tests="3" failures="1" errors="0" skipped="1"',
    );
    expect(xml).toContain('<testcase name="crash" classname="web" time="0.950">');
    expect(xml).toContain('<failure message="run 1: two members answered for 0.70 s');
    expect(xml).toContain('<skipped message="interrupted"/>');
    expect(xml).toContain('<property name="outage_median" value="0.93 s"/>');
  });

  it("is well-formed whatever a group, a member or a daemon is called", () => {
    const nasty = `<&"'>\u0000\u001b]]>`;
    const run = { ...runWith(), events: [{ atMs: 1, kind: "state" as const, member: nasty, text: nasty }] };
    const xml = reports.junit(journalOf([drillOf("crash", [run])], { group: nasty }));
    expect(() => checkWellFormed(xml)).not.toThrow();
    expect(xml).not.toMatch(/[\u0000-\u0008\u001b]/);
  });
});

/** Every element is closed, in order, and no text or attribute has a bare sign of markup. */
function checkWellFormed(xml: string): void {
  const open: string[] = [];
  const body = xml.replace(/^<\?xml[^>]*\?>/, "");
  const tag = /<(\/?)([a-z-]+)((?: [a-z_-]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  let at = 0;
  for (let match = tag.exec(body); match; match = tag.exec(body)) {
    const [, closing, name = "", attributes = "", empty, text] = match;
    at = tag.lastIndex;
    if (/&(?!amp;|lt;|gt;|quot;|#39;)/.test(`${attributes}${text ?? ""}`)) throw new Error(`bare & in ${match[0]}`);
    if (text !== undefined) continue;
    if (closing) {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
    } else if (!empty) open.push(name);
  }
  if (at !== body.length || open.length > 0)
    throw new Error(`stops at ${body.slice(at, at + 40)}, open: ${open.join()}`);
}
