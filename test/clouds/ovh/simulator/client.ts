import { createHash } from "node:crypto";
import { type OvhSimulator, type OvhSimulatorOptions, startOvhSimulator } from "../../../../lib/clouds/ovh/simulator";

/** As much of the vendor's shapes as tests look at. */
export interface Body {
  readonly class: string;
  readonly message: string;
  readonly errorCode: string;
  readonly error: string;
  readonly taskId: number;
  readonly id: number;
  readonly status: string;
  readonly startDate: string;
  readonly routedTo: { readonly serviceName: string | null };
  readonly reverse: string;
  readonly access_token: string;
  readonly consumerKey: string;
  readonly validationUrl: string;
  readonly [field: string]: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

/** Signs as the vendor's clients do: over exactly what is sent. */
export function createClient(simulator: OvhSimulator, consumerKey: string = simulator.env.OVH_CONSUMER_KEY) {
  async function raw(method: string, url: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
    const text = await response.text();
    const json = text !== "" && response.headers.get("content-type") === "application/json";
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (json ? JSON.parse(text) : undefined) as Body,
    };
  }
  async function send(method: string, path: string, body?: unknown, extra: Record<string, string> = {}) {
    const url = simulator.env.OVH_ENDPOINT + path;
    const text = body === undefined ? "" : JSON.stringify(body);
    const timestamp = String(Math.floor(Date.now() / 1000));
    const { OVH_APPLICATION_KEY, OVH_APPLICATION_SECRET } = simulator.env;
    const signed = [OVH_APPLICATION_SECRET, consumerKey, method, url, text, timestamp].join("+");
    const headers = {
      "x-ovh-application": OVH_APPLICATION_KEY,
      "x-ovh-consumer": consumerKey,
      "x-ovh-timestamp": timestamp,
      "x-ovh-signature": `$1$${createHash("sha1").update(signed).digest("hex")}`,
      ...(text === "" ? {} : { "content-type": "application/json;charset=utf-8" }),
      ...extra,
    };
    return raw(method, url, headers, text === "" ? undefined : text);
  }
  return {
    raw,
    send,
    get: (path: string, headers?: Record<string, string>) => send("GET", path, undefined, headers),
    post: (path: string, body?: unknown) => send("POST", path, body),
    put: (path: string, body?: unknown) => send("PUT", path, body),
    delete: (path: string) => send("DELETE", path),
  };
}

const open: OvhSimulator[] = [];

export async function startSimulator(options?: OvhSimulatorOptions) {
  const simulator = await startOvhSimulator(options);
  open.push(simulator);
  return { simulator, api: createClient(simulator), scene: simulator.scene };
}

/** For `afterEach`. */
export async function closeSimulators(): Promise<void> {
  await Promise.all(open.splice(0).map((simulator) => simulator.close()));
}

/** An address or block as a segment of a path. */
export const at = (block: string) => `/ip/${encodeURIComponent(block)}`;
