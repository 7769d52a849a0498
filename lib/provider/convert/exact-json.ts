/**
 * JSON from Terraform's state. Numbers that JavaScript cannot hold exactly become their decimal text, which Terraform
 * reads as the same number; `JSON.parse` would round them, and the next plan would show a change that nobody made.
 */
export function parseExactJson(text: string): unknown {
  let out = "";
  let copied = 0;
  const token = /"|-?\d[\d.eE+-]*/g;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0] === '"') {
      token.lastIndex = endOfString(text, match.index) + 1;
    } else if (String(Number(match[0])) !== match[0]) {
      out += `${text.slice(copied, match.index)}"${match[0]}"`;
      copied = token.lastIndex;
    }
  }
  return JSON.parse(out + text.slice(copied));
}

/** By hand: a regular expression runs out of stack on strings of many megabytes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let first = end;
    while (text[first - 1] === "\\") first--;
    if ((end - first) % 2 === 0) return end;
  }
  return text.length;
}
