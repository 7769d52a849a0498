/** Random documents of keepalived's language, made of all that its reader treats in a way of its own. */
import fc from "fast-check";

const names = ["A", "B", "C_1", "_x"] as const;

const word = fc.constantFrom("aa", "bb", "cc", "d1", "e_2");
const name = fc.constantFrom(...names);
const blank = fc.constantFrom(" ", "  ", "\t", " \t ");
const bound = fc.integer({ min: -3, max: 3 });

const use = fc.oneof(
  name.map((variable) => `$${variable}`),
  name.map((variable) => `\${${variable}}`),
  fc.constantFrom("${_HASH}", "${_BANG}", "${_INSTANCE}", "${ZZ}", "$ZZ", "$", "${", "${A", "$A,", "$A)"),
);

const quoted = fc
  .tuple(
    fc.constantFrom('"', "'"),
    fc.array(fc.oneof(word, blank, fc.constantFrom("#", "!", "{", "}", '\\"', "\\", "$A")), { maxLength: 4 }),
  )
  .map(([quote, parts]) => quote + parts.join("") + quote);

const special = fc.constantFrom(
  ...["#", "!", "\\#", "\\!", "\\\\", "{", "}", "{ ", " }", '"', "\\", "@m1 ", "@^m1 ", "@x ", "~", "="],
);

const text = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: word },
      { weight: 2, arbitrary: blank },
      { weight: 2, arbitrary: use },
      { weight: 1, arbitrary: quoted },
      { weight: 1, arbitrary: special },
    ),
    { minLength: 1, maxLength: 7 },
  )
  .map((parts) => parts.join(""));

/**
 * Values name later variables only: keepalived never gets past one that leads back to itself. Nor do they start with a
 * condition, of which keepalived 2.2.7 moves as many bytes as the line had before the value was put in.
 */
function value(variable: string, written: string): string {
  const later = (other: string) => names.indexOf(other as never) > names.indexOf(variable as never);
  return written
    .replace(/\$(\{?)(A|B|C_1|_x)\b/g, (whole, brace: string, other: string) => (later(other) ? whole : `$${brace}ZZ`))
    .replace(/^\s*@/, "");
}

const definition = fc.tuple(name, text).map(([variable, written]) => `$${variable}=${value(variable, written)}`);

const longDefinition = fc
  .tuple(name, fc.array(text, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([variable, lines, startsBelow]) => {
    const values = lines.map((line) => value(variable, line));
    return `$${variable}=${startsBelow ? " \\\n" : ""}${values.join(" \\\n")}`;
  });

// An invalid ~LST is left out: after one, keepalived 2.2.7 acts upon no later sequence.
const sequence = fc.oneof(
  fc.tuple(bound, bound, fc.constantFrom("", "x")).map(([from, to, hex]) => `~SEQ${hex}(N, ${from}, ${to}) n\${N} `),
  fc.tuple(bound, bound, bound).map(([from, step, to]) => `~SEQ(N, ${from},${step}, ${to}) s\${N} `),
  bound.map((to) => `~SEQ(N,${to}) t\${N} `),
  fc.constantFrom(
    "~LST(L, a, b,c) l${L} ",
    "~LST({L,M}, {1,2},{3,4}) l${L}${M} ",
    "~LST({L,M},{1},{2,}) l${L}x${M} ",
    "~SEQ N 1",
    "~SEQ(N)",
  ),
);

const line = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 2, arbitrary: definition },
  { weight: 2, arbitrary: longDefinition },
  { weight: 1, arbitrary: fc.tuple(sequence, text).map(([head, rest]) => head + rest) },
  { weight: 1, arbitrary: name.map((variable) => `$${variable}`) },
  { weight: 1, arbitrary: fc.constantFrom("", "   ", "# comment", "! x", "@m1 $A=yy", "@x $B=zz", "aa\r") },
);

export const documents = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => `${lines.join("\n")}\n`);
