/** A request that did not give what was asked for: which one, what came back, what to do. Holds no secrets. */
export class HttpError extends Error {
  readonly method: string;
  readonly path: string;
  /** Undefined when there was no answer at all. */
  readonly status: number | undefined;
  /** The vendor's own code and words, where the body had them. */
  readonly code: string | undefined;
  readonly vendorMessage: string | undefined;
  /** True when the cloud may have done what was asked although no proper answer came. */
  readonly maybeDone: boolean;

  constructor(
    request: { readonly method: string; readonly path: string },
    answer: {
      readonly status?: number;
      readonly code?: string;
      readonly vendorMessage?: string;
      readonly maybeDone?: boolean;
      readonly reason?: string;
      /** What the vendor's support finds the request by, with its header's name. */
      readonly trace?: string;
      readonly cause?: unknown;
    },
  ) {
    const what = answer.status === undefined ? (answer.reason ?? "no answer") : describe(answer);
    const trace = answer.trace === undefined ? "" : ` (${answer.trace})`;
    super(`${request.method} ${request.path}: ${what}${trace}`, { cause: answer.cause });
    this.name = "HttpError";
    this.method = request.method;
    this.path = request.path;
    this.status = answer.status;
    this.code = answer.code;
    this.vendorMessage = answer.vendorMessage;
    this.maybeDone = answer.maybeDone ?? false;
  }
}

function describe({
  status,
  code,
  vendorMessage,
  reason,
}: {
  status?: number;
  code?: string;
  vendorMessage?: string;
  reason?: string;
}): string {
  const words = vendorMessage ?? reason ?? "";
  return `${status}${code ? ` [${code}]` : ""}${words ? ` ${words}` : ""}`;
}

export function isStatus(error: unknown, ...statuses: readonly number[]): error is HttpError {
  return error instanceof HttpError && error.status !== undefined && statuses.includes(error.status);
}

/**
 * Whether the vendor itself says that there is no such object. A page, or a gateway's own 404, says nothing of the
 * object: whoever forgets an object goes by this, never by the status alone.
 */
export function isNotFound(error: unknown): error is HttpError {
  return isStatus(error, 404) && error.vendorMessage !== undefined;
}
