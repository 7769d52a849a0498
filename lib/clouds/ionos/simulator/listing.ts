import { type Cloud, visible } from "./cloud";
import { malformed } from "./errors";
import type { Item, Properties } from "./item";

/** Which part of a collection is asked for, from `offset`, `limit`, `maxResults`, `orderBy` and `filter.<property>`. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly offset: number;
  readonly limit: number;
  readonly _links: { readonly prev?: string; readonly self: string; readonly next?: string };
}

export interface Limits {
  readonly limit: number;
  readonly most: number;
}

/** What lists have when nothing else is documented for them. */
export const USUAL_LIMITS: Limits = { limit: 1000, most: 10_000 };

function count(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null || text === "") return otherwise;
  if (!/^\d+$/.test(text)) throw malformed(`query parameter '${name}' is not a number`);
  return Number(text);
}

/** `prev` only when there is something before, `next` only when there is something after (vendor's model documentation). */
export function page<T>(all: readonly T[], query: URLSearchParams, limits: Limits, href: string): Page<T> {
  const most = Math.max(1, Math.min(limits.most, count(query, "maxResults", limits.most)));
  const limit = Math.max(1, Math.min(most, count(query, "limit", limits.limit)));
  const offset = count(query, "offset", 0);
  const at = (start: number) => `${href}?offset=${start}&limit=${limit}`;
  return {
    items: all.slice(offset, offset + limit),
    offset,
    limit,
    _links: {
      ...(offset > 0 ? { prev: at(Math.max(0, offset - limit)) } : {}),
      self: at(offset),
      ...(offset + limit < all.length ? { next: at(offset + limit) } : {}),
    },
  };
}

/** The `filter.<property>` parameters. */
export function filtersOf(query: URLSearchParams): readonly (readonly [string, string])[] {
  return [...query]
    .filter(([name]) => name.startsWith("filter."))
    .map(([name, value]) => [name.slice("filter.".length), value]);
}

export function matches(cloud: Cloud, value: unknown, wanted: string): boolean {
  if (Array.isArray(value)) return value.some((entry) => matches(cloud, entry, wanted));
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return false;
  const [text, want] = [String(value).toLowerCase(), wanted.toLowerCase()];
  return typeof value === "string" && cloud.behaviour.filterMatch === "contains" ? text.includes(want) : text === want;
}

/** Metadata that can be filtered by, beside the properties. */
const metadataOf = (item: Item): Properties => ({ state: item.pending > 0 ? "BUSY" : "AVAILABLE", id: item.id });

export function filterItems(cloud: Cloud, items: readonly Item[], query: URLSearchParams): readonly Item[] {
  const filters = filtersOf(query);
  let kept = items;
  for (const [name, wanted] of filters) {
    kept = kept.filter((item) => {
      if (name === "createdAfter") return item.createdAt >= parseDate(wanted);
      if (name === "createdBefore") return item.createdAt <= parseDate(wanted);
      return matches(cloud, visible(cloud, item)[name] ?? metadataOf(item)[name], wanted);
    });
  }
  const orderBy = query.get("orderBy");
  if (!orderBy) return kept;
  return [...kept].sort((one, other) => compare(visible(cloud, one)[orderBy], visible(cloud, other)[orderBy]));
}

function compare(one: unknown, other: unknown): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return text(one).localeCompare(text(other), "en");
}

const text = (value: unknown) => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

/** Dates in filters are `yyyy-MM-dd HH:mm:ss` in UTC; ISO 8601 is taken too. */
export function parseDate(text: string): number {
  const iso = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) ? `${text.replace(" ", "T")}Z` : text;
  const at = Date.parse(iso);
  if (Number.isNaN(at)) throw malformed(`'${text}' is not a date of the form yyyy-MM-dd HH:mm:ss`);
  return at;
}
