/** ` Did you mean "x"?` for the nearest of the known words, or nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  for (const candidate of known) {
    if (distance(word, candidate) < 3) return ` Did you mean ${JSON.stringify(candidate)}?`;
  }
  return "";
}

function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      current.push(Math.min(current[j - 1]! + 1, previous[j]! + 1, previous[j - 1]! + cost));
    }
    previous = current;
  }
  return previous[b.length]!;
}
