import type { Reply } from "../../../simulator";
import { type Context, ok } from "./context";
import { notSimulated, refused } from "./errors";

type Id = string | number;
type Shown = object;

const MODE = "cachedobjectlist-pages";

/** `like` takes `%` for anything; the rest compare as numbers where both sides are some. */
function matches(value: unknown, operator: string, wanted: string): boolean {
  const text = typeof value === "object" ? (value === null ? "" : JSON.stringify(value)) : `${(value ?? "") as Id}`;
  const like = (flags: string) =>
    new RegExp(
      `^${wanted
        .split("%")
        .map((part) => part.replace(/[.+?*^${}()|[\]\\]/g, "\\$&"))
        .join(".*")}$`,
      flags,
    ).test(text);
  const [left, right] =
    text !== "" && wanted !== "" && !isNaN(Number(text)) && !isNaN(Number(wanted))
      ? [Number(text), Number(wanted)]
      : [text, wanted];
  switch (operator) {
    case "eq":
      return left === right;
    case "ne":
      return left !== right;
    case "lt":
      return left < right;
    case "le":
      return left <= right;
    case "gt":
      return left > right;
    case "ge":
      return left >= right;
    case "in":
      return wanted.split(",").includes(text);
    case "nin":
      return !wanted.split(",").includes(text);
    case "like":
      return like("");
    case "ilike":
      return like("i");
    default:
      throw refused(`X-Pagination-Filter: unknown operator ${operator}`);
  }
}

/** `a.b` looks into nested objects. */
const valueAt = (shown: unknown, key: string) =>
  key.split(".").reduce<unknown>((inner, name) => (inner as Record<string, unknown> | null | undefined)?.[name], shown);

function filtered(objects: readonly Shown[], header: string | undefined): readonly Shown[] {
  if (header === undefined || header === "") return objects;
  const conditions = header.split("&").map((part) => {
    const [, key, operator, wanted] = /^([^:]+):([a-z]+)=(.*)$/.exec(part) ?? [];
    if (key === undefined || operator === undefined || wanted === undefined)
      throw refused(`X-Pagination-Filter: ${header} cannot be read`);
    return { key: decoded(key), operator, wanted: decoded(wanted) };
  });
  return objects.filter((shown) =>
    conditions.every(({ key, operator, wanted }) => matches(valueAt(shown, key), operator, wanted)),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function sorted(objects: readonly Shown[], key: string | undefined, order = "ASC"): readonly Shown[] {
  if (!key) return objects;
  const direction = order.toUpperCase() === "DESC" ? -1 : 1;
  const value = (shown: Shown) => (valueAt(shown, key) ?? "") as Id;
  return [...objects].sort(
    (one, other) => (value(one) < value(other) ? -1 : value(one) > value(other) ? 1 : 0) * direction,
  );
}

const whole = (text: string | undefined, fallback: number) => Math.max(1, Math.floor(Number(text)) || fallback);

/** A list of ids or, with the pagination header that the vendor's own clients send, a page of the objects themselves. */
export function listing(context: Context, ids: readonly Id[], show: (id: Id) => Shown): Reply {
  if (context.request.query.has("iamTags")) throw notSimulated("the filter iamTags");
  const { headers } = context.request;
  const isExpanded = context.cloud.behaviour.expandedLists === "on-request";
  if (!isExpanded || headers["x-pagination-mode"]?.toLowerCase() !== MODE) return ok(ids);
  const all = sorted(
    filtered(ids.map(show), headers["x-pagination-filter"]),
    headers["x-pagination-sort"],
    headers["x-pagination-sort-order"],
  );
  const size = whole(headers["x-pagination-size"], 50);
  const number = whole(headers["x-pagination-number"], 1);
  return {
    status: 200,
    body: all.slice((number - 1) * size, number * size),
    headers: {
      "X-Pagination-Elements": String(all.length),
      "X-Pagination-Size": String(size),
      "X-Pagination-Number": String(number),
      "X-Pagination-Total": String(Math.max(1, Math.ceil(all.length / size))),
    },
  };
}

/** Query parameters as equality filters, those that are there. */
export function passes(context: Context, values: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(values).every(([name, value]) => {
    const wanted = context.request.query.get(name);
    return wanted === null || wanted === "" || wanted === String(value);
  });
}
