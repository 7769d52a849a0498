import { parseBody, type Reply, type SimulatedRequest } from "../../../simulator";
import type { Cloud } from "./cloud";
import { badBody } from "./errors";
import type { Credential } from "./world";

/** One request on its way through a route. */
export interface Context {
  readonly cloud: Cloud;
  readonly request: SimulatedRequest;
  /** Decoded: `203.0.113.0/28`. */
  readonly params: Readonly<Record<string, string>>;
  /** Undefined for calls that need none, and for bearer tokens. */
  readonly credential: Credential | undefined;
  /** Where clients reach the API, without the version. */
  readonly origin: string;
}

export type Route = (context: Context) => Reply;

/** An object; no body is an empty one. */
export function bodyOf({ request }: Context): Readonly<Record<string, unknown>> {
  const body = parseBody(request);
  if (body.kind === "none" || (body.kind === "json" && body.value === null)) return {};
  if (body.kind === "invalid" || typeof body.value !== "object" || Array.isArray(body.value)) throw badBody();
  return body.value as Record<string, unknown>;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });

/** What calls without a result answer; the gate gives it the body that the option says. */
export const done: Reply = { status: 200 };

/** What fault injection wants to come of the task that this request starts. */
export const failureOf = ({ request }: Context) => request.effects.failLater;
