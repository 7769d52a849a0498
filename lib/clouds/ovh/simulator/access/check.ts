import type { SimulatedRequest } from "../../../../simulator";
import type { Cloud } from "../cloud";
import {
  badToken,
  invalidCredential,
  invalidKey,
  invalidSignature,
  noSuchCredential,
  notGranted,
  notLoggedIn,
  queryTimeOut,
} from "../errors";
import type { AccessRule, Credential } from "../world";
import { isValid } from "./credentials";
import type { Keys } from "./keys";
import { signatureOf } from "./signature";

/** The API's own clock, milliseconds since 1970: what `/auth/time` shows. */
export const apiNow = ({ behaviour, clock }: Cloud) =>
  (behaviour.authClock === "machine" ? Date.now() : clock.now()) + behaviour.authClockOffsetMs;

/** All that the API has. */
export const METHODS: readonly string[] = ["GET", "POST", "PUT", "DELETE"];

/** `*` in a rule's path is anything; the path has no version. No rule can name other methods: they are refused as such. */
function grants(rules: readonly AccessRule[], method: string, path: string): boolean {
  if (!METHODS.includes(method)) return true;
  return rules.some((rule) => {
    if (rule.method.toUpperCase() !== method) return false;
    const pattern = rule.path.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${pattern.join(".*")}$`).test(path);
  });
}

function checkBearer(cloud: Cloud, keys: Keys, header: string): void {
  const [, token = ""] = /^bearer\s+(\S+)$/i.exec(header) ?? [];
  if (token === keys.accessToken) return;
  const end = Object.hasOwn(cloud.world.tokens, token) ? cloud.world.tokens[token] : undefined;
  if (end === undefined || end <= cloud.clock.now()) throw badToken();
}

function isSigned(cloud: Cloud, request: SimulatedRequest, keys: Keys, consumerKey: string): boolean {
  const { headers, method, rawUrl, bodyText } = request;
  const host = headers.host ?? "";
  const origins = [`http://${host}`, `https://${host}`, ...cloud.behaviour.signatureOrigins];
  return origins.some(
    (origin) =>
      headers["x-ovh-signature"] ===
      signatureOf({
        applicationSecret: keys.applicationSecret,
        consumerKey,
        method,
        url: origin + rawUrl,
        body: bodyText,
        timestamp: headers["x-ovh-timestamp"] ?? "",
      }),
  );
}

/** Whether the application is known; all that unsigned calls may be asked for. */
export function checkApplication(request: SimulatedRequest, keys: Keys): void {
  if (request.headers["x-ovh-application"] !== keys.applicationKey) throw invalidKey();
}

/**
 * Who asks: the credential of a signed call, undefined for a bearer token. The order of the checks is unconfirmed.
 * `path` is without the version.
 */
export function checkAccess(cloud: Cloud, request: SimulatedRequest, path: string, keys: Keys): Credential | undefined {
  const { headers, method } = request;
  if (headers.authorization !== undefined) {
    checkBearer(cloud, keys, headers.authorization);
    return undefined;
  }
  if (headers["x-ovh-application"] === undefined) throw notLoggedIn();
  checkApplication(request, keys);
  const consumerKey = headers["x-ovh-consumer"];
  if (!consumerKey || headers["x-ovh-signature"] === undefined) throw notLoggedIn();
  const { credentials } = cloud.world;
  const credential = Object.hasOwn(credentials, consumerKey) ? credentials[consumerKey] : undefined;
  if (!credential) throw noSuchCredential();
  const timestamp = headers["x-ovh-timestamp"] ?? "";
  const skew = Math.abs(Number(timestamp) * 1000 - apiNow(cloud));
  if (!/^\d+$/.test(timestamp) || skew > cloud.behaviour.maxSkewMs + 999) throw queryTimeOut();
  if (!isSigned(cloud, request, keys, consumerKey)) throw invalidSignature();
  if (!isValid(cloud, credential)) throw invalidCredential();
  if (!grants(credential.rules, method, path)) throw notGranted();
  credential.lastUsedAt = cloud.clock.now();
  return credential;
}
