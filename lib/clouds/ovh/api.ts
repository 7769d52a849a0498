/** OVHcloud API v1 as such: who asks, how often, and how lists are read. https://eu.api.ovh.com/console */
import { createHttpClient } from "../../http/client";
import type { HttpRequest, Method } from "../../http/client";
import { packageVersion } from "../../version";
import { signing, withServiceAccount, withToken } from "./authorization";
import type { Authorize } from "./authorization";
import { createBudget } from "./budget";
import type { OvhConfig, OvhCredentials } from "./credentials";

type Sent = Pick<HttpRequest, "query" | "body" | "repeatable">;

export interface OvhCall {
  /** `path` is relative to the version, each segment percent-encoded: `/ip/203.0.113.0%2F28`. */
  <T>(method: Method, path: string, sent: Sent, signal: AbortSignal): Promise<T>;
  /** The objects of a list call instead of their ids, all pages. */
  list<T extends object>(
    path: string,
    query: NonNullable<HttpRequest["query"]>,
    signal: AbortSignal,
  ): Promise<readonly T[]>;
}

export interface OvhApi {
  readonly call: OvhCall;
  close: () => void;
}

const PAGE_SIZE = 500;

export function createOvhApi({ baseUrl, credentials, requestsPerMinute }: OvhConfig): OvhApi {
  const base = {
    headers: { accept: "application/json", "user-agent": `cdktf-ip-failover/${packageVersion}` },
    explain,
  };
  // Signing these calls breaks them, says the vendor's go client.
  const unsigned = createHttpClient({ ...base, baseUrl, traceHeader: "X-OVH-QUERYID" });
  const tokens = createHttpClient({ ...base, baseUrl: tokenOrigin(credentials), explain: explainGrant });
  const authorize = authorization(credentials, { unsigned, tokens });
  const budget = createBudget(requestsPerMinute);
  const http = createHttpClient({
    ...base,
    baseUrl,
    traceHeader: "X-OVH-QUERYID",
    async authorize(sent, signal) {
      // Before it is signed, because a signature holds the time.
      await budget.take(signal);
      return authorize(sent, signal);
    },
  });

  async function call<T>(method: Method, path: string, sent: Sent, signal: AbortSignal): Promise<T> {
    return (await http.send<T>({ method, path, ...sent }, signal)).body;
  }

  async function list<T extends object>(
    path: string,
    query: NonNullable<HttpRequest["query"]>,
    signal: AbortSignal,
  ): Promise<readonly T[]> {
    const items: T[] = [];
    for (let page = 1; ; page++) {
      const headers = pageHeaders(page);
      const { body, header } = await http.send<readonly T[] | null>({ method: "GET", path, query, headers }, signal);
      const found = body ?? [];
      if (!found.every((item) => typeof item === "object"))
        throw new Error(`GET ${path}: the answer is a list of ids where one of objects was asked for.`);
      items.push(...found);
      const pages = Number(header("x-pagination-total") ?? NaN);
      if (found.length === 0 || (Number.isNaN(pages) ? found.length < PAGE_SIZE : page >= pages)) return items;
    }
  }

  return {
    call: Object.assign(call, { list }),
    close() {
      for (const client of [http, unsigned, tokens]) client.close();
    },
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

function tokenOrigin(credentials: OvhCredentials): string {
  return credentials.kind === "service-account" ? new URL(credentials.tokenUrl).origin : "";
}

function authorization(
  credentials: OvhCredentials,
  { unsigned, tokens }: Record<"unsigned" | "tokens", ReturnType<typeof createHttpClient>>,
): Authorize {
  switch (credentials.kind) {
    case "keys":
      return signing(credentials, unsigned);
    case "service-account":
      return withServiceAccount(credentials, tokens);
    case "token":
      return withToken(credentials);
  }
}

/** The gateway says `errorCode`, what stands behind it says `class`; some answers have neither. */
function explain(body: unknown): { code?: string; message?: string } {
  const { errorCode, class: name, message } = (body ?? {}) as Partial<Record<string, unknown>>;
  const code = errorCode ?? name;
  return {
    ...(typeof code === "string" ? { code } : {}),
    ...(typeof message === "string" ? { message } : {}),
  };
}

/** RFC 6749, 5.2. */
function explainGrant(body: unknown): { code?: string; message?: string } {
  const { error, error_description: message } = (body ?? {}) as Partial<Record<string, unknown>>;
  return {
    ...(typeof error === "string" ? { code: error } : {}),
    ...(typeof message === "string" ? { message } : {}),
  };
}
