import type { Behaviour } from "./options";

/** A refusal as the API words it. Two shapes exist: that of the gateway, and that of what stands behind it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly shape: { readonly message: string } & Readonly<Record<string, unknown>>,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(shape.message);
  }
}

const gateway = (status: number, phrase: string, errorCode: string, message: string) =>
  new ApiError(status, { errorCode, httpCode: `${status} ${phrase}`, message });

const backEnd = (status: number, name: string, message: string) =>
  new ApiError(status, { class: `Client::${name}`, message });

/** The texts of these were seen by the tests of the vendor's wrappers against the real API. */
export const invalidSignature = () => gateway(400, "Bad Request", "INVALID_SIGNATURE", "Invalid signature");
export const queryTimeOut = () => gateway(400, "Bad Request", "QUERY_TIME_OUT", "Query out of time");
export const invalidKey = () => gateway(403, "Forbidden", "INVALID_KEY", "This application key is invalid");
export const noSuchCredential = () => gateway(403, "Forbidden", "NOT_CREDENTIAL", "This credential does not exist");
export const invalidCredential = () => gateway(403, "Forbidden", "INVALID_CREDENTIAL", "This credential is not valid");
export const notGranted = () => gateway(403, "Forbidden", "NOT_GRANTED_CALL", "This call has not been granted");

/** No credentials at all, and a bearer token that is wrong or too old. */
export const notLoggedIn = () => backEnd(401, "Unauthorized", "You must login first");
export const badToken = () => backEnd(401, "Unauthorized", "The access token is invalid or has expired");

/** Unconfirmed text. */
export const unknownUrl = () => backEnd(404, "NotFound", "Got an invalid (or empty) URL");
export const methodNotAllowed = (allowed: readonly string[]) =>
  new ApiError(
    405,
    { class: "Client::MethodNotAllowed", message: `Method not allowed, allowed: ${allowed.join(", ")}` },
    { Allow: allowed.join(", ") },
  );

export const noSuchService = () => backEnd(404, "NotFound", "This service does not exist");
export const noSuchObject = (name: string, id: string | number) =>
  backEnd(404, "NotFound", `The requested object (${name} = ${id}) does not exist`);

/** "[ipReverse] Given data (X) is not valid for type ip" is the form of all errors of a parameter's type. */
export const wrongType = (field: string, given: unknown, type: string) =>
  backEnd(400, "BadRequest", `[${field}] Given data (${shown(given)}) is not valid for type ${type}`);
const shown = (given: unknown) => (typeof given === "string" ? given : JSON.stringify(given));

/** Unconfirmed texts from here on: the simulator's own words. */
export const missing = (field: string) => backEnd(400, "BadRequest", `[${field}] Missing required parameter`);
export const badBody = () => backEnd(400, "BadRequest", "The request's body is not valid JSON");
export const refused = (message: string) => backEnd(400, "BadRequest", message);
export const conflict = (message: string) => backEnd(409, "Conflict", message);

/** What an IAM policy does not allow: the only errors with `details`. */
export const notAllowedByIam = (action = "") =>
  new ApiError(403, {
    class: "Client::Forbidden",
    message: "User not granted for this request",
    details: { unauthorizedActionsByAuthentication: "", unauthorizedActionsByIAM: action },
  });

/** Really returned for a client's mistake such as `defaultSslId: 0`. */
export const internalError = () =>
  new ApiError(500, { class: "Server::InternalServerError", message: "Internal server error" });

/** What this simulator lacks. OVHcloud itself never says this. */
export const notSimulated = (what: string) =>
  new ApiError(501, {
    class: "Server::NotImplemented",
    message: `Not simulated: ${what}. The simulator answers this instead of guessing.`,
  });

/** Nobody has seen the shape of these: it is as the option says. */
const UNSEEN: Readonly<Record<number, string>> = {
  401: "Unauthorized",
  409: "Conflict",
  429: "Too Many Requests",
  460: "Resource Expired",
};

export function bodyOfRefusal({ status, shape }: ApiError, { unseenErrors }: Behaviour): unknown {
  const phrase = UNSEEN[status];
  const { message } = shape;
  if (phrase === undefined || unseenErrors === "class") return shape;
  if (unseenErrors === "message") return { message };
  return { errorCode: phrase.toUpperCase().replaceAll(" ", "_"), httpCode: `${status} ${phrase}`, message };
}

/** The body of injected faults, with what is known of each status. */
export function faultBody(status: number, behaviour: Behaviour): unknown {
  const known: Readonly<Record<number, ApiError>> = {
    401: notLoggedIn(),
    403: notAllowedByIam(),
    404: noSuchService(),
    409: conflict("Another operation is running"),
    429: new ApiError(429, { class: "Client::TooManyRequests", message: "Too many requests" }),
    460: new ApiError(460, { class: "Client::ResourceExpired", message: "This service is expired" }),
    500: internalError(),
  };
  return bodyOfRefusal(known[status] ?? new ApiError(status, { message: `Error ${status}` }), behaviour);
}
