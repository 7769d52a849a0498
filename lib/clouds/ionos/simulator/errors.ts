import type { ErrorBody } from "../wire";

/** A refusal as the API words it. Codes and texts: the table of errors in docs, gathered from the vendor's threads. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly messages: readonly { readonly errorCode: string; readonly message: string }[],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(messages.map((entry) => entry.message).join(" "));
  }

  body(): ErrorBody {
    return { httpStatus: this.status, messages: this.messages };
  }
}

const one = (status: number, errorCode: string, message: string, headers?: Record<string, string>) =>
  new ApiError(status, [{ errorCode, message }], headers);

/** The same for no credentials, wrong ones, an unknown path and a wrong method: they are checked before routing. */
export const unauthorized = () => one(401, "315", "Unauthorized");

/** Unconfirmed code and text: what a user of several contracts gets for one that is not theirs. */
export const wrongContract = (number: string) =>
  one(403, "451", `Access Denied: Contract number '${number}' is not accessible.`);

export const notFound = () => one(404, "309", "Resource does not exist");

/** Unconfirmed code. */
export const methodNotAllowed = (allowed: readonly string[]) =>
  one(405, "405", `Method not allowed. Allowed: ${allowed.join(", ")}`, { Allow: allowed.join(", ") });

/** Unconfirmed code. */
export const unsupportedMediaType = (type: string) =>
  one(415, "415", `Content type '${type}' is not supported, use 'application/json'`);

/** Unconfirmed code. */
export const malformed = (why: string) => one(400, "400", `Request body could not be read: ${why}`);

/** Unconfirmed: only where `ifMatch` is "honour". */
export const preconditionFailed = () => one(412, "412", "The entity tag does not match");

/** What this simulator lacks. IONOS itself never says this. */
export const notSimulated = (what: string) =>
  one(501, "501", `Not simulated: ${what}. The simulator answers this instead of guessing.`);

/** A mistake in one property, or several: `[(root).properties.<property>] <text>`. */
export function invalid(property: string, text: string, code = "184"): ApiError {
  return one(422, code, `[(root).properties.${property}] ${text}`);
}

export const readOnly = (properties: readonly string[]) =>
  new ApiError(
    422,
    properties.map((property) => ({
      errorCode: "105",
      message: `[(root).properties.${property}] Attribute is read-only`,
    })),
  );

/** The words are the vendor's, the code is unconfirmed. */
export const required = (properties: readonly string[]) =>
  new ApiError(
    422,
    properties.map((property) => ({
      errorCode: "100",
      message: `[(root).properties.${property}] Attribute '${property}' is required`,
    })),
  );

/** A refusal of an operation as a whole. Unconfirmed texts; code 200 is what "in use" objects answer. */
export const refused = (text: string) => one(422, "200", `[VDC-5-200] ${text}`);

export const beingDeleted = (type: string, id: string) =>
  refused(`Operation cannot be executed since ${type} '${id}' is already marked for deletion. Current state BUSY`);

/** `[VDC-5-601]` is the text that users were shown when a request failed for the provider's own reasons. */
export const ASYNC_FAILURE = "[VDC-5-601] We are sorry there has been an error. Please try again or contact support.";
