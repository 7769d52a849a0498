const TOKEN =
  /\s*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

/**
 * The line on which a text stops being JSON. Node's own messages name it only at times; this is slower, and needed only
 * for what is broken.
 */
export function brokenLine(source: string): number {
  let position = 0;
  const open: string[] = [];
  let expected: "value" | "key" | "colon" | "next" | "firstValue" | "firstKey" = "value";
  for (;;) {
    TOKEN.lastIndex = position;
    const found = TOKEN.exec(source);
    if (!found) break;
    const [, symbol, string] = found;
    const next = advance(symbol, string !== undefined, expected, open);
    if (next === undefined) break;
    position = TOKEN.lastIndex;
    expected = next;
    if (open.length === 0 && expected === "next") {
      if (source.slice(position).trim() === "") break;
    }
  }
  const rest = /^\s*/.exec(source.slice(position))?.[0].length ?? 0;
  return source.slice(0, position + rest).split("\n").length;
}

type Expected = "value" | "key" | "colon" | "next" | "firstValue" | "firstKey";

function advance(
  symbol: string | undefined,
  isString: boolean,
  expected: Expected,
  open: string[],
): Expected | undefined {
  switch (expected) {
    case "value":
    case "firstValue":
      if (symbol === "{" || symbol === "[") {
        open.push(symbol);
        return symbol === "{" ? "firstKey" : "firstValue";
      }
      if (symbol === "]" && expected === "firstValue") return close(symbol, open);
      return symbol === undefined ? "next" : undefined;
    case "key":
    case "firstKey":
      if (isString) return "colon";
      return symbol === "}" && expected === "firstKey" ? close(symbol, open) : undefined;
    case "colon":
      return symbol === ":" ? "value" : undefined;
    case "next":
      if (symbol === "," && open.length > 0) return open.at(-1) === "{" ? "key" : "value";
      return close(symbol, open);
  }
}

function close(symbol: string | undefined, open: string[]): Expected | undefined {
  const wanted = open.at(-1) === "{" ? "}" : "]";
  if (open.length === 0 || symbol !== wanted) return undefined;
  open.pop();
  return "next";
}
