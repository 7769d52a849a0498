/** OVHcloud API v1 as such: who asks, how often, and how lists are read. https://eu.api.ovh.com/console */
import { createHttpClient } from "../../http/client";
import type { HttpRequest, Method } from "../../http/client";
import { packageVersion } from "../../version";
import { signing, withServiceAccount, withToken } from "./authorization";
import type { Authorize } from "./authorization";
import { createBudget } from "./budget";
import type { OvhConfig, OvhCredentials } from "./credentials";
import { emptyAnswer } from "./empty-answer";
import { createLists } from "./lists";
import type { ListAll } from "./lists";

type Sent = Pick<HttpRequest, "query" | "body" | "repeatable">;

export interface OvhCall {
  /** `path` is relative to the version, each segment percent-encoded: `/ip/203.0.113.0%2F28`. */
  <T>(method: Method, path: string, sent: Sent, signal: AbortSignal): Promise<T>;
  /** An object that is there: an answer without one is an error, so that nobody takes it for gone. */
  object<T extends object>(path: string, signal: AbortSignal): Promise<T>;
  /** The objects of a list call instead of their ids, all pages. */
  readonly list: ListAll;
}

export interface OvhApi {
  readonly call: OvhCall;
  close: () => void;
}

const TRACE = "X-OVH-QUERYID";

export function createOvhApi({ baseUrl, credentials, requestsPerMinute }: OvhConfig): OvhApi {
  const base = {
    headers: { accept: "application/json", "user-agent": `cdktf-ip-failover/${packageVersion}` },
    explain,
  };
  // Signing these calls breaks them, says the vendor's go client.
  const unsigned = createHttpClient({ ...base, baseUrl, traceHeader: TRACE });
  const tokens = createHttpClient({ ...base, baseUrl: tokenOrigin(credentials), explain: explainGrant });
  const authorize = authorization(credentials, { unsigned, tokens });
  const budget = createBudget(requestsPerMinute);
  const http = createHttpClient({
    ...base,
    baseUrl,
    traceHeader: TRACE,
    // Where requests are counted they are counted by the minute, so that is how long it may take.
    ...(requestsPerMinute === 0 ? {} : { throttledMs: 2000 }),
    async authorize(sent, signal) {
      // Before it is signed, because a signature holds the time.
      await budget.take(signal);
      return authorize(sent, signal);
    },
  });

  async function call<T>(method: Method, path: string, sent: Sent, signal: AbortSignal): Promise<T> {
    return (await http.send<T>({ method, path, ...sent }, signal)).body;
  }

  async function object<T extends object>(path: string, signal: AbortSignal): Promise<T> {
    const request = { method: "GET", path } as const;
    const { body, header } = await http.send<T | null | undefined>(request, signal);
    if (typeof body === "object" && body !== null) return body;
    const id = header(TRACE.toLowerCase());
    throw emptyAnswer(request, id === undefined ? undefined : `${TRACE} ${id}`);
  }

  return {
    call: Object.assign(call, { object, list: createLists(http, object) }),
    close() {
      for (const client of [http, unsigned, tokens]) client.close();
    },
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
  const { errorCode, class: name, message, details } = (body ?? {}) as Partial<Record<string, unknown>>;
  const code = errorCode ?? name;
  return {
    ...(typeof code === "string" ? { code } : {}),
    ...(typeof message === "string" ? { message: `${message}${lacking(details)}` } : {}),
  };
}

/** What IAM names of what is not allowed. */
function lacking(details: unknown): string {
  const { unauthorizedActionsByIAM: policy, unauthorizedActionsByAuthentication: key } = (details ?? {}) as Partial<
    Record<string, unknown>
  >;
  const actions = [policy, key].flat().filter((action) => typeof action === "string" && action !== "");
  return actions.length === 0 ? "" : `: ${[...new Set(actions)].join(", ")} is not allowed`;
}

/** RFC 6749, 5.2. */
function explainGrant(body: unknown): { code?: string; message?: string } {
  const { error, error_description: message } = (body ?? {}) as Partial<Record<string, unknown>>;
  return {
    ...(typeof error === "string" ? { code: error } : {}),
    ...(typeof message === "string" ? { message } : {}),
  };
}
