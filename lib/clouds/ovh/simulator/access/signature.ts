import { createHash } from "node:crypto";

/** All that a signature covers. `url` is what was sent: scheme, host, port, percent-encoded path and query. */
export interface Signed {
  readonly applicationSecret: string;
  readonly consumerKey: string;
  readonly method: string;
  readonly url: string;
  /** The exact bytes as text, empty when there are none. */
  readonly body: string;
  /** Seconds since 1970, as in the header. */
  readonly timestamp: string;
}

/** `"$1$" + sha1(secret+consumer+method+url+body+timestamp)`: the vendor's own clients, all alike. */
export function signatureOf({ applicationSecret, consumerKey, method, url, body, timestamp }: Signed): string {
  const text = [applicationSecret, consumerKey, method, url, body, timestamp].join("+");
  return `$1$${createHash("sha1").update(text, "utf8").digest("hex")}`;
}
