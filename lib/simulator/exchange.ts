/** What goes in and out of a simulated cloud: one request, one reply. */

export interface SimulatedRequest {
  readonly method: string;
  /** The path as it was sent (not decoded), without the query. */
  readonly path: string;
  /** Path and query exactly as they were sent: what a signature covers. */
  readonly rawUrl: string;
  readonly query: URLSearchParams;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body exactly as it was sent: what a signature covers. */
  readonly bodyText: string;
  /** When it arrived, on the simulator's clock, milliseconds since 1970. */
  readonly at: number;
  /** What fault injection asks the cloud itself to do with this request. */
  readonly effects: RequestEffects;
}

export interface RequestEffects {
  /** Answer a read as the world was before the last change. */
  readonly stale: boolean;
  /** Accept the request, then let the work that it starts fail with these words. */
  readonly failLater?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; left out: no body. */
  readonly body?: unknown;
  /** Sent as it is instead of `body`, with `contentType`. */
  readonly text?: string;
  /** Of `text`. Default: text/html. JSON is always application/json. */
  readonly contentType?: string;
  /** Indent the JSON. Default: false. */
  readonly pretty?: boolean;
}

export type Handler = (request: SimulatedRequest) => Reply | Promise<Reply>;

export type ParsedBody =
  { readonly kind: "none" } | { readonly kind: "json"; readonly value: unknown } | { readonly kind: "invalid" };

/** Reads a request's body as JSON. */
export function parseBody(request: SimulatedRequest): ParsedBody {
  if (request.bodyText.trim() === "") return { kind: "none" };
  try {
    return { kind: "json", value: JSON.parse(request.bodyText) as unknown };
  } catch {
    return { kind: "invalid" };
  }
}
