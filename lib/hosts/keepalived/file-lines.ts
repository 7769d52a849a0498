/** The lines of one file, before anything in them is understood, and what is wrong with them as text. */
import { placedLine } from "./placed-text";
import type { PlacedText } from "./placed-text";
import type { Problem, ProblemCode } from "./problem";

/** keepalived reads into a buffer of 1024 bytes with its end mark. Source: keepalived 2.2.7, lib/parser.h, MAXBUF. */
const LONGEST_LINE = 1022;

export function fileLines(bytes: Buffer, file: string, report: (problem: Problem) => void): readonly PlacedText[] {
  let text = bytes.toString("utf8");
  const at = (code: ProblemCode, line: number, column: number, detail: string) =>
    report({ code, position: { file, line, column }, detail });
  if (text.startsWith("\uFEFF")) {
    at("byte-order-mark", 1, 1, "The file starts with a byte order mark, which becomes part of the first word.");
    text = text.slice(1);
  }
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const returns = lines.findIndex((line) => line.endsWith("\r"));
  if (returns >= 0) at("carriage-return", returns + 1, 1, "The lines end with a carriage return and a line feed.");
  return lines.map((written, index) => {
    const line = written.replace(/\r+$/, "");
    const control = /[\x00-\x08\x0e-\x1f\x7f\uFFFD]/.exec(line);
    if (control !== null) {
      const nul = control[0] === "\0";
      const detail = nul
        ? "There is a NUL byte: keepalived does not read the rest of the line."
        : "There is a control character, or a byte that is no UTF-8.";
      at("control-character", index + 1, control.index + 1, detail);
    }
    if (Buffer.byteLength(line) > LONGEST_LINE) {
      const detail = `The line has ${Buffer.byteLength(line)} bytes: keepalived cuts it after ${LONGEST_LINE}.`;
      at("long-line", index + 1, 1, detail);
    }
    return placedLine(line.split("\0")[0] ?? "", file, index + 1);
  });
}
