import fc from "fast-check";
import { convert } from "../../../lib/engine/expressions/convert";
import { EvaluationError } from "../../../lib/engine/expressions/error";
import { evaluateJson, type Scope } from "../../../lib/engine/expressions/evaluate";
import { parseString } from "../../../lib/engine/expressions/parse";
import { fromPlain, toPlain } from "../../../lib/engine/expressions/typed";
import { typeFromJson, typeToJson } from "../../../lib/engine/expressions/type";
import type { Value } from "../../../lib/resources/value";

const NO_NAMES: Scope = {
  resolve: (root) => {
    throw new EvaluationError("No names", root);
  },
};

const evaluate = (json: unknown, scope: Scope = NO_NAMES) => toPlain(evaluateJson(json, scope));
const escaped = (text: string) => text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
const quoted = (text: string) => `"${escaped(text.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n"))}"`;

/** Texts with much of what templates treat in a special way. */
const tricky = fc
  .array(fc.constantFrom("$", "%", "{", "}", "a", " ", "\n", '"', "\\", "é", "~", "😀"), { maxLength: 12 })
  .map((parts) => parts.join(""));
/** `$$${` is a dollar and an escape, as in Terraform: no escaping gets a dollar right before an interpolation's escape. */
const plain = tricky.filter((text) => !/[$%](\$\{|%\{)/.test(text));

describe("template strings", () => {
  test("with everything escaped say what was written", () => {
    fc.assert(fc.property(plain, (text) => expect(evaluate(escaped(text))).toBe(text)));
  });

  test("are the texts and values in them, one behind the other", () => {
    const part = fc.oneof(
      plain.filter((text) => !/[$%]$/.test(text)).map((text) => [escaped(text), text] as const),
      plain.map((text) => [`\${${quoted(text)}}`, text] as const),
      fc.integer({ min: -1000, max: 1000 }).map((n) => [`\${${n}}`, String(n)] as const),
      fc.boolean().map((b) => [`%{if ${b}}yes%{else}no%{endif}`, b ? "yes" : "no"] as const),
      fc
        .nat(3)
        .map(
          (n) =>
            [
              `%{for i in range(${n})}<\${i}>%{endfor}`,
              Array.from({ length: n }, (_, i) => `<${i}>`).join(""),
            ] as const,
        ),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 2, maxLength: 6 }), (parts) => {
        const source = parts.map(([text]) => text).join("");
        expect(String(evaluate(source) as string)).toBe(parts.map(([, value]) => value).join(""));
      }),
    );
  });

  test("that are broken are the user's mistake and nothing worse", () => {
    const soup = fc.array(
      fc.constantFrom(
        "${",
        "%{",
        "}",
        "if ",
        "for ",
        "else",
        "endif",
        " in ",
        "a",
        ".",
        "[",
        "]",
        "(",
        ")",
        '"',
        "*",
        "+",
        "?",
        ":",
        ",",
        "=>",
        "...",
        "1",
        "\\",
        "~",
        "true",
        "upper",
        "{",
      ),
      { maxLength: 14 },
    );
    fc.assert(
      fc.property(soup, (parts) => {
        try {
          evaluate(parts.join(""));
        } catch (error) {
          expect(error).toBeInstanceOf(EvaluationError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("arithmetic", () => {
  interface Sum {
    readonly source: string;
    readonly value: number;
  }
  const sum: fc.Arbitrary<Sum> = fc.letrec<{ sum: Sum }>((tie) => ({
    sum: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.nat(50).map((value) => ({ source: String(value), value })),
      fc.tuple(tie("sum"), fc.constantFrom("+", "-", "*"), tie("sum")).map(([a, operator, b]) => ({
        source: `(${a.source} ${operator} ${b.source})`,
        value: operator === "+" ? a.value + b.value : operator === "-" ? a.value - b.value : a.value * b.value,
      })),
      tie("sum").map(({ source, value }) => ({ source: `-${source}`, value: 0 - value })),
    ),
  })).sum;

  test("gives what it gives everywhere", () => {
    fc.assert(
      fc.property(
        sum.filter(({ value }) => Number.isSafeInteger(value)),
        ({ source, value }) => expect(evaluate(`\${${source}}`)).toEqual(value + 0),
      ),
    );
  });

  test("binds as in JavaScript without parentheses", () => {
    const operator = fc.constantFrom("+", "-", "*", "%", "<", "<=", "==", "!=", "&&", "||");
    const terms = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), operator), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(terms, (parts) => {
        const source = parts.map(([n, sign], i) => (i === parts.length - 1 ? String(n) : `${n} ${sign} `)).join("");
        const shape = (node: unknown): string => {
          const { kind, left, right, operator: sign, value } = node as Record<string, unknown>;
          return kind === "binary"
            ? `(${shape(left)}${String(sign)}${shape(right)})`
            : String((value as { raw: number }).raw);
        };
        expect(shape(parseString(`\${${source}}`))).toBe(parenthesized(source.split(" ")));
      }),
    );
  });
});

const LEVELS = [["||"], ["&&"], ["==", "!="], ["<", "<="], ["+", "-"], ["*", "%"]];

/** The loosest operator of all, the last one of its level, splits first. */
function parenthesized(words: readonly string[]): string {
  for (const level of LEVELS) {
    const at = words.findLastIndex((word) => level.includes(word));
    if (at >= 0) return `(${parenthesized(words.slice(0, at))}${words[at]}${parenthesized(words.slice(at + 1))})`;
  }
  return words.join("");
}

describe("values", () => {
  const value: fc.Arbitrary<Value> = fc
    .jsonValue({ maxDepth: 3 })
    .map((json) => JSON.parse(JSON.stringify(json).replace(/-0(?=[,\]}]|$)/g, "0")) as Value)
    .filter((json) => !JSON.stringify(json).includes('{"":') && !/[$%]\{/.test(JSON.stringify(json)));

  test("of JSON are what they are, and come back through jsonencode", () => {
    fc.assert(
      fc.property(value, (json) => {
        const scope: Scope = { resolve: () => ({ value: fromPlain(json, "dynamic"), used: 0 }) };
        const back = JSON.parse(evaluate("${jsonencode(it)}", scope) as string) as unknown;
        expect(back).toEqual(json);
        expect(evaluate("${jsondecode(jsonencode(it))}", scope)).toEqual(json);
      }),
    );
  });

  test("keep their type through the state's spelling", () => {
    fc.assert(
      fc.property(value, (json) => {
        const { type } = fromPlain(json, "dynamic");
        expect(typeToJson(typeFromJson(JSON.parse(JSON.stringify(typeToJson(type)))))).toEqual(typeToJson(type));
        expect(toPlain(fromPlain(json, type))).toEqual(json);
      }),
    );
  });

  test("as a set are sorted, without repetition, and stay so", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 })), (words) => {
        const set = convert(fromPlain(words, { list: "string" }), { set: "string" });
        expect(toPlain(set)).toEqual([...new Set(words)].sort());
        expect(toPlain(convert(convert(set, { list: "string" }), { set: "string" }))).toEqual(toPlain(set));
      }),
    );
  });
});
