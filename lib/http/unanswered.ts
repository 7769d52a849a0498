/** Why no answer came, and whether the request can have reached the cloud. */
import { HttpError } from "./error";

const neverSent: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "ERR_INVALID_URL",
]);

/** The handshake failed, so nothing was sent either: an unknown issuer, a wrong name, an expired certificate. */
function isTlsFailure(code: string): boolean {
  return /CERT|^ERR_(TLS|SSL)|SELF_SIGNED|^EPROTO$|UNABLE_TO_(GET|VERIFY)/.test(code);
}

export function isTransientConnect(cause: unknown): boolean {
  return ["ECONNREFUSED", "EAI_AGAIN"].includes(codeOf(cause));
}

export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : "";
}

export function unanswered(
  request: { readonly method: string; readonly path: string },
  error: unknown,
  baseUrl: string,
): HttpError {
  const code = codeOf(error);
  const { host } = new URL(baseUrl);
  const reason = isTlsFailure(code)
    ? `${host} has no trustworthy certificate (${code}); check the endpoint, and NODE_EXTRA_CA_CERTS for an issuer of your own`
    : neverSent.has(code)
      ? `cannot reach ${host} (${code}); check the endpoint and the network`
      : code === "ECONNABORTED" || code === "ETIMEDOUT"
        ? `no answer from ${host} in time`
        : `the connection to ${host} was lost (${code || "no code"})`;
  // axios' own error object holds the request's headers, so only the code is kept.
  return new HttpError(request, { reason, maybeDone: !neverSent.has(code) && !isTlsFailure(code), cause: { code } });
}
