import { HttpError } from "../../http/error";

/** An object is there or its call answers 404: an answer without one says neither, so nobody may go by it. */
export function emptyAnswer(request: { readonly method: string; readonly path: string }, trace?: string): HttpError {
  const reason = "answered with nothing where an object was asked for; is the endpoint right?";
  return new HttpError(request, { status: 200, reason, ...(trace === undefined ? {} : { trace }) });
}
