/**
 * Lists of objects. The API answers ids unless a header asks for the objects; whoever does not know that header (a
 * proxy, another simulator, a call without that mode) answers ids all the same, and then each object is read by itself.
 */
import type { HttpClient, HttpRequest } from "../../http/client";
import { isNotFound, isStatus } from "../../http/error";

type Query = NonNullable<HttpRequest["query"]>;

export interface ListOptions<T> {
  /** Where only ids come: how many objects are read, those with the highest ids. Default: all. */
  readonly newest?: number;
  /** Whether the object stays as it is for ever, so that it need not be read again. */
  readonly isFinal?: (object: T) => boolean;
}

export type ListAll = <T extends object>(
  path: string,
  query: Query,
  signal: AbortSignal,
  options?: ListOptions<T>,
) => Promise<readonly T[]>;

const PAGE_SIZE = 500;
/** How many objects are read at the same time. */
const AT_ONCE = 6;

/** @param object reads what is there: see OvhCall */
export function createLists(
  http: HttpClient,
  object: <T extends object>(path: string, signal: AbortSignal) => Promise<T>,
): ListAll {
  const final = new Map<string, object>();

  async function read<T extends object>(
    path: string,
    { isFinal }: ListOptions<T>,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    const known = final.get(path) as T | undefined;
    if (known) return known;
    try {
      const body = await object<T>(path, signal);
      if (isFinal?.(body)) final.set(path, body);
      return body;
    } catch (error) {
      // Gone since it was listed; a service that has expired (460) is listed on and shows nothing any more.
      if (isNotFound(error) || isStatus(error, 460)) return undefined;
      throw error;
    }
  }

  async function readEach<T extends object>(
    path: string,
    ids: readonly (string | number)[],
    options: ListOptions<T>,
    signal: AbortSignal,
  ): Promise<readonly T[]> {
    const unique = [...new Set(ids)];
    const { newest } = options;
    const chosen = newest === undefined ? unique : unique.sort((a, b) => Number(b) - Number(a)).slice(0, newest);
    const found: (T | undefined)[] = [];
    let next = 0;
    const reader = async () => {
      for (let i = next++; i < chosen.length; i = next++)
        found[i] = await read<T>(`${path}/${encodeURIComponent(String(chosen[i]))}`, options, signal);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, reader));
    return found.filter((object) => object !== undefined);
  }

  return async <T extends object>(path: string, query: Query, signal: AbortSignal, options: ListOptions<T> = {}) => {
    /** By their content: a page may show again what moved while pages were read, or be the same page for ever. */
    const items = new Map<string, T>();
    for (let page = 1; ; page++) {
      const request = { method: "GET", path, query, headers: pageHeaders(page) } as const;
      const { body, header } = await http.send<readonly (T | string | number | null)[] | null>(request, signal);
      if (body && !Array.isArray(body)) throw new Error(`GET ${path}: the answer is no list; is the endpoint right?`);
      const found = (body ?? []).filter((item) => item !== null);
      const ids = found.filter((item) => typeof item !== "object");
      if (ids.length > 0) return readEach(path, ids, options, signal);
      const before = items.size;
      for (const item of found as readonly T[]) items.set(JSON.stringify(item), item);
      const number = (name: string) => Number(header(`x-pagination-${name}`) ?? NaN);
      const isLast =
        items.size === before ||
        items.size >= number("elements") ||
        page >= number("total") ||
        (Number.isNaN(number("elements")) &&
          Number.isNaN(number("total")) &&
          found.length < (number("size") || PAGE_SIZE));
      if (isLast) return [...items.values()];
    }
  };
}

/** As the vendor's own console sends them; without the last one, lists may be old. */
function pageHeaders(page: number): Readonly<Record<string, string>> {
  return {
    "x-pagination-mode": "CachedObjectList-Pages",
    "x-pagination-size": String(PAGE_SIZE),
    "x-pagination-number": String(page),
    pragma: "no-cache",
  };
}
