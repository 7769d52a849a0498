/** A plan for people, on a terminal or in a log, in the form that users of Terraform know. */
import { type Plan, type ResourceChange, summarize } from "../model";
import { outputChangeLines } from "./outputs";
import { type Paint, painter } from "./paint";
import { forgottenText, resourceText, type Schemas } from "./resource-text";
import { wrap } from "./text";

export interface PlanTextOptions {
  readonly color: boolean;
  /** Columns; default 78. */
  readonly width?: number;
  /** Show for each resource the order of the steps that apply takes. */
  readonly steps?: boolean;
}

const DEFAULT_WIDTH = 78;

export function renderPlanText(plan: Plan, schemas: Schemas, options: PlanTextOptions): string {
  const { color, width = DEFAULT_WIDTH, steps = false } = options;
  const paint = painter(color);
  const changes = plan.changes.filter(isShown);
  const outputs = outputChangeLines(plan.outputs, paint);
  const forgotten = plan.forgotten ?? [];
  const isEmpty = changes.length + outputs.length + forgotten.length === 0;
  const hasDrift = plan.drift.length > 0 && (!isEmpty || plan.mode === "refresh-only");
  const resource = (about: "change" | "drift") => (change: ResourceChange) =>
    `\n${resourceText(change, { paint, schemas, steps: steps && about === "change", about })}\n`;

  const parts: string[] = [];
  if (hasDrift) parts.push(driftText(plan, paint, width, resource("drift")));
  if (isEmpty) {
    if (plan.mode === "refresh-only" && hasDrift) return parts.join("");
    return [...parts, noChanges(plan, paint, width)].join("");
  }
  if (hasDrift) parts.push(`\n${paint("gray", "─".repeat(width))}\n`);
  const symbols = legend(changes, paint);
  if (symbols !== "") parts.push(`\n${wrap(LEGEND, width)}\n${symbols}\n`);
  if (changes.length + forgotten.length > 0) {
    parts.push("\nThe following actions will be performed:\n", ...changes.map(resource("change")));
    parts.push(...forgotten.map((address) => `\n${forgottenText(address, paint)}\n`));
    parts.push(`\n${paint("bold", "Plan:")} ${countsText(changes)}.\n`);
  }
  if (outputs.length > 0) parts.push(`\nChanges to Outputs:\n${outputs.join("\n")}\n`);
  if (changes.length + forgotten.length === 0) parts.push(`\n${wrap(ONLY_OUTPUTS, width)}\n`);
  return parts.join("");
}

const LEGEND = "Resource actions are indicated with the following symbols:";
const ONLY_OUTPUTS =
  "You can apply this plan to save these new output values to the state, without changing any real infrastructure.";

/** A data source that is no longer in the configuration just goes from the state. */
export function isShown({ action, address, previousAddress, importing }: ResourceChange): boolean {
  if (action === "no-op") return previousAddress !== undefined || importing !== undefined;
  return !(action === "delete" && address.mode === "data");
}

/** `2 to import, 1 to add, 0 to change, 0 to destroy` */
export function countsText(changes: readonly ResourceChange[]): string {
  const { add, change, destroy } = summarize({ changes });
  const imports = changes.filter(({ importing }) => importing !== undefined).length;
  return `${imports > 0 ? `${imports} to import, ` : ""}${add} to add, ${change} to change, ${destroy} to destroy`;
}

function legend(changes: readonly ResourceChange[], paint: Paint): string {
  const [plus, minus] = [paint("green", "+"), paint("red", "-")];
  const entries: readonly (readonly [boolean, string])[] = [
    [changes.some(({ action }) => action === "create"), `  ${plus} create`],
    [changes.some(({ action }) => action === "update"), `  ${paint("yellow", "~")} update in-place`],
    [changes.some(({ action }) => action === "delete"), `  ${minus} destroy`],
    [changes.some((change) => isReplacement(change, false)), `${minus}/${plus} destroy and then create replacement`],
    [changes.some((change) => isReplacement(change, true)), `${plus}/${minus} create replacement and then destroy`],
    [changes.some(({ action }) => action === "read"), ` ${paint("cyan", "<=")} read (data resources)`],
  ];
  return entries.flatMap(([isThere, text]) => (isThere ? [text] : [])).join("\n");
}

function isReplacement({ action, createBeforeDestroy }: ResourceChange, createFirst: boolean): boolean {
  return action === "replace" && createBeforeDestroy === createFirst;
}

function driftText(plan: Plan, paint: Paint, width: number, resource: (change: ResourceChange) => string): string {
  const head = `\n${paint("cyan", "Note:")} ${paint("bold", "Objects have changed outside of this stack")}\n\n`;
  const intro = wrap("The following changes were made by others since the last apply:", width);
  const outlook =
    plan.mode === "refresh-only"
      ? "This is a refresh-only plan, so no action is taken to undo these. If you were expecting these changes then you " +
        "can apply this plan to record the updated values in the state without changing any remote objects."
      : "Unless you have made equivalent changes to your configuration, or ignored the relevant attributes using " +
        "ignore_changes, the following plan may include actions to undo or respond to these changes.";
  return `${head}${intro}\n${plan.drift.map(resource).join("")}\n${wrap(outlook, width)}\n`;
}

function noChanges({ mode }: Plan, paint: Paint, width: number): string {
  const [claim, detail] = {
    normal: [
      "Your infrastructure matches the configuration.",
      "Your real infrastructure was compared against your configuration and no differences were found, so no changes " +
        "are needed.",
    ],
    destroy: [
      "No objects need to be destroyed.",
      "Either you have not created any objects yet or the existing objects were already deleted by others.",
    ],
    "refresh-only": [
      "Your infrastructure still matches the configuration.",
      "The real remote objects still match the result of your most recent changes, and no differences were found.",
    ],
  }[mode];
  return `\n${paint("green", "No changes.")} ${paint("bold", claim ?? "")}\n\n${wrap(detail ?? "", width)}\n`;
}
