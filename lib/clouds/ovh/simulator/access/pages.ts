import type { Reply, SimulatedRequest } from "../../../../simulator";
import type { Cloud } from "../cloud";
import { validate } from "./credentials";
import type { Keys } from "./keys";

/** What stands beside the API: the page on which a person grants a consumer key, and the OAuth2 token endpoint. */

const refusal = (error: string, description: string, status = 400): Reply => ({
  status,
  body: { error, error_description: description },
});

/** Client credentials, in the body or as Basic (RFC 6749). The vendor's URL is `https://www.ovh.com/auth/oauth2/token`. */
function giveToken(cloud: Cloud, request: SimulatedRequest, keys: Keys): Reply {
  const form = new URLSearchParams(request.bodyText);
  const [, basic] = /^basic\s+(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
  const [user, ...rest] = basic ? Buffer.from(basic, "base64").toString("utf8").split(":") : [];
  const id = user === undefined ? form.get("client_id") : decodeURIComponent(user);
  const secret = user === undefined ? form.get("client_secret") : decodeURIComponent(rest.join(":"));
  if (form.get("grant_type") !== "client_credentials")
    return refusal("unsupported_grant_type", "only client_credentials");
  if (id !== keys.clientId || secret !== keys.clientSecret)
    return refusal("invalid_client", "client_id or client_secret is wrong", 401);
  const { tokenLifetimeMs } = cloud.behaviour;
  const token = cloud.ids.hex(48);
  cloud.world.tokens[token] = cloud.clock.now() + tokenLifetimeMs;
  return {
    status: 200,
    body: {
      access_token: token,
      token_type: "Bearer",
      expires_in: Math.floor(tokenLifetimeMs / 1000),
      scope: form.get("scope") ?? "all",
    },
    headers: { "Cache-Control": "no-store" },
  };
}

/** Opening the page is the person's yes. */
function grant(cloud: Cloud, request: SimulatedRequest): Reply {
  const token = request.query.get("credentialToken");
  const credential = Object.values(cloud.world.credentials).find((entry) => entry.token === token);
  if (!credential) return { status: 404, text: "<p>No such credential.</p>\n" };
  if (credential.status === "pendingValidation") validate(cloud, credential);
  return { status: 200, text: `<p>The consumer key is ${credential.status}.</p>\n` };
}

/** Undefined when the request is for none of them. */
export function tryPage(cloud: Cloud, request: SimulatedRequest, keys: Keys): Reply | undefined {
  if (request.method === "POST" && request.path === "/auth/oauth2/token") return giveToken(cloud, request, keys);
  if (request.method === "GET" && /^\/auth\/?$/.test(request.path)) return grant(cloud, request);
  return undefined;
}
