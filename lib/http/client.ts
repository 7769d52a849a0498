/**
 * The one HTTP client: sends JSON, turns every answer that is not a success into an HttpError, and repeats only what
 * is safe to repeat. What may have been done although its answer was lost is marked `maybeDone`; whoever asked for it
 * looks before asking again.
 */
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import axios from "axios";
import { HttpError } from "./error";
import { codeOf, isTransientConnect, unanswered } from "./unanswered";
import { onStop, pause, stoppedError, throwIfStopped } from "./wait";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface HttpRequest {
  readonly method: Method;
  /** Relative to the base URL, with a leading slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  /** Sent in place of a body, as an HTML form is. */
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Safe to send again although its method is not, because doing it twice is as good as once. */
  readonly repeatable?: boolean;
}

/** What goes over the wire, byte for byte. */
export interface Sent {
  readonly method: Method;
  /** As the server sees it: percent-encoded, with the query, and the port where it is not the scheme's own. */
  readonly url: string;
  /** Empty when there is none. */
  readonly body: string;
}

export interface Authorization {
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the refused request may pass when it is authorized anew: then it is sent once more. */
  renew?(error: HttpError): boolean;
}

export interface HttpAnswer<T> {
  readonly status: number;
  readonly body: T;
  /** The `Location` header, as it came. */
  readonly location: string | undefined;
  /** Any other header, by its name in lower case. */
  readonly header: (name: string) => string | undefined;
}

