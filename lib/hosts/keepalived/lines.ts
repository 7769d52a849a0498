/**
 * The lines that keepalived acts upon: included files, conditions, variables and sequences are resolved, and each brace
 * stands on a line of its own.
 * Source: keepalived 2.2.7, lib/parser.c, read_line(); what is undocumented there was tried with `keepalived -t`.
 */
import path from "node:path";
import { withoutComment } from "./comments";
import { fileLines } from "./file-lines";
import type { FileTree } from "./file-tree";
import { includedFiles, parseInclude } from "./includes";
import { cut, positionAt, trimmed } from "./placed-text";
import type { PlacedText } from "./placed-text";
import type { Problem, ProblemCode } from "./problem";
import { parseSequence } from "./sequences";
import { expand, parseDefinition, undefinedUses } from "./variables";
import type { Variable } from "./variables";

export interface Source {
  readonly file: string;
  readonly bytes: Buffer;
  readonly tree: FileTree;
  /** What `@id` lines are compared with: `keepalived -i`, or the first part of the host's name. */
  readonly configId: string;
  /** Is told every id that a condition compares with. */
  readonly condition: (id: string) => void;
  readonly report: (problem: Problem) => void;
}

/** Sequences can make any number of lines; nobody's configuration has this many. */
const MOST_LINES = 50_000;

/** Here conditions and definitions count as well, which leave no line to act upon. */
const MOST_READS = 4 * MOST_LINES;

/** Files, values and sequences inside of each other: one that names itself never ends. */
const MOST_FRAMES = 200;

/** Where lines come from: a file, the rest of a multi-line value, rounds of a sequence, what follows a brace. */
interface Frame {
  readonly next: () => PlacedText | undefined;
  readonly file?: string;
}

export function* logicalLines(source: Source): Generator<PlacedText> {
  const variables = new Map<string, Variable>();
  const frames: Frame[] = [fileFrame(source.file, source.bytes, source.report)];
  let defining: { readonly name: string; readonly lines: PlacedText[] } | undefined;

  const problem = (code: ProblemCode, line: PlacedText, detail: string, offset = 0) =>
    source.report({ code, position: positionAt(line, offset), detail });
  const openFiles = () => frames.flatMap(({ file }) => file ?? []);
  const folder = () => path.posix.dirname(openFiles().at(-1) ?? source.file);

  const predefined = (line: PlacedText) => (name: string, parameters: readonly number[]) => {
    if (name === "_PWD") return folder();
    if (name === "_INSTANCE") return source.configId;
    if (name === "_HASH") return "#";
    if (name === "_BANG") return "!";
    if (name !== "_RANDOM") return undefined;
    problem("random", line, "${_RANDOM} is another number at each start; the smallest was taken to judge the rest.");
    return String(parameters[0] ?? 0);
  };

  function nextLine(): PlacedText | undefined {
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const line = frame.next();
      if (line !== undefined) return line;
      frames.pop();
    }
    return undefined;
  }

  /** True when the line belongs to a definition that goes on. */
  function continueDefinition(line: PlacedText): boolean {
    if (defining === undefined) return false;
    const continues = line.text.endsWith("\\");
    const text = trimmed(continues ? cut(line, 0, line.text.length - 1) : line);
    // With a single line after the first, empty one it is a definition like any other.
    const single = !continues && defining.lines.length === 0;
    if (text.text !== "") defining.lines.push(text);
    if (single) variables.set(defining.name, { lines: defining.lines, multiline: false });
    if (!continues) defining = undefined;
    return true;
  }

  function define(line: PlacedText): boolean {
    const definition = parseDefinition(line);
    if (definition === undefined) return false;
    const lines = definition.value.text === "" && definition.continues ? [] : [definition.value];
    variables.set(definition.name, { lines, multiline: definition.continues });
    if (definition.continues) defining = { name: definition.name, lines };
    return true;
  }

  function repeat(line: PlacedText): void {
    const replacedIn = (text: string) =>
      expand({ ...line, text, pieces: line.pieces.slice(0, 1) }, variables, predefined(line)).line.text;
    const sequence = parseSequence(line, replacedIn);
    if (sequence === undefined) {
      problem("sequence", line, `${line.text.slice(0, 4)} is not written as keepalived wants it: the line is dropped.`);
      return;
    }
    if (sequence.count > MOST_LINES) {
      problem(
        "too-large",
        line,
        `${line.text.slice(0, 4)} repeats ${sequence.count} times; what it makes was not judged.`,
      );
      return;
    }
    const rounds = sequence.rounds[Symbol.iterator]();
    frames.push({
      next: () => {
        const round = rounds.next();
        if (round.done) return undefined;
        for (const [name, value] of round.value) {
          variables.set(name, {
            lines: [{ ...sequence.body, text: value, pieces: sequence.body.pieces.slice(0, 1) }],
            multiline: false,
          });
        }
        return sequence.body;
      },
    });
  }

  /** What is left of a line to act upon; undefined when it was a condition that fails, a definition, a sequence. */
  function understood(written: PlacedText): PlacedText | undefined {
    for (let line = written; ;) {
      if (line.text.startsWith("@")) {
        const rest = conditionMet(line, source);
        if (rest === undefined) return undefined;
        line = rest;
      }
      if (define(line)) return undefined;
      if (/^~(SEQ|LST)/.test(line.text)) {
        repeat(line);
        return undefined;
      }
      if (line.text.startsWith("~")) return line;
      const expansion = expand(line, variables, predefined(line));
      if (expansion.endless !== undefined) {
        problem("endless", line, `$${expansion.endless} leads back to itself: keepalived never gets past this line.`);
      }
      if (expansion.tooLong) {
        problem("variable", line, "With its variables replaced the line is longer than keepalived can take.");
      }
      if (!expansion.changed) return expansion.line;
      for (const following of expansion.following) frames.push(listFrame(following));
      line = withoutComment(expansion.line).line;
      if (!/^[@$~]|\$/.test(line.text)) return line;
    }
  }

  function includeFiles(line: PlacedText): boolean {
    const include = parseInclude(line);
    if (include === undefined) return false;
    const from = { folder: folder(), tree: source.tree, open: openFiles() };
    const files = includedFiles(include, from, source.report);
    for (const file of [...files].reverse()) frames.push(fileFrame(file.path, file.bytes, source.report));
    return true;
  }

  let [reads, count] = [0, 0];
  for (let read = nextLine(); read !== undefined; read = nextLine()) {
    reads += 1;
    if (count > MOST_LINES || reads > MOST_READS || frames.length > MOST_FRAMES) {
      if (frames.length > MOST_FRAMES) problem("endless", read, "This line leads back to itself, again and again.");
      else problem("too-large", read, `The configuration has more than ${MOST_LINES} lines; the rest was not judged.`);
      return;
    }
    if (defining !== undefined && read.text === "") defining = undefined;
    if (read.text === "" || continueDefinition(read)) continue;
    const line = understood(read);
    if (line === undefined || line.text === "" || includeFiles(line)) continue;
    const [piece, residue] = splitAtBrace(line);
    for (const use of undefinedUses(line).filter(({ offset }) => offset < piece.text.length)) {
      problem("variable", line, `Nothing defines $${use.name} here: keepalived leaves the text as it is.`, use.offset);
    }
    if (residue !== undefined) frames.push(listFrame([residue]));
    if (piece.text !== "") yield piece;
    count += 1;
  }
}

