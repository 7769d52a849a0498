/** Stands between our adapter and the simulator and alters answers, as another version of the API might give them. */
import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";

export interface Front {
  /** With the version: what an endpoint is. */
  readonly endpoint: string;
  close(): void;
}

export type Alter = (body: unknown, request: { readonly method: string; readonly path: string }) => unknown;

/** Answered in place of a body: the API knows no such object. */
export const GONE = Symbol("404");

const NOT_FOUND = { class: "Client::NotFound", message: "The requested object does not exist" };

export async function startFront(simulatorUrl: string, alter: Alter): Promise<Front> {
  const { hostname, port } = new URL(simulatorUrl);
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    const onward = send({ hostname, port, method, path: url, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => {
        const text = Buffer.concat(parts).toString();
        const status = answer.statusCode ?? 500;
        const given = text === "" || status >= 300 ? undefined : (JSON.parse(text) as unknown);
        const path = (url.split("?")[0] ?? "").replace("/1.0", "");
        const altered = given === undefined ? undefined : alter(given, { method, path });
        const body = given === undefined ? text : JSON.stringify(altered === GONE ? NOT_FOUND : altered);
        delete answer.headers["content-length"];
        response.writeHead(altered === GONE ? 404 : status, answer.headers).end(body);
      });
    });
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/1.0`, close: () => server.close() };
}

/** Every object within, altered from the inside out. */
export function eachObject(body: unknown, alter: (object: Record<string, unknown>) => unknown): unknown {
  if (Array.isArray(body)) return body.map((item) => eachObject(item, alter));
  if (typeof body !== "object" || body === null) return body;
  return alter(Object.fromEntries(Object.entries(body).map(([key, value]) => [key, eachObject(value, alter)])));
}
