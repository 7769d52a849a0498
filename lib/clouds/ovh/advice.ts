import type { HttpError } from "../../http/error";

/** What the gateway's own refusals mean (https://help.ovhcloud.com/csm/en-api-getting-started-ovhcloud-api). */
const byCode: Readonly<Record<string, string>> = {
  INVALID_KEY: "The endpoint does not know application_key: keys belong to the endpoint where they were made.",
  NOT_CREDENTIAL: "consumer_key does not exist or has ended: check it, or make a new one.",
  INVALID_CREDENTIAL: "consumer_key is not valid: open its validation page once, or make a new one if it has ended.",
  INVALID_SIGNATURE: "application_secret does not go with application_key: check both, and consumer_key.",
  QUERY_TIME_OUT: "The time of the request is too far from the API's: check this machine's clock.",
};

export function advice({ status, code, method, path }: HttpError): string | undefined {
  if (code !== undefined && Object.hasOwn(byCode, code)) return byCode[code];
  if (code === "NOT_GRANTED_CALL")
    return `consumer_key has no right to this call: make one whose rules allow ${method} on ${path}.`;
  if (code === "invalid_client") return "The service account was not accepted: check client_id and client_secret.";
  if (status === 401)
    return "The credentials were not accepted: check access_token, or client_id and client_secret, and their environment variables.";
  if (status === 403) return "These credentials may not do that: check the IAM policy of the user or service account.";
  if (status === 429) return "OVHcloud allows fewer requests: lower requests_per_minute, or try again later.";
  if (status !== undefined && [408, 500, 502, 503, 504].includes(status))
    return "Run it again in a while: what OVHcloud did all the same is found then. If it stays so, tell its support the X-OVH-QUERYID.";
  return status === 460 ? "The service has expired: renew it in OVHcloud's console." : undefined;
}
