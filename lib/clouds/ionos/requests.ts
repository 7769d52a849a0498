/** Following IONOS's asynchronous requests to their end. */
import { isNotFound } from "../../http/error";
import { poll } from "../../http/wait";
import type { Accepted, IonosApi } from "./api";

/** The cloud took a request and then failed it; its words are in the message. */
export class RequestFailedError extends Error {
  constructor(what: string, requestId: string, message: string) {
    super(`${what} failed: ${message} (request ${requestId}).`);
    this.name = "RequestFailedError";
  }
}

/** The request's id out of a `Location` header, whatever host it names. */
export function requestId(location: string | undefined): string | undefined {
  return /\/requests\/([^/?#]+)/.exec(location ?? "")?.[1];
}

/** Waits until the request is DONE. A request that is not to be found is not there yet. */
export async function followRequest(
  api: IonosApi,
  answer: Pick<Accepted<unknown>, "location">,
  what: string,
  signal: AbortSignal,
  tell?: (state: string) => void,
): Promise<void> {
  const id = requestId(answer.location);
  if (id === undefined) return;
  await poll(
    async () => {
      try {
        const { metadata } = await api.requestStatus(id, signal);
        if (metadata.status === "DONE") return { done: true };
        if (metadata.status === "FAILED") throw new RequestFailedError(what, id, metadata.message ?? "no reason given");
        return { state: `request ${id} is ${metadata.status}` };
      } catch (error) {
        if (isNotFound(error)) return { state: `request ${id} is not listed yet` };
        throw error;
      }
    },
    { what: `waiting for request ${id} (${what})`, signal, tell },
  );
}

/**
 * Reads until no change of the object is pending: while one is, what a read shows may be old. With `hiddenMs`, an object
 * that is not to be found is given that long to show up.
 */
export function readSettled<T extends { readonly metadata?: { readonly state?: string } }>(
  read: () => Promise<T>,
  what: string,
  signal: AbortSignal,
  options: { readonly tell?: ((state: string) => void) | undefined; readonly hiddenMs?: number } = {},
): Promise<T> {
  const visibleBy = Date.now() + (options.hiddenMs ?? 0);
  return poll(
    async () => {
      try {
        const object = await read();
        const state = object.metadata?.state;
        return state === "BUSY" ? { state: `${what} is ${state}` } : { done: object };
      } catch (error) {
        if (!isNotFound(error) || Date.now() >= visibleBy) throw error;
        return { state: `${what} is not to be found yet` };
      }
    },
    { what: `waiting until ${what} is AVAILABLE`, signal, tell: options.tell },
  );
}
