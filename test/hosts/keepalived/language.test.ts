/** The parser reads what keepalived reads, and whatever it is given. */
import fc from "fast-check";
import { logicalLines } from "../../../lib/hosts/keepalived/lines";
import { parseConfig } from "../../../lib/hosts/keepalived/parse";
import type { Directive } from "../../../lib/hosts/keepalived/tree";
import { commandWords, plainWords } from "../../../lib/hosts/keepalived/words";
import { placedLine } from "../../../lib/hosts/keepalived/placed-text";
import { describeWithKeepalived } from "../support/config-test";
import { memoryTree } from "../support/memory-tree";
import type { MemoryFile } from "../support/memory-tree";
import { documents } from "./documents";

function parse(text: string | Buffer, files: Readonly<Record<string, MemoryFile | string>> = {}) {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  return parseConfig({ file: "/etc/main.conf", bytes, tree: memoryTree(files), configId: "m1" });
}

/** `a b { c }`, with the place of each directive as line:column. */
function shape(directives: readonly Directive[]): string {
  const shown = directives.map(({ words, body, position: { line, column } }) => {
    const own = `${line}:${column} ${words.map(({ text }) => text).join("|")}`;
    return body === undefined ? own : `${own} { ${shape(body)} }`;
  });
  return shown.join(", ");
}

const cases: readonly (readonly [name: string, text: string, shape: string])[] = [
  ["a brace in the same line", "a b {\n c\n}", "1:1 a|b { 2:2 c }"],
  ["a brace in the next line", "a\n{\n c }", "1:1 a { 3:2 c }"],
  ["everything in one line", "a { b 1 }", "1:1 a { 1:5 b|1 }"],
  ["comments with # and !", "a # b\n! c\nd ! e {", "1:1 a, 3:1 d"],
  ["no comment inside of double quotes", 'a "b # c" d', "1:1 a|b # c|d"],
  ["a comment inside of single quotes", "a 'b # c'", "1:1 a|'b"],
  ["escaped comment signs", "a\\#b \\! c", "1:1 a#b|!|c"],
  ["braces inside of double quotes", 'a "{ }"', "1:1 a|{ }"],
  ["quotes that split words", 'a"b c"d', "1:1 a|b c|d"],
  ["a condition that holds", "@m1 a\n@^other b", "1:5 a, 2:9 b"],
  ["a condition that does not hold", "@other a\n@^m1 b\n@m1", ""],
  ["a condition that takes the rest of the line with it", "a { @other b }\n c }", "1:1 a { 2:2 c }"],
  ["a variable", "$P=100\na $P\nb ${P}0", "2:1 a|100, 3:1 b|1000"],
  ["a variable that is replaced where it is used", "$A=${B}.1\n$B=2\na ${A}\n$B=3\na ${A}", "3:1 a|2.1, 5:1 a|3.1"],
  ["an empty variable", "$A=\na ${A}b", "2:1 a|b"],
  ["a variable of several lines", "$A= \\\n b ${N} { \\\n c \\\n}\n$N=1\n$A", "2:2 b|1 { 3:2 c }"],
  [
    "a variable of several lines in the middle of a line, where it is none",
    "$A=b \\\nc\na ${A} d",
    "3:1 a|$ { 3:5 A }, 3:8 d",
  ],
  ["conditions by a variable", "$I=@m1\n$I a\n$I=@x\n$I b", "2:4 a"],
  ["a predefined name", "a ${_INSTANCE} ${_PWD}", "1:1 a|m1|/etc"],
  ["a sequence", "~SEQ(N, 0, 2) a ${N}", "1:15 a|0, 1:15 a|1, 1:15 a|2"],
  [
    "a sequence down and in hexadecimal",
    "~SEQx(N, 0x12, -1, 0x0f) a ${N}",
    "1:26 a|12, 1:26 a|11, 1:26 a|10, 1:26 a|f",
  ],
  ["a list", "~LST({A,B},{1,2},{3}) a ${A}x${B}", "1:23 a|1x2, 1:23 a|3x"],
  ["a sequence in a list", "~LST(A,1,2) ~SEQ(B,2) a ${A}${B}", "1:23 a|11, 1:23 a|12, 1:23 a|21, 1:23 a|22"],
  ["line ends of Windows", "a\r\nb {\r\n c\r\n}\r\n", "1:1 a, 2:1 b { 3:2 c }"],
];

it.each(cases)("reads %s", (_name, text, expected) => {
  expect(shape(parse(text).directives)).toBe(expected);
});

const commands: readonly (readonly [text: string, words: readonly string[]])[] = [
  [`abcd" efg h jkl "mnop`, ["abcd efg h jkl mnop"]],
  [`abcd "efg h jkl" mnop`, ["abcd", "efg h jkl", "mnop"]],
  [`"/a 'b c' \\"d\\""`, [`/a 'b c' "d"`]],
  [String.raw`\x41\102\tb\cA`, ["AB\tb\u0001"]],
];

