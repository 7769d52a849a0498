/** Everything about one fault. */
import type { Drill, Journal, Run } from "../../journal";
import {
  brokenStreams,
  figure,
  promisedFor,
  range,
  repeatedGaps,
  seconds,
  spread,
  splitBrains,
  holdersAtEnd,
  verdictOf,
  worstRun,
} from "../wording";
import type { Statistics } from "../../measure/statistics";
import { html } from "./markup";
import type { Markup } from "./markup";
import { badge } from "./overview";
import { placed, scaleOf } from "./scale";
import { timeline, timelineLegend } from "./timeline";

export function faultSection(drill: Drill, journal: Journal): Markup {
  const { fault, what, failures, aborted, discarded, runs } = drill;
  const worst = worstRun(runs);
  const others = runs.filter((run) => run !== worst);
  return html`<section class="card" id="${fault}" aria-labelledby="title-${fault}">
    <h2 id="title-${fault}">${fault} ${badge(verdictOf(drill))}</h2>
    <p class="what">${sentence(what)} ${sentence(drill.recovery)}</p>
    ${
      failures.length === 0
        ? undefined
        : html`<ul class="failures">
            ${failures.map((failure) => html`<li>${failure}</li>`)}
          </ul>`
    }
    ${aborted === undefined ? undefined : html`<p class="aborted">Not carried out: ${aborted}</p>`}
    ${runs.length === 0 ? undefined : html`${figures(drill, journal)}${clients(drill)}`}
    ${
      worst &&
      html`<h3>Timeline of run ${worst.number}${runs.length > 1 ? ", the one with the longest outage" : ""}</h3>
        ${runDetails(worst)}${timelineLegend}`
    }
    ${others.map(
      (run) =>
        html`<details>
          <summary>Run ${run.number}: ${run.outageMs === 0 ? "no outage" : seconds(run.outageMs)}</summary>
          ${runDetails(run)}
        </details>`,
    )}
    ${discarded.length === 0 ? undefined : html`<p class="discarded">Discarded, because they measured this machine rather than the group: ${discarded.join("; ")}.</p>`}
  </section>`;
}

function figures(drill: Drill, journal: Journal): Markup {
  const { summary, runs } = drill;
  const promised = promisedFor(drill, journal);
  const measured = (label: string, statistics: Statistics | undefined, ...notes: readonly (string | undefined)[]) =>
    statistics &&
    tile(label, statistics.max === 0 ? zero(label) : seconds(statistics.median), spread(statistics), ...notes);
  return html`<dl class="tiles">
    ${measured("outage", summary.outageMs, promised && `by arithmetic ${range(promised)}`)}
    ${measured("detection", summary.detectionMs, "until another member is master")}
    ${measured("takeover", summary.takeoverMs, "from there until it answers")}
    ${measured("recovery", summary.recoveryMs, "until all is well again")}
    ${tile("two holders", ...splitBrainTile(runs))} ${tile("held at the end by", holdersAtEnd(runs))}
  </dl>`;
}

function tile(label: string, value: string, ...notes: readonly (string | undefined)[]): Markup {
  const told = notes.filter((note) => note !== undefined);
  return html`<div class="tile">
    <dt>${label}</dt>
    <dd>${value}${told.map((note) => html`<small>${withUnits(note)}</small>`)}</dd>
  </div>`;
}

function zero(label: string): string {
  return label === "outage" ? "none" : "at once";
}

/** A figure and its unit stay on one line. */
function withUnits(text: string): string {
  return text.replace(/ (m?s)\b/g, "\u00a0$1");
}

function splitBrainTile(runs: readonly Run[]): readonly [value: string, ...notes: readonly string[]] {
  const { dividedMs, otherMs } = splitBrains(runs);
  const value = otherMs === 0 ? "never" : `${seconds(otherMs)} at most`;
  return dividedMs === 0 ? [value] : [value, `besides ${seconds(dividedMs)} while they could not hear each other`];
}

function clients(drill: Drill): Markup {
  const { runs, summary } = drill;
  const views = new Map(runs.flatMap((run) => run.views.map((view) => [view.id, view] as const)));
  const longest = Math.max(100, ...Object.values(summary.views).map(({ max }) => max));
  const scale = scaleOf({ fromMs: 0, toMs: longest });
  return html`<h3>What clients went without</h3>
    <div class="scroll">
      <table class="clients">
        <thead class="unseen">
          <tr>
            <th scope="col">Client</th>
            <th scope="col">Chart</th>
            <th scope="col">Longest outage</th>
          </tr>
        </thead>
        <tbody>
          ${[...views].map(([id, { title, unmeasured }]) => {
            const statistics = summary.views[id];
            const stream = brokenStreams(runs, id);
            const notes = [repeatedGaps(runs, id), stream && `connection ${stream}`].filter(
              (note) => note !== undefined,
            );
            return html`<tr>
              <th scope="row">${title}</th>
              <td class="chart">
                <div class="bar" aria-hidden="true">
                  ${
                    statistics &&
                    html`<span class="fill" style="${placed(scale, { fromMs: 0, toMs: statistics.median })}"></span>
                      <span
                        class="whisker"
                        style="${placed(scale, { fromMs: statistics.min, toMs: statistics.max })}"
                      ></span>`
                  }
                </div>
              </td>
              <td class="number">
                ${statistics ? figure(statistics) : `not measured: ${unmeasured}`}${notes.map((note) => html`<small>${note}</small>`)}
              </td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>`;
}

function runDetails(run: Run): Markup {
  return html`${timeline(run)}
    <details class="events">
      <summary>Events of run ${run.number}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Member</th>
            <th scope="col">Event</th>
          </tr>
        </thead>
        <tbody>
          ${run.events.map(
            ({ atMs, member, text }) =>
              html`<tr>
                <td class="number">${`${atMs < 0 ? "−" : "+"}${(Math.abs(atMs) / 1000).toFixed(3)} s`}</td>
                <td>${member ?? ""}</td>
                <td>${text}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </details>`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
