/** A real HTTP server on loopback that answers each request as it is told, in turn. */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Answer =
  | "reset"
  | "silence"
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

export interface ScriptedServer {
  readonly url: string;
  /** `METHOD path` of every request so far. */
  readonly requests: readonly string[];
  /** What the last request's headers were. */
  lastHeaders(): IncomingMessage["headers"];
  /** Resolves when the request of this number (from 1) has arrived. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

/** The last answer stands for all that follow. */
export async function startScripted(answers: readonly Answer[]): Promise<ScriptedServer> {
  const requests: string[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let headers: IncomingMessage["headers"] = {};
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      headers = request.headers;
      requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
      for (const { count, resolve } of waiting) if (requests.length >= count) resolve();
      give(response, answers[Math.min(requests.length, answers.length) - 1] ?? { status: 200 });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    lastHeaders: () => headers,
    arrived: (count) =>
      new Promise((resolve) => (requests.length >= count ? resolve() : waiting.push({ count, resolve }))),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function give(response: ServerResponse, answer: Answer): void {
  if (answer === "silence") return;
  if (answer === "reset") return void response.socket?.destroy();
  response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
  response.end(answer.body ?? "");
}

/** A port of loopback on which nobody listens. */
export async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
