/** Which items of a list before belong to which items after. */
export interface Pair {
  /** Undefined: the item is new. */
  readonly before?: number;
  /** Undefined: the item is gone. */
  readonly after?: number;
}

interface Sequence<T> {
  readonly before: readonly T[];
  readonly after: readonly T[];
  readonly same: (a: T, b: T) => boolean;
  /** Whether two items that are not the same can be shown as one that changed. */
  readonly alike: (a: T, b: T) => boolean;
}

/** Beyond this many comparisons a list is compared place by place. */
const MOST_COMPARISONS = 4_000_000;

/**
 * As Terraform pairs them: lists of one length place by place unless they are reordered, others by their longest common
 * subsequence.
 */
export function pairItems<T>(sequence: Sequence<T>): readonly Pair[] {
  const { before, after } = sequence;
  const isEven = before.length === after.length && !isReordered(sequence);
  if (isEven || before.length * after.length > MOST_COMPARISONS) return placeByPlace(before.length, after.length);
  return aroundCommon(sequence, commonItems(sequence));
}

function isReordered<T>({ before, after, same }: Sequence<T>): boolean {
  return before.every((item) => after.some((other) => same(item, other)));
}

function placeByPlace(before: number, after: number): readonly Pair[] {
  return Array.from({ length: Math.max(before, after) }, (_, i) => ({
    ...(i < before && { before: i }),
    ...(i < after && { after: i }),
  }));
}

/** The longest common subsequence, as pairs of places. */
function commonItems<T>({ before, after, same }: Sequence<T>): readonly Required<Pair>[] {
  // lengths[i][j]: how long it is for the items from i and from j on.
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  const isSame = (i: number, j: number) => same(before[i] as T, after[j] as T);
  for (let i = before.length - 1; i >= 0; i--) {
    const row = lengths[i];
    for (let j = after.length - 1; row && j >= 0; j--) {
      row[j] = isSame(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const common: Required<Pair>[] = [];
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
    if (isSame(i, j)) common.push({ before: i++, after: j++ });
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return common;
}

function aroundCommon<T>({ before, after, alike }: Sequence<T>, common: readonly Required<Pair>[]): readonly Pair[] {
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  for (const anchor of [...common, { before: before.length, after: after.length }]) {
    for (; i < anchor.before; i++) {
      const isChange = j < anchor.after && alike(before[i] as T, after[j] as T);
      pairs.push(isChange ? { before: i, after: j++ } : { before: i });
    }
    for (; j < anchor.after; j++) pairs.push({ after: j });
    if (i < before.length && j < after.length) pairs.push({ before: i++, after: j++ });
  }
  return pairs;
}
