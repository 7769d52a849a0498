/** What keepalived knows in a block, and since which version. */
export interface Keyword {
  /** The first version that knows it; absent when 1.3.0 did. */
  readonly since?: string;
  /** Without a value keepalived ends with exit code 2. */
  readonly needsValue: boolean;
  /** What stands between its braces: keywords, lines of values, or something that is not judged here. */
  readonly body?: Keywords | "values" | "unjudged";
}

export type Keywords = ReadonlyMap<string, Keyword>;

type Part = readonly (readonly [string, Keyword])[];

const split = (names: string) => names.split(/\s+/).filter(Boolean);

const part = (names: string, keyword: Keyword): Part => split(names).map((name) => [name, keyword] as const);

/** Keywords that stand alone or take a value at will. */
export const flags = (names: string): Part => part(names, { needsValue: false });

/** Keywords that need a value. */
export const settings = (names: string): Part => part(names, { needsValue: true });

/** Blocks with a value on each line, such as an address. */
export const lists = (names: string): Part => part(names, { needsValue: false, body: "values" });

/** Blocks with keywords of their own. */
export const blocks = (names: string, body: Keywords | "unjudged", needsValue = false): Part =>
  part(names, { needsValue, body });

export const since = (version: string, ...parts: readonly Part[]): Part =>
  parts.flat().map(([name, keyword]) => [name, { ...keyword, since: version }] as const);

export const keywords = (...parts: readonly Part[]): Keywords => new Map(parts.flat());
