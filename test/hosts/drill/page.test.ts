/** The page, as Chromium shows it and as it reads it out. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { inflateSync } from "node:zlib";
import { style } from "../../../lib/hosts/drill/report/html/style";
import { reports } from "../../../lib/hosts/drill/report/reports";
import { describeWithChromium, startBrowser } from "../../support/chromium";
import type { Browser } from "../../support/chromium";
import { richJournal } from "./support/journal";

const html = reports.html(richJournal());

it("needs nothing but itself: it has no script and names no other file", () => {
  expect(html).not.toMatch(/<script|<link|<img|\ssrc=|url\(|@import|https?:/);
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, target]) => target)).toEqual(["#crash", "#freeze", "#loss"]);
});

it("has no markup but its own", () => {
  expect(html).toContain("A note with &lt;angle&gt; &amp; &quot;quotes&quot;.");
});

describe.each(["light", "dark"])("in the %s scheme", (scheme) => {
  const [light = "", dark = ""] = style.markup.split("@media (prefers-color-scheme: dark)");
  const rules = scheme === "light" ? light : (/\{[^}]*\}/.exec(dark)?.[0] ?? "");
  const colour = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(rules)?.[1] ?? "";

  it.each([
    ...[
      ["ink", "card"],
      ["ink", "page"],
      ["muted", "card"],
      ["muted", "page"],
      ["accent", "card"],
    ],
    ...[
      ["on-master", "master"],
      ["on-backup", "backup"],
      ["on-bad", "bad-fill"],
      ["on-warn", "warn-fill"],
    ],
    ...[
      ["good", "good-fill"],
      ["bad", "bad-soft"],
      ["muted", "neutral-soft"],
    ],
  ])("%s can be read on %s", (text, ground) => {
    expect(contrast(colour(text ?? ""), colour(ground ?? ""))).toBeGreaterThanOrEqual(4.5);
  });
});

describeWithChromium("the page", (binary) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "ipfailover-page-"));
  const file = path.join(folder, "drill.html");
  let browser: Browser;
  beforeAll(async () => {
    writeFileSync(file, html);
    browser = await startBrowser(binary);
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("looks as the reader's scheme wants it", async () => {
    const grounds = [];
    for (const dark of [false, true]) {
      await browser.open(file, { dark });
      grounds.push(firstPixel(await browser.screenshot()));
    }
    expect(grounds).toEqual(["#f5f6f8", "#0f141b"]);
  });

  it("asks for nothing", async () => {
    await browser.open(file);
    expect(new Set(browser.requests)).toEqual(new Set([`file://${file}`]));
  });

  it("says what happened, to whoever reads it and to whoever has it read out", async () => {
    await browser.open(file);
    const text = await browser.evaluate<string>("document.body.innerText");
    for (const part of ["web", "failed", "203.0.113.10", "0.93 s", "by arithmetic 0.86–0.96 s", "held at the end by"]) {
      expect(text).toContain(part);
    }
    expect(text).toContain("two members answered for 0.70 s, which is longer than 0.50 s");
    const { nodes } = (await browser.call("Accessibility.getFullAXTree")) as { nodes: readonly Node[] };
    const named = (role: string) => nodes.filter((node) => node.role?.value === role).map((node) => node.name?.value);
    expect(named("image").concat(named("img"))).toContainEqual(
      expect.stringMatching(
        /^Run 2: a held the address when the fault came\. Clients were without an answer for 0\.95 s\./,
      ),
    );
    expect(named("heading").slice(0, 2)).toEqual([expect.stringContaining("web"), "Overview"]);
    expect(named("rowheader")).toEqual(expect.arrayContaining(["crash", "freeze", "loss", "UDP through the router"]));
  });

  it("places fault and recovery, outage and states where they were on the axis", async () => {
    await browser.open(file);
    const edges = await browser.evaluate<Record<string, number[]>>(`(() => {
      const section = document.querySelector("#crash .timeline");
      const box = (selector) => { const r = section.querySelector(selector).getBoundingClientRect(); return [r.left, r.right]; };
      return { fault: box(".mark"), recovery: box(".mark.recovery"), outage: box(".outage"), master: box(".lane.member + .lane .master") };
    })()`);
    const { fault = [], recovery = [], outage = [], master = [] } = edges;
    expect(Math.abs((outage[0] ?? 0) - (fault[0] ?? 99))).toBeLessThan(4);
    expect(Math.abs((outage[1] ?? 0) - (master[0] ?? 99))).toBeLessThan(14);
    expect(recovery[0]).toBeGreaterThan(outage[1] ?? 0);
  });

  it.each([1200, 800, 390])("keeps within a window of %i pixels", async (width) => {
    await browser.open(file, { width });
    expect(await browser.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  });
});

interface Node {
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
}

/** WCAG 2.2, 1.4.3. */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Whatever filter a PNG's first row has, its first pixel is written as it is (RFC 2083, 6). */
function firstPixel(png: Buffer): string {
  const data: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") data.push(png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return `#${inflateSync(Buffer.concat(data)).subarray(1, 4).toString("hex")}`;
}
