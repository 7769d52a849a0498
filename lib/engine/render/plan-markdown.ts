/** A plan as a comment of a pull request: one line to read, the rest to unfold. */
import { formatAddress, type Plan, type ResourceChange } from "../model";
import { type PlacedDiagnostic, placeOf } from "./diagnostics";
import { outputChangeLines } from "./outputs";
import { painter } from "./paint";
import { countsText, isShown } from "./plan-text";
import { forgottenText, resourceText, type Schemas } from "./resource-text";
import { harmless } from "./text";

export interface MarkdownOptions {
  /** What the plan is of, for the heading: the stack's name. */
  readonly title?: string;
  readonly steps?: boolean;
  /** Characters; longer plans leave out differences and say so. GitHub takes 65,536. Default 60,000. */
  readonly limit?: number;
}

const DEFAULT_LIMIT = 60_000;
const paint = painter(false);

export function renderPlanMarkdown(plan: Plan, schemas: Schemas, options: MarkdownOptions = {}): string {
  const { title, steps = false, limit = DEFAULT_LIMIT } = options;
  const changes = plan.changes.filter(isShown);
  const outputs = outputChangeLines(plan.outputs, paint);
  const diff = (about: "change" | "drift") => (change: ResourceChange) =>
    folded(resourceTitle(change), fenced("diff", asDiff(resourceText(change, { paint, schemas, steps, about }))));

  const head = [
    `### ${title === undefined ? "Plan" : `Plan of ${escaped(title)}`}`,
    `**${summary(plan, changes, outputs.length > 0)}**`,
    ...plan.diagnostics.map(quotedDiagnostic),
  ];
  const hasDrift = plan.drift.length > 0 && (changes.length > 0 || outputs.length > 0 || plan.mode === "refresh-only");
  const sections = [
    ...(hasDrift ? ["#### Changed by others since the last apply", ...plan.drift.map(diff("drift"))] : []),
    ...(changes.length > 0 ? ["#### Changes", ...changes.map(diff("change"))] : []),
    ...(plan.forgotten ?? []).map((address) => fenced("diff", forgottenText(address, paint))),
    ...(outputs.length > 0 ? ["#### Changes to outputs", fenced("diff", asDiff(outputs.join("\n")))] : []),
  ];
  return `${cut([...head, ...sections], limit).join("\n\n")}\n`;
}

function summary(plan: Plan, changes: readonly ResourceChange[], hasOutputs: boolean): string {
  const reads = changes.filter(({ action }) => action === "read").length;
  const forgotten = plan.forgotten?.length ?? 0;
  if (changes.length + forgotten > 0) {
    const others = [...(reads > 0 ? [`${reads} to read`] : []), ...(forgotten > 0 ? [`${forgotten} to let go`] : [])];
    return `Plan: ${[countsText(changes), ...others].join(", ")}.`;
  }
  if (hasOutputs) return "Only outputs change.";
  if (plan.mode === "refresh-only" && plan.drift.length > 0) return "Only the state is to be updated.";
  if (plan.mode === "destroy") return "No objects need to be destroyed.";
  return "No changes. Your infrastructure matches the configuration.";
}

function resourceTitle({ action, address, deposed, createBeforeDestroy }: ResourceChange): string {
  const symbols = {
    create: "+",
    update: "~",
    delete: "-",
    read: "<=",
    "no-op": "",
    replace: createBeforeDestroy ? "+/-" : "-/+",
  };
  const left = deposed === undefined ? "" : ` (deposed object ${deposed})`;
  return `<code>${inHtml(`${symbols[action]} ${formatAddress(address)}${left}`)}</code>`;
}

function folded(title: string, content: string): string {
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}

/** The fence is longer than any run of backticks inside, so that nothing can end it early. */
function fenced(language: string, content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${content}\n${fence}`;
}

/** A diff's colours go by the first character of a line, so each symbol moves there; `!` is the colour of a change. */
function asDiff(text: string): string {
  const moved = (_: string, space: string, symbol: string) => `${symbol === "~" ? "!" : symbol}${space} `;
  return text.replace(/^ ( *)([-+~])(?= )/gm, moved);
}

function quotedDiagnostic(diagnostic: PlacedDiagnostic): string {
  const { severity, summary: title, detail } = diagnostic;
  const place = placeOf(diagnostic);
  const at = place === "" ? "" : ` (<code>${escaped(place)}</code>)`;
  const lines = [
    `**${severity === "error" ? "Error" : "Warning"}: ${escaped(title)}**${at}`,
    "",
    ...escaped(detail).split("\n"),
  ];
  return lines.map((line) => `> ${line}`.trimEnd()).join("\n");
}

/** In a block of HTML, where Markdown means nothing. */
function inHtml(text: string): string {
  return harmless(text).replace(/[&<>"@]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Nothing of it is markup, a mention or a link. */
function escaped(text: string): string {
  return harmless(text)
    .replace(/[\\`*_{}[\]()#+!|~>-]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/@/g, "&#64;")
    .replace(/:\/\//g, "&#58;//");
}

function cut(blocks: readonly string[], limit: number): readonly string[] {
  const kept: string[] = [];
  let length = 0;
  for (const block of blocks) {
    length += block.length + 2;
    if (length > limit)
      return [...kept, `_${blocks.length - kept.length} more parts are left out here: see the plan's text._`];
    kept.push(block);
  }
  return kept;
}