it.each(commands)("splits a command as the manual says: %s", (text, expected) => {
  expect(commandWords(placedLine(text, "f", 1)).words.map((word) => word.text)).toEqual(expected);
});

describe("included files", () => {
  const files = {
    "/etc/conf.d/b.conf": "b",
    "/etc/conf.d/a.conf": "a {\ninclude more/*.inc\n}",
    "/etc/conf.d/more/x.inc": "x",
    "/etc/conf.d/more/.hidden.inc": "hidden",
    "/etc/run.conf": { content: "run", mode: 0o755 },
    "/etc/loop.conf": "l\ninclude loop.conf",
    "/etc/one.conf": "one",
    "/etc/two.conf": "two",
  };

  it("come in order, relative to the file that includes them, with their own places", () => {
    const { directives, problems } = parse("include conf.d/*.conf\nc", files);
    expect(shape(directives)).toBe("1:1 a { 1:1 x }, 1:1 b, 2:1 c");
    expect(directives.map(({ position }) => position.file)).toEqual([
      "/etc/conf.d/a.conf",
      "/etc/conf.d/b.conf",
      "/etc/main.conf",
    ]);
    expect(problems).toEqual([]);
  });

  it("come by braces too, and by the stricter spellings", () => {
    expect(shape(parse("includea {one,two}.conf\nincluder o?e.conf\ninclude [tx]wo.conf", files).directives)).toBe(
      "1:1 one, 1:1 two, 1:1 one, 1:1 two",
    );
  });

  it.each([
    ["include none.conf", "include", "There is no file /etc/none.conf"],
    ["include conf.d/*.txt", "include", "No file matches /etc/conf.d/*.txt"],
    ["include conf.d", "include", "is no regular file"],
    ["include run.conf", "executable", "has an executable bit"],
    ["include loop.conf", "include", "includes itself"],
  ])("that bring nothing are problems: %s", (text, code, detail) => {
    expect(parse(text, files).problems).toMatchObject([{ code, detail: expect.stringContaining(detail) as string }]);
  });
});

describe("problems", () => {
  it.each([
    ["a {\n b", "braces", 1],
    ["a\n}", "braces", 2],
    ["{", "braces", 1],
    ['a "b', "quote", 1],
    ["a\nb $X", "variable", 2],
    ["$X=$X\na $X", "endless", 2],
    ["$X=b$X\na $X", "variable", 2],
    ["~SEQ(N) a", "sequence", 1],
    ["~SEQ(N,1,99999999) a", "too-large", 1],
    ["$V=~SEQ(N,1,2) $V\n$V", "endless", 2],
    ["$V=a \\\n$V\n$V", "endless", 2],
    ["a ${_RANDOM 3 9}", "random", 1],
    ["\u{FEFF}a", "byte-order-mark", 1],
    ["a\0b", "control-character", 1],
    [`a ${"b ".repeat(600)}`, "long-line", 1],
  ])("have their line: %j", (text, code, line) => {
    expect(parse(text).problems).toContainEqual(
      expect.objectContaining({ code, position: expect.objectContaining({ line }) as object }),
    );
  });

  it("of a line that a sequence repeats are said once", () => {
    expect(parse("~SEQ(N,500) a $X").problems).toHaveLength(1);
  });
});

it("takes any bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      parse(Buffer.from(bytes));
    }),
  );
});

it("takes any document, and places every directive in it", () => {
  fc.assert(
    fc.property(documents, (text) => {
      const lines = text.split("\n").length;
      const inside = ({ position, body = [] }: Directive): boolean =>
        position.line >= 1 && position.line <= lines && position.column >= 1 && body.every(inside);
      expect(parse(text).directives.every(inside)).toBe(true);
    }),
  );
});

/** First words, in the order in which keepalived comes upon them. */
function firstWords(text: string): readonly string[] {
  const source = { file: "a.conf", bytes: Buffer.from(text), tree: memoryTree({}), configId: "m1" };
  const nobody = () => undefined;
  return [...logicalLines({ ...source, condition: nobody, report: nobody })].flatMap((line) =>
    line.text === "{" ? "{" : (plainWords(line).words[0]?.text ?? []),
  );
}

describeWithKeepalived("the real keepalived", (keepalived) => {
  it("comes upon the same words in the same order", () => {
    // No word is a keyword outside of every block, so that keepalived names each of them. More by hand: numRuns 5000.
    const texts = fc.sample(documents, { numRuns: 150, seed: 7 });
    const results = keepalived.test(texts, ["-i", "m1"]);
    const theirs = results.map(({ output }) =>
      // The first of several readings names no file.
      [...output.matchAll(/^\(Line \d+\) (?:Unknown keyword '(.*)'|Unexpected '(\{)' - ignoring)$/gm)].map(
        ([, unknown, brace]) => unknown ?? brace,
      ),
    );
    expect(texts.map((text, index) => [text, theirs[index]])).toEqual(texts.map((text) => [text, firstWords(text)]));
  });
});
