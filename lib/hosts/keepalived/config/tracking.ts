import type { Position } from "../position";
import { settingsOf, text, valueOf, wholeNumber } from "./settings";
import type { Settings } from "./settings";
import type { Directive } from "../tree";

export type TrackedKind = "script" | "interface" | "file" | "process" | "bfd";

/** Something whose state decides over an instance: it goes to FAULT, or its priority moves by the weight. */
export interface Tracked {
  readonly kind: TrackedKind;
  readonly name: string;
  /** As written here; the default of what is tracked counts otherwise. */
  readonly weight?: number;
  /** Success and failure change places. */
  readonly reverse?: boolean;
  readonly position: Position;
  readonly fault?: { readonly position: Position; readonly message: string };
}

const kinds: readonly TrackedKind[] = ["script", "interface", "file", "process", "bfd"];

export function readTracking(settings: Settings): readonly Tracked[] {
  return kinds.flatMap((kind) =>
    settings.all(`track_${kind}`).flatMap(({ body }) => (body ?? []).map((line) => readTracked(kind, line))),
  );
}

/** `NAME [weight N [reverse|noreverse]]`. Source: keepalived 2.2.7, vrrp_track.c. */
function readTracked(kind: TrackedKind, line: Directive): Tracked {
  const [name, option, value, direction] = line.words;
  const base = { kind, name: text(name), position: line.position };
  if (option === undefined) return base;
  const fault = (message: string) => ({ ...base, fault: { position: option.position, message } });
  if (option.text !== "weight")
    return fault(`"${option.text}" is no option here: keepalived does not track ${base.name}.`);
  const weight = wholeNumber(value?.text, -254, 254);
  if (weight === undefined) return fault(`The weight "${text(value)}" is no whole number from -253 to 253.`);
  if (direction !== undefined && !["reverse", "noreverse"].includes(direction.text)) {
    return {
      ...base,
      weight,
      fault: { position: direction.position, message: `"${direction.text}" is no option of a weight.` },
    };
  }
  const reverse = direction === undefined ? {} : { reverse: direction.text === "reverse" };
  return { ...base, weight: Math.max(-253, Math.min(253, weight)), ...reverse };
}

/** `track_file` and `vrrp_track_process` blocks: what they weigh by themselves. */
export interface TrackedDefinition {
  readonly kind: "file" | "process";
  readonly name: string;
  readonly position: Position;
  readonly weight: number;
  /** The file, or the process's name. */
  readonly source?: string;
}

export function readTrackedDefinition(directive: Directive): TrackedDefinition {
  const kind = text(directive.words[0]) === "vrrp_track_process" ? "process" : "file";
  const settings = settingsOf(directive.body ?? []);
  const weight = valueOf(settings.last("weight"));
  const source = valueOf(settings.last(kind));
  return {
    kind,
    name: valueOf(directive) ?? "",
    position: directive.position,
    // A file weighs 1 unless it says otherwise, a process nothing. Source: keepalived.conf(5), "Track files".
    weight: wholeNumber(weight, -2147483647, 2147483647) ?? (kind === "file" ? 1 : 0),
    ...(source === undefined ? {} : { source }),
  };
}