export interface HttpClient {
  send<T>(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer<T>>;
  close(): void;
}

export interface HttpOptions {
  readonly baseUrl: string;
  /** May hold secrets: never part of an error. */
  readonly headers: Readonly<Record<string, string>>;
  /** The vendor's error body to its code and words. */
  readonly explain: (body: unknown) => { readonly code?: string; readonly message?: string };
  /** Asked before each attempt, for headers that depend on what is sent or that do not last. Never part of an error. */
  readonly authorize?: (sent: Sent, signal: AbortSignal) => Promise<Authorization>;
  /** A header of answers that errors repeat, because the vendor's support asks for it. */
  readonly traceHeader?: string;
  /** Longest time for one request, in milliseconds. */
  readonly requestTimeoutMs?: number;
  /** How often one request is tried in all. */
  readonly attempts?: number;
  /** The first wait after a 429 that does not say how long, in milliseconds. Each next one is twice as long. */
  readonly throttledMs?: number;
  /** The wait between attempts: for tests, which need not sit through it. */
  readonly pause?: typeof pause;
}

/** Requests that may be sent again when it is unknown whether the first one was carried out. */
const repeatable: ReadonlySet<Method> = new Set(["GET", "PUT", "DELETE"]);
const transient: ReadonlySet<number> = new Set([408, 500, 502, 503, 504]);
/** Longest `Retry-After` that is believed. The caller's deadline ends such a wait much earlier. */
const maxPauseMs = 3_600_000;

export function createHttpClient(options: HttpOptions): HttpClient {
  const agents = {
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 32 }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 32 }),
  };
  const client = axios.create({
    ...agents,
    baseURL: options.baseUrl,
    headers: options.headers,
    timeout: options.requestTimeoutMs ?? 60_000,
    maxRedirects: 0,
    maxContentLength: Infinity,
    validateStatus: () => true,
    responseType: "text",
    transformRequest: (text: unknown) => text,
    transformResponse: (text: unknown) => text,
  });

  const closing = new AbortController();
  const wait = options.pause ?? pause;

  async function once<T>(
    request: HttpRequest,
    content: ReturnType<typeof contentOf>,
    { url, headers }: { readonly url: string; readonly headers: HttpRequest["headers"] },
    signal: AbortSignal,
  ): Promise<HttpAnswer<T>> {
    // A read can be dropped at any time. What became of a write that is on its way must be heard, within the request's
    // own time: a caller who left before the answer would not know what exists.
    const controller = new AbortController();
    const forget = request.method === "GET" ? onStop(signal, () => controller.abort()) : () => undefined;
    const answer = await client
      .request<string>({
        method: request.method,
        url,
        signal: controller.signal,
        headers: {
          ...request.headers,
          ...headers,
          ...(content === undefined ? {} : { "content-type": content.type }),
        },
        ...(content === undefined ? {} : { data: content.text }),
      })
      .catch((error: unknown) => {
        if (signal.aborted && codeOf(error) === "ERR_CANCELED") throw stoppedError(signal, doing(request));
        throw unanswered(request, error, options.baseUrl);
      })
      .finally(forget);
    const body = parse(answer.data);
    const header = (name: string): string | undefined => {
      const value: unknown = answer.headers[name];
      return typeof value === "string" ? value : undefined;
    };
    if (answer.status >= 200 && answer.status < 300 && body.ok) {
      return { status: answer.status, body: body.value as T, location: header("location"), header };
    }
    const told = body.ok ? options.explain(body.value) : {};
    const trace = options.traceHeader === undefined ? undefined : header(options.traceHeader.toLowerCase());
    throw Object.assign(
      new HttpError(request, {
        status: answer.status,
        maybeDone: answer.status < 300 || answer.status === 408 || (answer.status >= 500 && answer.status !== 501),
        ...(trace === undefined ? {} : { trace: `${options.traceHeader} ${trace}` }),
        ...(told.code === undefined ? {} : { code: told.code }),
        ...(told.message === undefined ? {} : { vendorMessage: told.message }),
        reason: body.ok
          ? ""
          : `answered with ${looksLikeHtml(answer.data) ? "an HTML page" : "something"} instead of JSON${transient.has(answer.status) ? "" : "; is the endpoint right?"}`,
      }),
      { retryAfterMs: retryAfter(header("retry-after")) },
    );
  }

  return {
    async send(request, signal) {
      if (!URL.canParse(options.baseUrl)) throw notSent(request, "endpoint is no valid URL; correct it");
      const attempts = options.attempts ?? 6;
      const content = contentOf(request);
      const url = new URL(client.getUri({ url: request.path, params: request.query })).href;
      let renewed = false;
      for (let attempt = 1; ; attempt++) {
        throwIfStopped(signal, doing(request));
        if (closing.signal.aborted) throw notSent(request, "not sent, because the connection to the cloud is closed");
        const sent = { method: request.method, url, body: content?.text ?? "" };
        const authorization = await options.authorize?.(sent, signal);
        try {
          return await once(request, content, { url, headers: authorization?.headers }, signal);
        } catch (error) {
          if (!renewed && error instanceof HttpError && authorization?.renew?.(error)) {
            renewed = true;
            continue;
          }
          const again = error instanceof HttpError && attempt < attempts && isSafeToRepeat(request, error);
          if (!again || closing.signal.aborted) throw error;
          const stop = AbortSignal.any([signal, closing.signal]);
          await wait(pauseBefore(attempt, error, options.throttledMs), stop, doing(request), error.message).catch(
            (stopped: unknown) => {
              throw signal.aborted ? stopped : error;
            },
          );
        }
      }
    },
    close() {
      closing.abort();
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

const doing = ({ method, path }: HttpRequest) => `sending ${method} ${path}`;

function notSent(request: HttpRequest, reason: string): HttpError {
  return new HttpError(request, { reason, maybeDone: false, cause: { code: "" } });
}

/** 429 was not carried out and may always be repeated; the rest only where a repetition cannot do harm. */
function isSafeToRepeat({ method, repeatable: safe }: HttpRequest, error: HttpError): boolean {
  if (error.status === 429) return true;
  if (error.status !== undefined && !transient.has(error.status)) return false;
  if (error.status === undefined && !error.maybeDone) return isTransientConnect(error.cause);
  return (safe ?? repeatable.has(method)) && (error.status !== 500 || method === "GET");
}

function pauseBefore(attempt: number, error: HttpError, throttledMs = 100): number {
  const asked = (error as { retryAfterMs?: number }).retryAfterMs;
  if (asked !== undefined) return Math.min(asked, maxPauseMs);
  const first = error.status === 429 ? throttledMs : 100;
  const base = Math.min(first * 2 ** (attempt - 1), 40 * first);
  return base / 2 + (Math.random() * base) / 2;
}

/** In seconds or as a date (RFC 9110, 10.2.3). */
function retryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const at = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function contentOf({ body, form }: HttpRequest): { readonly text: string; readonly type: string } | undefined {
  if (form) return { text: new URLSearchParams(form).toString(), type: "application/x-www-form-urlencoded" };
  return body === undefined ? undefined : { text: JSON.stringify(body), type: "application/json" };
}

function parse(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  if (text.trim() === "") return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false };
  }
}

function looksLikeHtml(text: string): boolean {
  return /^\s*<(!doctype|html|head|body)/i.test(text);
}
