import { createHash, timingSafeEqual } from "node:crypto";
import type { Handler, Reply, SimulatedRequest } from "../../../simulator";
import type { Cloud } from "./cloud";
import { prettyOf } from "./context";
import {
  ApiError,
  methodNotAllowed,
  notFound,
  notSimulated,
  unauthorized,
  unsupportedMediaType,
  wrongContract,
} from "./errors";
import { REVERSE_RECORDS_PATH, serveReverseRecords } from "./reverse-records";
import { createRoutes } from "./routes";

const BASE = "/cloudapi/v6";

/** Parts of the vendor's API that exist but are not simulated at all. */
const ELSEWHERE =
  /^\/(k8s|um|images|backupunits|tunnels|targetgroups|datacenters\/[^/]+\/(network|application)|.*\/flowlogs)/;

export interface Credentials {
  readonly token: string;
  readonly username: string;
  readonly password: string;
}

const same = (one: string, other: string) => {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
};

function isAuthorized(request: SimulatedRequest, { token, username, password }: Credentials): boolean {
  const [scheme = "", value = ""] = (request.headers.authorization ?? "").split(" ");
  if (/^bearer$/i.test(scheme)) return same(value, token);
  if (/^basic$/i.test(scheme)) return same(Buffer.from(value, "base64").toString("utf8"), `${username}:${password}`);
  return false;
}

/** v6 clients send plain JSON; those of v1 to v5 sent the vendor's own types. A body without a type is taken for JSON. */
function checkContentType(request: SimulatedRequest): void {
  const type = request.headers["content-type"];
  if (request.bodyText === "" || type === undefined) return;
  const [name = ""] = type.split(";");
  const json = /^application\/(json|vnd\.profitbricks\.[a-z-]+\+json)$/i.test(name.trim());
  const form = name.trim() === "application/x-www-form-urlencoded" && /\/(create|restore)-snapshot$/.test(request.path);
  if (!json && !form) throw unsupportedMediaType(name.trim());
}

/**
 * Everything under `/cloudapi/v6`. The prefix may be missing or doubled: some clients append it to the address that they
 * are given, some do not. Credentials come first, as at the vendor's: an unknown path with bad ones is 401.
 */
export function createGate(cloud: Cloud, credentials: Credentials): Handler {
  const routes = createRoutes();

  function serve(request: SimulatedRequest): Reply {
    if (!isAuthorized(request, credentials)) throw unauthorized();
    const contract = request.headers["x-contract-number"];
    const { contractNumber, wrongContract: onWrong } = cloud.behaviour;
    if (contract && contract !== String(contractNumber) && onWrong === "reject") throw wrongContract(contract);
    if (request.path === "/auth/v1/tokens/generate" && request.method === "GET") {
      return { status: 200, body: { token: credentials.token } };
    }
    if (request.path.startsWith(REVERSE_RECORDS_PATH)) {
      checkContentType(request);
      return serveReverseRecords(cloud, request);
    }
    let path = request.path;
    while (path.startsWith(`${BASE}/`) || path === BASE) path = path.slice(BASE.length);
    path = path.replace(/\/+$/, "");
    const route = routes.find(request.method, path);
    if (route.kind === "wrong-method") throw methodNotAllowed(route.allowed);
    if (route.kind === "unknown") {
      if (ELSEWHERE.test(path)) throw notSimulated(`${request.method} ${path}`);
      throw notFound();
    }
    checkContentType(request);
    return route.value({ cloud, request, path, params: route.params });
  }

  return (request) => {
    try {
      return serve(request);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: error.status, body: error.body(), headers: error.headers, pretty: prettyOf(request) };
    }
  };
}
