/** What the language itself forbids, or silently takes otherwise than it looks. */
import type { ProblemCode } from "../../keepalived/problem";
import { memberRule } from "../rule";
import type { ConfigTestCode, MemberRule } from "../rule";
import type { Severity } from "../finding";

interface SyntaxRule {
  readonly code: ProblemCode;
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly configTest: ConfigTestCode;
}

const syntaxRule = ({ code, ...text }: SyntaxRule): MemberRule =>
  memberRule({
    ...text,
    *check({ parsed }) {
      for (const { position, detail } of parsed.problems.filter((problem) => problem.code === code)) {
        yield { position, message: detail };
      }
    },
  });

export const syntaxRules: readonly MemberRule[] = [
  syntaxRule({
    code: "braces",
    id: "braces",
    severity: "error",
    title: "Braces do not fit",
    why: "keepalived does not give up: it goes on with whatever the braces happen to enclose, and a part of the configuration is lost or lands in another block.",
    fix: "Put an opening brace behind the block's name and a closing one where it ends.",
    configTest: 5,
  }),
  syntaxRule({
    code: "quote",
    id: "quote",
    severity: "error",
    title: "A quote is not closed",
    why: "Everything from the quote to the end of the line is lost; a script is then not run at all.",
    fix: "Close the quote in the same line.",
    configTest: 5,
  }),
  syntaxRule({
    code: "variable",
    id: "variable",
    severity: "warning",
    title: "A variable is not defined, or its value does not fit into the line",
    why: "keepalived leaves the name in the text, so that an address, number or path is not what was meant.",
    fix: "Define it before its first use as $NAME=value at the start of a line. keepalived runs no shell: environment variables do not exist here.",
    configTest: 0,
  }),
  syntaxRule({
    code: "endless",
    id: "endless",
    severity: "error",
    title: "A definition leads back to itself",
    why: "keepalived never gets past the line: it neither starts nor ends, and its own test hangs as well.",
    fix: "Let the value name other variables only.",
    configTest: "hangs",
  }),
  syntaxRule({
    code: "sequence",
    id: "sequence",
    severity: "error",
    title: "~SEQ or ~LST cannot be read",
    why: "keepalived drops the line, with all that it would have made.",
    fix: "Write ~SEQ(NAME, start, step, end) or ~LST(NAME, value, …) and the text to repeat in one line.",
    configTest: 5,
  }),
  syntaxRule({
    code: "include",
    id: "include",
    severity: "error",
    title: "An include brings nothing",
    why: "keepalived goes on without the file and without an error: instances that it should hold do not exist, and `keepalived -t` says nothing.",
    fix: "Correct the path: it is relative to the including file. Write includea instead of include (2.2.0 and later) to make a missing file an error.",
    configTest: 0,
  }),
  syntaxRule({
    code: "executable",
    id: "include-executable",
    severity: "error",
    title: "An included file is executable",
    why: "keepalived skips an executable file without an error: what it holds does not exist, and `keepalived -t` says nothing.",
    fix: "chmod 0644 the file.",
    configTest: 0,
  }),
  syntaxRule({
    code: "byte-order-mark",
    id: "byte-order-mark",
    severity: "error",
    title: "The file starts with a byte order mark",
    why: "The mark becomes part of the first word, which is then unknown, and with it goes the whole first block.",
    fix: "Save the file as UTF-8 without a byte order mark.",
    configTest: 5,
  }),
  syntaxRule({
    code: "control-character",
    id: "control-character",
    severity: "warning",
    title: "There are control characters",
    why: "What follows a NUL byte is not read, and other control characters become part of a word that then means nothing.",
    fix: "Remove them.",
    configTest: 0,
  }),
  syntaxRule({
    code: "carriage-return",
    id: "carriage-return",
    severity: "info",
    title: "Lines end as on Windows",
    why: "keepalived itself copes with it. Scripts that come the same way do not start: their first line names an interpreter that does not exist.",
    fix: "Convert the file to line feeds, and look at the scripts.",
    configTest: 0,
  }),
  syntaxRule({
    code: "long-line",
    id: "long-line",
    severity: "error",
    title: "A line is too long",
    why: "keepalived reads lines into 1024 bytes: the rest becomes a line of its own, with words that mean nothing there.",
    fix: "Break the line, or put values into a list with one on each line.",
    configTest: 5,
  }),
];
