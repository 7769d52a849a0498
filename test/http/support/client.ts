/** Clients against a scripted server; both are closed after each test. */
import { inspect } from "node:util";
import { createHttpClient } from "../../../lib/http/client";
import type { HttpClient, HttpOptions, Method } from "../../../lib/http/client";
import { HttpError } from "../../../lib/http/error";
import { startScripted } from "../../support/scripted-server";
import type { Answer, ScriptedServer } from "../../support/scripted-server";

export const SECRET = "s3cr3t-t0ken";
export const never = new AbortController().signal;
const open: { close(): unknown }[] = [];
/** How long the clients of this test would have waited between attempts, in milliseconds. */
export const pauses: number[] = [];

beforeEach(() => void pauses.splice(0));
afterEach(() => Promise.all(open.splice(0).map((thing) => thing.close())));

/** A client whose waits between attempts are noted instead of waited for. */
export function clientOf(baseUrl: string, options: Partial<HttpOptions> = {}): HttpClient {
  const client = createHttpClient({
    baseUrl,
    headers: { authorization: `Bearer ${SECRET}` },
    explain: (body) => {
      const { code, message } = (body ?? {}) as { code?: string; message?: string };
      return { ...(code === undefined ? {} : { code }), ...(message === undefined ? {} : { message }) };
    },
    pause: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
    ...options,
  });
  open.push(client);
  return client;
}

export async function serve(...answers: readonly Answer[]): Promise<ScriptedServer> {
  const server = await startScripted(answers);
  open.push(server);
  return server;
}

export const ok: Answer = { status: 200, body: '{"fine":true}' };
export const send = (client: HttpClient, method: Method, signal: AbortSignal = never) =>
  client.send({ method, path: "/things/1", ...(method === "GET" ? {} : { body: { a: 1 } }) }, signal);

export async function failure(promise: Promise<unknown>): Promise<HttpError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof HttpError)) throw new Error(`expected an HttpError, got ${inspect(error)}`);
  return error;
}
