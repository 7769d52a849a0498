/** Colours are checked for contrast in both schemes, and never stand alone: form, text or place says the same. */
import type { Markup } from "./markup";

export const style: Markup = {
  markup: `
:root {
  --page: #f5f6f8; --card: #ffffff; --ink: #1a2230; --muted: #5a6575; --line: #dfe3ea; --grid: #e9ecf1;
  --accent: #2459c4; --master: #2459c4; --on-master: #ffffff; --backup: #d9e2f2; --on-backup: #34415a;
  --warn: #9a5b00; --warn-fill: #f3c77a; --on-warn: #4a2c00; --bad: #c22f2f; --bad-fill: #cd3b3b; --on-bad: #ffffff;
  --good: #18794e; --good-fill: #e3f4ea; --bad-soft: #fbe6e6; --neutral-soft: #eceff4; --answers: #1f9d61; --double: #a32cc4;
  --band: #cfe0d6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f141b; --card: #171e28; --ink: #e6ebf2; --muted: #9aa7b8; --line: #2a3442; --grid: #222b38;
    --accent: #86aeff; --master: #3b6fdb; --on-master: #ffffff; --backup: #2b3a54; --on-backup: #c4d2ea;
    --warn: #f0b95a; --warn-fill: #8a5a10; --on-warn: #ffe9c4; --bad: #ff8f87; --bad-fill: #c9413c; --on-bad: #ffffff;
    --good: #6fd8a3; --good-fill: #16382a; --bad-soft: #41201f; --neutral-soft: #252f3d; --answers: #42c88a; --double: #d77bf0;
    --band: #24463a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 2.5rem clamp(1rem, 4vw, 3rem) 3rem; background: var(--page); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
header, main, footer { max-width: 68rem; margin: 0 auto; }
.kind { margin: 0; color: var(--muted); font-weight: 600; }
h1 { margin: 0.1rem 0 1rem; font-size: 2rem; line-height: 1.2; letter-spacing: -0.015em; display: flex; gap: 0.9rem; align-items: center; flex-wrap: wrap; }
h2 { margin: 0; font-size: 1.25rem; letter-spacing: -0.01em; display: flex; gap: 0.75rem; align-items: center; flex-wrap: wrap; }
h3 { margin: 1.75rem 0 0.6rem; font-size: 0.95rem; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 3px; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 3px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.5rem; margin-top: 1.25rem; }
.facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; margin: 0; }
.facts dt, .tile dt { color: var(--muted); font-size: 0.82rem; }
.facts dd { margin: 0; font-weight: 500; }
.note { margin: 0.75rem 0 0; color: var(--muted); max-width: 70ch; }
.badge { display: inline-flex; gap: 0.35em; align-items: center; border-radius: 999px; padding: 0.15em 0.7em; font-size: 0.82rem; font-weight: 600; letter-spacing: 0; line-height: 1.5; white-space: nowrap; background: var(--neutral-soft); color: var(--muted); }
.badge.passed { background: var(--good-fill); color: var(--good); }
.badge.failed { background: var(--bad-soft); color: var(--bad); }
.what { margin: 0.35rem 0 0; color: var(--muted); max-width: 75ch; }
.failures { margin: 1rem 0 0; padding: 0.75rem 1rem 0.75rem 2rem; background: var(--bad-soft); color: var(--bad); border-radius: 8px; }
.aborted { margin: 1rem 0 0; padding: 0.75rem 1rem; background: var(--neutral-soft); border-radius: 8px; white-space: pre-wrap; overflow-wrap: anywhere; }
.discarded { color: var(--muted); font-size: 0.85rem; margin: 1rem 0 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { text-align: left; vertical-align: middle; padding: 0.5rem 0.75rem 0.5rem 0; font-weight: 400; }
thead th { color: var(--muted); font-size: 0.82rem; vertical-align: top; white-space: nowrap; }
tbody tr + tr > * { border-top: 1px solid var(--line); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
small { display: block; color: var(--muted); font-size: 0.78rem; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
.overview { margin-top: 0.9rem; min-width: 54rem; }
.overview tbody th { font-weight: 600; white-space: nowrap; }
.overview .chart { width: 34%; padding-right: 1.75rem; }
.axis { display: block; position: relative; height: 1.4rem; margin-top: 0.3rem; }
.tick { position: absolute; transform: translateX(-50%); color: var(--muted); font-size: 0.75rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.strip { position: relative; height: 1.75rem; }
.strip .grid { position: absolute; top: 0; bottom: 0; width: 1px; background: var(--grid); }
.strip .band { position: absolute; top: 0.2rem; bottom: 0.2rem; background: var(--band); border-radius: 3px; }
.strip .dot { position: absolute; top: 50%; width: 9px; height: 9px; margin: -4.5px 0 0 -4.5px; border-radius: 50%; background: var(--accent); opacity: 0.55; }
.strip .median { position: absolute; top: 0.25rem; bottom: 0.25rem; width: 2px; margin-left: -1px; background: var(--ink); }
.strip .limit, .axis .limit { position: absolute; top: -1px; bottom: -1px; border-left: 2px dashed var(--bad); }
.axis .limit { display: none; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 1rem 1.5rem; margin: 1.25rem 0 0; }
.tile dd { margin: 0; font-size: 1.05rem; font-weight: 600; font-variant-numeric: tabular-nums; line-height: 1.4; }
.tile small { font-weight: 400; }
.clients { min-width: 36rem; }
.clients th { width: 14.25rem; }
.clients th, .clients td { padding-top: 0.3rem; padding-bottom: 0.3rem; }
.clients tbody tr + tr > * { border-top: 0; }
.clients .number { width: 13rem; }
.bar { position: relative; height: 1.1rem; background: var(--neutral-soft); border-radius: 3px; }
.bar .fill { position: absolute; top: 0; bottom: 0; background: var(--bad-fill); border-radius: 3px; }
.bar .whisker { position: absolute; top: 50%; height: 0; border-top: 2px solid var(--ink); }
.bar .whisker::before, .bar .whisker::after { content: ""; position: absolute; top: -5px; height: 8px; border-left: 2px solid var(--ink); }
.bar .whisker::before { left: -1px; } .bar .whisker::after { right: -1px; }
.timeline { position: relative; min-width: 44rem; padding-bottom: 0.25rem; }
.group { color: var(--muted); font-size: 0.78rem; margin: 0.6rem 0 0.15rem; }
.lane { display: grid; grid-template-columns: 13.5rem 1fr; align-items: center; gap: 0.75rem; }
.lane .label { font-size: 0.85rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.member .label { font-weight: 600; }
.track { position: relative; height: 1.25rem; margin: 0.16rem 0; background: var(--neutral-soft); border-radius: 3px; }
.member .track { height: 1.85rem; background: none; border: 1px dashed var(--line); }
.block { position: absolute; top: 0; bottom: 0; border-radius: 3px; font-size: 0.74rem; line-height: 1.25rem; text-align: center; overflow: hidden; white-space: nowrap; min-width: 2px; }
.member .block { bottom: 6px; line-height: 1.35rem; }
.outage { background: var(--bad-fill); color: var(--on-bad); font-variant-numeric: tabular-nums; }
.master { background: var(--master); color: var(--on-master); }
.backup { background: var(--backup); color: var(--on-backup); }
.fault-state { background: repeating-linear-gradient(-45deg, var(--warn-fill) 0 6px, transparent 6px 9px), var(--backup); color: var(--on-warn); }
.down { background: none; }
.member .block.answers { top: auto; bottom: 0; height: 4px; border-radius: 2px; }
.answers { background: var(--answers); }
.double { background: repeating-linear-gradient(90deg, var(--double) 0 7px, transparent 7px 10px); }
.doubles .track { height: 0.7rem; background: none; }
.marks .track { position: static; height: 2.1rem; background: none; }
.lane.marks { position: absolute; inset: 0; align-items: start; pointer-events: none; z-index: 1; }
.lane.marks .track { position: relative; height: 100%; margin: 0; }
.mark { position: absolute; opacity: 0.85; top: 1.1rem; bottom: 1.6rem; border-left: 2px solid var(--ink); }
.mark.recovery { border-left-style: dashed; }
.mark b { position: absolute; left: -1px; top: -1.15rem; transform: translateX(-50%); font-size: 0.76rem; line-height: 1.1; background: var(--card); padding: 0 0.2rem; }
.mark.low b { transform: translateX(0.2rem); }
.timeline .group:first-of-type { padding-top: 1.2rem; }
.marks + .group { margin-top: 0; padding-top: 1rem; }
.scale .track { background: none; height: 1.2rem; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.3rem 1.25rem; margin: 0.9rem 0 0; padding: 0; color: var(--muted); font-size: 0.8rem; }
.legend li { display: flex; align-items: center; gap: 0.45rem; }
.legend i { display: inline-block; width: 1.1rem; height: 0.75rem; border-radius: 3px; }
.legend i.dot { width: 9px; height: 9px; border-radius: 50%; background: var(--accent); opacity: 0.55; }
.legend i.median { width: 2px; background: var(--ink); border-radius: 0; }
.legend i.band { background: var(--band); }
.legend i.limit { width: 0; border-left: 2px dashed var(--bad); border-radius: 0; }
.legend i.down { border: 1px dashed var(--muted); }
.legend i.answers { height: 4px; }
details { margin-top: 0.75rem; }
summary { cursor: pointer; color: var(--accent); font-size: 0.9rem; width: fit-content; }
.events table { margin-top: 0.4rem; width: auto; min-width: 28rem; }
.events td { padding-top: 0.2rem; padding-bottom: 0.2rem; }
footer { color: var(--muted); font-size: 0.82rem; margin-top: 1.5rem; }
@media (forced-colors: active) { .block, .fill, .dot, .band, .badge { border: 1px solid CanvasText; forced-color-adjust: none; } }
@media print { body { padding: 0; } .card { break-inside: avoid; } }
`,
};
