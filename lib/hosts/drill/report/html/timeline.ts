/** One run over time: what every client and every member went through. */
import type { Run } from "../../journal";
import type { Span } from "../../measure/spans";
import { interestingSpan } from "../text-lanes";
import { seconds } from "../wording";
import { html } from "./markup";
import type { Markup } from "./markup";
import { placed, scaleOf, tickLabel } from "./scale";
import type { Scale } from "./scale";

export function timeline(run: Run): Markup {
  const scale = scaleOf(interestingSpan(run), 8);
  const clients = run.views.filter(({ unmeasured }) => unmeasured === undefined);
  return html`<div class="scroll">
    <div class="timeline" role="img" aria-label="${described(run)}">
      ${marks(scale, run)}
      <div class="group">clients</div>
      ${clients.map((view) => lane(view.title, outages(view.outage.gaps, scale, run.toMs), "client"))}
      <div class="group">members</div>
      ${run.lanes.map(({ member, states, answers }) =>
        lane(
          member,
          html`${states.map((span) => stateBlock(span, scale))}${answers.map((span) => answerLine(span, scale))}`,
          "member",
        ),
      )}
      ${
        run.splitBrain.spans.length === 0
          ? undefined
          : lane(
              "two holders",
              run.splitBrain.spans.map((span) => block("double", span, scale)),
              "doubles",
            )
      }
      <div class="lane scale">
        <span class="label"></span>
        <div class="track">
          ${scale.ticks.map(
            (tick) => html`<span class="tick" style="left:${scale.at(tick)}%">${tickLabel(tick)}</span>`,
          )}
        </div>
      </div>
    </div>
  </div>`;
}

export const timelineLegend = html`<ul class="legend">
  <li><i class="outage"></i>no answer</li>
  <li><i class="master"></i>master</li>
  <li><i class="backup"></i>backup</li>
  <li><i class="fault-state"></i>fault</li>
  <li><i class="down"></i>not running</li>
  <li><i class="answers"></i>answers for the address</li>
  <li><i class="double"></i>two members answer</li>
</ul>`;

function marks(scale: Scale, { recoveredAtMs }: Run): Markup {
  const apart = scale.at(recoveredAtMs) - scale.at(0) > 12;
  return html`<div class="lane marks">
    <span class="label"></span>
    <div class="track">
      <span class="mark" style="left:${scale.at(0)}%"><b>fault</b></span>
      <span class="mark recovery${apart ? "" : " low"}" style="left:${scale.at(recoveredAtMs)}%"><b>recovery</b></span>
    </div>
  </div>`;
}

function lane(label: string, content: Markup | readonly Markup[], kind: string): Markup {
  return html`<div class="lane ${kind}">
    <span class="label">${label}</span>
    <div class="track">${content}</div>
  </div>`;
}

function outages(gaps: Run["views"][number]["outage"]["gaps"], scale: Scale, endMs: number): readonly Markup[] {
  return gaps.map((gap) => {
    const span = { fromMs: gap.fromMs, toMs: gap.toMs ?? endMs };
    const length = `${gap.toMs === undefined ? "≥ " : ""}${seconds(span.toMs - span.fromMs)}`;
    return block("outage", span, scale, length);
  });
}

function stateBlock(span: Run["lanes"][number]["states"][number], scale: Scale): Markup {
  return block(
    span.state === "fault" ? "fault-state" : span.state,
    span,
    scale,
    span.state === "down" ? "" : span.state,
  );
}

function answerLine(span: Span, scale: Scale): Markup {
  return block("answers", span, scale);
}

/** The text is shown where it has room, and told by the title in any case. */
function block(kind: string, span: Span, scale: Scale, text = ""): Markup {
  if (span.toMs <= scale.fromMs || span.fromMs >= scale.toMs) return html``;
  const wide = scale.at(span.toMs) - scale.at(span.fromMs) > 7;
  return html`<span class="block ${kind}" style="${placed(scale, span)}" title="${text}">${wide ? text : ""}</span>`;
}

function described(run: Run): string {
  const { outageMs, outageOpen, target, recoveredAtMs, splitBrain, holders } = run;
  const doubles = splitBrain.dividedMs + splitBrain.otherMs;
  return [
    `Run ${run.number}: ${target} held the address when the fault came.`,
    outageMs > 0
      ? `Clients were without an answer for ${outageOpen ? "at least " : ""}${seconds(outageMs)}.`
      : "Clients always got an answer.",
    `The recovery began after ${seconds(recoveredAtMs)}.`,
    ...(doubles > 0 ? [`Two members answered at once for ${seconds(doubles)}.`] : []),
    `At the end ${holders.join(" and ") || "nobody"} held it.`,
    "The table of events below says the same in words.",
  ].join(" ");
}