function fileFrame(file: string, bytes: Buffer, report: (problem: Problem) => void): Frame {
  const lines = fileLines(bytes, file, report);
  let at = 0;
  return {
    file,
    next: () => {
      for (let raw = lines[at]; raw !== undefined; raw = lines[at]) {
        at += 1;
        // An empty line ends a definition that goes on; one with nothing but a comment does not.
        if (raw.text === "") return raw;
        const { line, openQuote } = withoutComment(raw);
        if (openQuote !== undefined) {
          const detail = "A double quote opens here that the line does not close.";
          report({ code: "quote", position: positionAt(raw, openQuote), detail });
        }
        if (line.text !== "") return line;
      }
      return undefined;
    },
  };
}

function listFrame(lines: readonly PlacedText[]): Frame {
  let at = 0;
  return { next: () => lines[at++] };
}

/** `@id rest` and `@^id rest`: the rest when the condition holds. */
function conditionMet(line: PlacedText, { configId, condition }: Source): PlacedText | undefined {
  const [whole = "", negated = "", id = ""] = /^@(\^?)([^ \t]*)[ \t]+/.exec(line.text) ?? [];
  if (whole === "") return undefined;
  condition(id);
  return (id === configId) === (negated === "^") ? undefined : cut(line, whole.length);
}

/** The text before the first brace outside of double quotes, or that brace, and the rest of the line. */
function splitAtBrace(line: PlacedText): readonly [PlacedText, PlacedText?] {
  const brace = braceIn(line.text);
  if (brace === undefined) return [trimmed(line)];
  const end = brace === 0 ? 1 : brace;
  const residue = trimmed(cut(line, end));
  return residue.text === "" ? [trimmed(cut(line, 0, end))] : [trimmed(cut(line, 0, end)), residue];
}

function braceIn(text: string): number | undefined {
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "{" || character === "}") return at;
    if (character === '"') {
      const close = text.indexOf('"', at + 1);
      if (close < 0) return undefined;
      at = close;
    }
  }
  return undefined;
}
