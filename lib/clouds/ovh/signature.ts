import { createHash } from "node:crypto";

/** All that a signature covers. */
export interface Signed {
  readonly applicationSecret: string;
  readonly consumerKey: string;
  readonly method: string;
  /** As sent: scheme, host, port, percent-encoded path and query. */
  readonly url: string;
  /** The exact bytes as text, empty when there are none. */
  readonly body: string;
  /** Seconds since 1970, by the API's clock. */
  readonly timestamp: number;
}

/** The value of `X-Ovh-Signature`. https://help.ovhcloud.com/csm/en-api-getting-started-ovhcloud-api */
export function sign({ applicationSecret, consumerKey, method, url, body, timestamp }: Signed): string {
  const text = [applicationSecret, consumerKey, method, url, body, String(timestamp)].join("+");
  return `$1$${createHash("sha1").update(text, "utf8").digest("hex")}`;
}
