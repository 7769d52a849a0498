/** All faults on one axis: how long clients went without an answer, run by run. */
import type { Drill, Journal } from "../../journal";
import { figure, holdersAtEnd, promisedFor, range, seconds, splitBrainText, verdictOf } from "../wording";
import type { Verdict } from "../wording";
import { html } from "./markup";
import type { Markup } from "./markup";
import { placed, scaleOf, tickLabel } from "./scale";
import type { Scale } from "./scale";

export function overview(journal: Journal): Markup {
  const { drills, limits } = journal;
  const longest = Math.max(
    200,
    limits.maxOutageMs ?? 0,
    ...drills.flatMap((drill) => [drill.summary.outageMs?.max ?? 0, promisedFor(drill, journal)?.toMs ?? 0]),
  );
  const scale = scaleOf({ fromMs: 0, toMs: longest * 1.08 }, 6);
  const hasBand = drills.some((drill) => promisedFor(drill, journal));
  return html`<section class="card" aria-labelledby="overview">
    <h2 id="overview">Overview</h2>
    <div class="scroll">
      <table class="overview">
        <thead>
          <tr>
            <th scope="col">Fault</th>
            <th scope="col" class="chart">Longest outage: ${judgedBy(drills)}${axis(scale, limits.maxOutageMs)}</th>
            <th scope="col">Outage</th>
            <th scope="col">Detection</th>
            <th scope="col">Two holders</th>
            <th scope="col">At the end</th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          ${drills.map((drill) => row(drill, journal, scale))}
        </tbody>
      </table>
    </div>
    <ul class="legend">
      <li><i class="dot"></i>one run</li>
      <li><i class="median"></i>median</li>
      ${hasBand ? html`<li><i class="band"></i>by the arithmetic of VRRP</li>` : undefined}
      ${limits.maxOutageMs === undefined ? undefined : html`<li><i class="limit"></i>limit</li>`}
    </ul>
  </section>`;
}

/** The title of the view that outages are judged by. */
function judgedBy(drills: readonly Drill[]): string {
  const [run] = drills.flatMap(({ runs }) => runs);
  return run?.views.find(({ id }) => id === run.judgedBy)?.title ?? "";
}

function axis(scale: Scale, limitMs: number | undefined): Markup {
  return html`<span class="axis" aria-hidden="true"
    >${scale.ticks.map(
      (tick) => html`<span class="tick" style="left:${scale.at(tick)}%">${tickLabel(tick)}</span>`,
    )}${limitMs === undefined ? undefined : html`<span class="limit" style="left:${scale.at(limitMs)}%"></span>`}</span
  >`;
}

function row(drill: Drill, journal: Journal, scale: Scale): Markup {
  const { fault, runs, summary } = drill;
  const promised = promisedFor(drill, journal);
  const limit = journal.limits.maxOutageMs;
  const outage = summary.outageMs;
  return html`<tr>
    <th scope="row"><a href="#${fault}">${fault}</a></th>
    <td class="chart">
      <div class="strip" aria-hidden="true">
        ${scale.ticks.map((tick) => html`<span class="grid" style="left:${scale.at(tick)}%"></span>`)}
        ${promised && html`<span class="band" style="${placed(scale, atLeast(promised, scale))}"></span>`}
        ${limit === undefined ? undefined : html`<span class="limit" style="left:${scale.at(limit)}%"></span>`}
        ${runs.map((run) => html`<span class="dot" style="left:${scale.at(run.outageMs)}%"></span>`)}
        ${outage && html`<span class="median" style="left:${scale.at(outage.median)}%"></span>`}
      </div>
    </td>
    <td class="number">
      ${outage ? figure(outage) : "–"}${promised && html`<small>by arithmetic ${range(promised)}</small>`}
    </td>
    <td class="number">${summary.detectionMs ? seconds(summary.detectionMs.median) : "–"}</td>
    <td>${runs.length === 0 ? "–" : splitBrainText(runs)}</td>
    <td>${runs.length === 0 ? "–" : holdersAtEnd(runs)}</td>
    <td>${badge(verdictOf(drill))}</td>
  </tr>`;
}

/** Something that can be seen, where the arithmetic gives one moment. */
function atLeast({ fromMs, toMs }: { fromMs: number; toMs: number }, scale: Scale) {
  const least = (scale.toMs - scale.fromMs) / 100;
  return toMs - fromMs >= least ? { fromMs, toMs } : { fromMs: fromMs - least / 2, toMs: fromMs + least / 2 };
}

export function badge(verdict: Verdict): Markup {
  const sign = { passed: "✓", failed: "✕", "not carried out": "–", interrupted: "–" }[verdict];
  return html`<span class="badge ${verdict.replaceAll(" ", "-")}"
    ><span aria-hidden="true">${sign}</span> ${verdict}</span
  >`;
}
