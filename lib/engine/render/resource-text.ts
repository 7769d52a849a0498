/** One resource of a plan: the comment that says what will happen, and what changes. */
import type { Attributes, Schema, TimeoutDefaults } from "../../resources/schema";
import type { ObjectValue } from "../../resources/value";
import { type Address, formatAddress, type ResourceChange } from "../model";
import { diffObjects, diffValues } from "./diff";
import { draw, drawMembers, type DrawOptions, enclosed, symbol } from "./draw";
import type { Paint } from "./paint";
import { quoted } from "./text";

/** Every type that has a schema table; others are shown by the shape of their values. */
export interface Schemas {
  readonly resources: Readonly<Record<string, Schema>>;
  readonly dataSources: Readonly<Record<string, Schema>>;
}

export interface ResourceOptions {
  readonly paint: Paint;
  readonly schemas: Schemas;
  /** Show the order of the steps of apply. */
  readonly steps: boolean;
  /** `drift`: what happened, in place of what will. */
  readonly about: "change" | "drift";
}

export function resourceText(change: ResourceChange, options: ResourceOptions): string {
  const { paint } = options;
  const { mode, type, name } = change.address;
  const head = `${symbolOf(change, paint)} ${mode === "data" ? "data" : "resource"} ${quoted(type)} ${quoted(name)} `;
  const comment = [headline(change, options), ...explanation(change), ...origin(change)].map((line) => `  # ${line}`);
  const steps = options.steps ? stepLines(change.steps) : [];
  return [...comment, head + body(change, options), ...steps].join("\n");
}

function symbolOf({ action, createBeforeDestroy }: ResourceChange, paint: Paint): string {
  const [plus, minus] = [paint("green", "+"), paint("red", "-")];
  switch (action) {
    case "create":
      return `  ${plus}`;
    case "update":
      return `  ${symbol("change", paint)}`;
    case "delete":
      return `  ${minus}`;
    case "replace":
      return createBeforeDestroy ? `${plus}/${minus}` : `${minus}/${plus}`;
    case "read":
      return ` ${paint("cyan", "<=")}`;
    case "no-op":
      return "   ";
  }
}

function headline(change: ResourceChange, { paint, about }: ResourceOptions): string {
  const deposed = change.deposed === undefined ? "" : ` (deposed object ${change.deposed})`;
  const subject = paint("bold", `${formatAddress(change.address)}${deposed}`);
  const replaced = paint("red", "replaced");
  switch (change.action) {
    case "create":
      return `${subject} will be created`;
    case "read":
      return `${subject} will be read during apply`;
    case "update":
      return about === "drift" ? `${subject} has changed` : `${subject} will be updated in-place`;
    case "delete":
      return about === "drift" ? `${subject} has been deleted` : `${subject} will be ${paint("red", "destroyed")}`;
    case "no-op":
      if (change.importing !== undefined) return `${subject} will be imported`;
      return change.previousAddress ? `${formatAddress(change.previousAddress)} has moved to ${subject}` : subject;
    case "replace":
      if (change.reason === "replace_because_tainted") return `${subject} is tainted, so must be ${replaced}`;
      if (change.reason === "replace_by_request") return `${subject} will be ${replaced}, as requested`;
      if (change.reason === "replace_by_triggers") {
        return `${subject} will be ${replaced} due to changes in replace_triggered_by`;
      }
      return `${subject} must be ${replaced}`;
  }
}

function explanation({ address, reason, deposed }: ResourceChange): readonly string[] {
  const { type, name, key } = address;
  const repetition = key === undefined ? "uses" : "does not use";
  const index = key === undefined ? "count or for_each" : typeof key === "number" ? "count" : "for_each";
  const known: Readonly<Record<string, string>> = {
    delete_because_no_resource_config: `because ${type}.${name} is not in configuration`,
    delete_because_wrong_repetition: `because resource ${repetition} ${index}`,
    delete_because_count_index: `because index [${key}] is out of range for count`,
    delete_because_each_key: `because key [${JSON.stringify(key)}] is not in for_each map`,
    read_because_config_unknown: "config refers to values not yet known",
    read_because_dependency_pending: "depends on a resource or a module with changes pending",
  };
  const because = reason === undefined ? undefined : known[reason];
  const leftOver = deposed === undefined ? [] : ["(left over from a partially-failed replacement of this instance)"];
  return [...(because === undefined ? [] : [`(${because})`]), ...leftOver];
}

/** Where it comes from, when the headline does not say it. */
function origin({ action, previousAddress, importing }: ResourceChange): readonly string[] {
  const isTold = action === "no-op" && importing === undefined;
  return [
    ...(previousAddress && !isTold ? [`(moved from ${formatAddress(previousAddress)})`] : []),
    ...(importing !== undefined && action !== "no-op" ? [`(imported from ${quoted(importing)})`] : []),
  ];
}

/** What leaves the state and stays where it is. */
export function forgottenText(address: Address, paint: Paint): string {
  const kept = paint("red", "will not be destroyed");
  const headline = `${paint("bold", formatAddress(address))} will no longer be managed by this stack, but ${kept}`;
  return `  # ${headline}
  # (destroy = false is set in the configuration)`;
}

function body(change: ResourceChange, { paint, schemas }: ResourceOptions): string {
  const { address, sensitive, replacePaths } = change;
  const schema = (address.mode === "data" ? schemas.dataSources : schemas.resources)[address.type];
  const where = { path: [], replacePaths };
  const options: DrawOptions = { paint, toNull: true, all: change.importing !== undefined };
  const attributes = schema?.attributes;
  const { shape } = diffObjects(present(change.before, schema), present(change.after, schema), {
    where,
    sensitive,
    ...(attributes && { attributes }),
  });
  const lines = [...drawMembers(shape.members, 0, options), ...timeoutLines(change, schema, options)];
  return lines.length === 0 ? "{}" : enclosed("{}", "", lines, "", 0);
}

/** An attribute that is null is not there; `timeouts` is a block of its own. */
function present(value: ObjectValue | null, schema: Schema | undefined): ObjectValue | undefined {
  if (!value) return undefined;
  const isShown = (name: string) => value[name] !== null && !(schema?.timeouts && name === "timeouts");
  return Object.fromEntries(Object.entries(value).filter(([name]) => isShown(name)));
}

/** `timeouts { … }` is a block, which stands behind an empty line. */
function timeoutLines(change: ResourceChange, schema: Schema | undefined, options: DrawOptions): readonly string[] {
  if (!schema?.timeouts) return [];
  const type = { object: timeoutAttributes(schema.timeouts) };
  const [before, after] = [change.before?.timeouts, change.after?.timeouts];
  const diff = diffValues(before, after, type, { path: ["timeouts"], replacePaths: [] });
  if (diff.shape.kind !== "object" || diff.mark === "none") return [];
  return ["", `      ${symbol(diff.mark, options.paint)} timeouts ${draw(diff, 1, { ...options, toNull: false })}`];
}

function timeoutAttributes(timeouts: TimeoutDefaults): Attributes {
  const names = Object.keys(timeouts);
  return Object.fromEntries(names.map((name) => [name, { type: "string", mode: "optional", description: "" }]));
}

function stepLines(steps: readonly string[]): readonly string[] {
  if (steps.length === 0) return [];
  return [
    "    # Steps of apply:",
    ...steps.map((step, i) => `    #  ${i + 1}. ${step.replaceAll("\n", "\n    #     ")}`),
  ];
}
