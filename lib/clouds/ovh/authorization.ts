/** The headers that say who asks: a signature over each request, or a bearer token. */
import type { Authorization, HttpClient, Sent } from "../../http/client";
import { unlessStopped } from "../../http/wait";
import { createSharedRead } from "../shared-read";
import type { OvhCredentials } from "./credentials";
import { sign } from "./signature";

export type Authorize = (sent: Sent, signal: AbortSignal) => Promise<Authorization>;

/** A look-up that several wait for belongs to none of them: one who gives up shall not end it for the others. */
const nobody = new AbortController().signal;

/** Signs by the API's clock, which is asked once, and again when a signature was out of time. */
export function signing(
  { applicationKey, applicationSecret, consumerKey }: Extract<OvhCredentials, { kind: "keys" }>,
  unsigned: HttpClient,
): Authorize {
  const ahead = createSharedRead(async () => {
    const { body: seconds } = await unsigned.send<number>({ method: "GET", path: "/auth/time" }, nobody);
    if (typeof seconds !== "number") throw new Error("GET /auth/time: the answer is no number; is the endpoint right?");
    return seconds * 1000 - Date.now();
  });
  let since = 0;
  return async ({ method, url, body }, signal) => {
    const skew = await unlessStopped(ahead.get(since), signal, "asking for the API's time");
    const signedAt = Date.now();
    const timestamp = Math.floor((signedAt + skew) / 1000);
    return {
      headers: {
        "x-ovh-application": applicationKey,
        "x-ovh-consumer": consumerKey,
        "x-ovh-timestamp": String(timestamp),
        "x-ovh-signature": sign({ applicationSecret, consumerKey, method, url, body, timestamp }),
      },
      renew({ code, vendorMessage }) {
        // Not every error has a code.
        if (code !== "QUERY_TIME_OUT" && !/^query out of time/i.test(vendorMessage ?? "")) return false;
        since = Math.max(since, signedAt);
        return true;
      },
    };
  };
}

/** OAuth2 client credentials (RFC 6749, 4.4): one token for all requests until shortly before its end. */
export function withServiceAccount(
  { clientId, clientSecret, tokenUrl }: Extract<OvhCredentials, { kind: "service-account" }>,
  tokens: HttpClient,
): Authorize {
  interface Grant {
    readonly access_token?: string;
    readonly expires_in?: number;
  }
  const path = new URL(tokenUrl).pathname;
  const grant = createSharedRead(async () => {
    const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret, scope: "all" };
    const { body } = await tokens.send<Grant | undefined>({ method: "POST", path, form, repeatable: true }, nobody);
    if (typeof body?.access_token !== "string") throw new Error("The OAuth2 token endpoint gave no access_token.");
    const lifeMs = Number(body.expires_in ?? Infinity) * 1000;
    return { token: body.access_token, renewAt: Date.now() + lifeMs - Math.min(60_000, lifeMs / 10) };
  });
  let since = 0;
  const what = "getting an access token";
  return async (_sent, signal) => {
    let current = await unlessStopped(grant.get(since), signal, what);
    if (current.renewAt <= Date.now()) {
      since = Math.max(since, current.renewAt);
      current = await unlessStopped(grant.get(since), signal, what);
    }
    const sentAt = Date.now();
    return {
      headers: { authorization: `Bearer ${current.token}` },
      renew({ status }) {
        if (status !== 401) return false;
        since = Math.max(since, sentAt);
        return true;
      },
    };
  };
}

export function withToken({ accessToken }: Extract<OvhCredentials, { kind: "token" }>): Authorize {
  const headers = { authorization: `Bearer ${accessToken}` };
  return () => Promise.resolve({ headers });
}
