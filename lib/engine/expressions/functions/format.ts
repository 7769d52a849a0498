import { convert, ConversionError } from "../convert";
import { jsonText } from "../json-text";
import { numberText } from "../numbers";
import type { Typed } from "../typed";
import { ArgumentError } from "./define";

const VERB = /%(?:%|([-+ #0]*)(\d*)(?:\.(\d+))?(?:\[(\d+)\])?([a-zA-Z]))/g;

/** Go-like verbs: %s %d %f %g %e %v %q %t %b %o %x %X, with flags, width, precision and `%[2]s`. */
export function formatText(spec: string, args: readonly Typed[]): string {
  let next = 0;
  const used = new Set<number>();
  const result = spec.replace(VERB, (whole, flags = "", width = "", precision, position, verb) => {
    if (whole === "%%") return "%";
    const at = position === undefined ? next : Number(position) - 1;
    next = at + 1;
    const arg = args[at];
    if (!arg)
      throw new ConversionError(
        `not enough arguments for ${JSON.stringify(whole)} at ${spec.indexOf(whole)}: need index ${at + 1} but have ${args.length} total`,
      );
    used.add(at);
    const text = formatOne(verb as string, arg, precision as string | undefined, String(flags), at);
    return pad(text, String(flags), Number(width), verb as string);
  });
  if (used.size < args.length && next < args.length) {
    if (used.size === 0) throw new ArgumentError(1, "too many arguments; no verbs in format string");
    throw new ArgumentError(1, `too many arguments; only ${next} used by format string`);
  }
  return result;
}

function formatOne(verb: string, arg: Typed, precision: string | undefined, flags: string, at: number): string {
  if (verb === "v" || verb === "#v") return valueText(arg, flags.includes("#"));
  if (arg.raw === null)
    throw new ConversionError(`unsupported value for "%${verb}" at ${at}: null value cannot be formatted`);
  switch (verb) {
    case "s":
      return clip(as(arg, "string", verb, at) as string, precision);
    case "q":
      return JSON.stringify(clip(as(arg, "string", verb, at) as string, precision));
    case "t":
      return String(as(arg, "bool", verb, at));
    case "d":
      return signed(numberText(Math.trunc(as(arg, "number", verb, at) as number)), flags);
    case "f":
      return signed(
        (as(arg, "number", verb, at) as number).toFixed(precision === undefined ? 6 : Number(precision)),
        flags,
      );
    case "e":
      return exponent(
        (as(arg, "number", verb, at) as number).toExponential(precision === undefined ? 6 : Number(precision)),
      );
    case "g":
      return signed(numberText(as(arg, "number", verb, at) as number), flags);
    case "b":
      return (as(arg, "number", verb, at) as number).toString(2);
    case "o":
      return (as(arg, "number", verb, at) as number).toString(8);
    case "x":
    case "X": {
      const hex =
        typeof arg.raw === "string"
          ? Buffer.from(arg.raw).toString("hex")
          : (as(arg, "number", verb, at) as number).toString(16);
      return verb === "X" ? hex.toUpperCase() : hex;
    }
    default:
      throw new ConversionError(`unsupported format verb "${verb}"`);
  }
}

function as(arg: Typed, type: "string" | "number" | "bool", verb: string, at: number): unknown {
  try {
    return convert(arg, type).raw;
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    throw new ConversionError(`unsupported value for "%${verb}" at ${at}: ${error.message}`);
  }
}

function valueText(arg: Typed, sharp: boolean): string {
  if (arg.raw === null) return "null";
  if (typeof arg.raw === "string") return sharp ? JSON.stringify(arg.raw) : arg.raw;
  return jsonText(arg);
}

function clip(text: string, precision: string | undefined): string {
  return precision === undefined ? text : [...text].slice(0, Number(precision)).join("");
}

function signed(text: string, flags: string): string {
  if (text.startsWith("-")) return text;
  return flags.includes("+") ? `+${text}` : flags.includes(" ") ? ` ${text}` : text;
}

/** Go writes at least two digits: 1e+06. */
function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

function pad(text: string, flags: string, width: number, verb: string): string {
  if (text.length >= width) return text;
  if (flags.includes("-")) return text.padEnd(width);
  if (!flags.includes("0") || verb === "s" || verb === "q" || verb === "v") return text.padStart(width);
  const sign = /^[-+ ]/.exec(text)?.[0] ?? "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}
