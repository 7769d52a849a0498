import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, createClock, sleep } from "./clock";
import { answerControl, CONTROL_PREFIX, type OptionsControl, type View } from "./control";
import type { Handler, Reply, SimulatedRequest } from "./exchange";
import { createFaults, type Fault, type Faults } from "./faults";
import { createIds } from "./ids";
import { createJournal, type Journal, type JournalEntry } from "./journal";
import { shuffleLists } from "./shuffle";

/** The part of a simulated cloud that the kit can save, load and empty. */
export interface Saveable {
  state(): unknown;
  load(state: unknown): void;
  reset(): void;
}

export interface SimulatorServerOptions {
  /** What is served. */
  readonly handler: Handler;
  /** What control requests save, load and reset. */
  readonly saveable: Saveable;
  /** The body of the cloud's own error with this status, for injected faults. */
  readonly errorBody: (status: number) => unknown;
  /** Headers of every answer, also of those that fault injection makes. Default: none. */
  readonly replyHeaders?: () => Readonly<Record<string, string>>;
  /** Shown at `/_simulator/views/<name>`. Default: none. */
  readonly views?: Readonly<Record<string, View>>;
  /** At `/_simulator/options`. Default: none can be changed. */
  readonly options?: OptionsControl;
  /** Default: 0, any free port. Only loopback is listened on. */
  readonly port?: number;
  /** Default: a real clock. */
  readonly clock?: Clock;
  /** For chances in fault injection. Default: "simulator". */
  readonly seed?: string;
  /** Headers (lower case) whose value the journal hides. Default: authorization. */
  readonly secretHeaders?: readonly string[];
  /** How many requests the journal keeps. Default: 10000. */
  readonly journalLimit?: number;
}

export interface SimulatorServer {
  /** For example http://127.0.0.1:43210, without a slash at the end. */
  readonly url: string;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly journal: Journal;
  /** Stops at once: open connections are dropped. Calling it again does nothing. */
  close(): Promise<void>;
}

/** Starts a real HTTP server on loopback. It does not keep the process alive. */
export async function startSimulatorServer(options: SimulatorServerOptions): Promise<SimulatorServer> {
  const clock = options.clock ?? createClock();
  const ids = createIds(`${options.seed ?? "simulator"}/faults`);
  const faults = createFaults(ids);
  const journal = createJournal(options.journalLimit ?? 10_000);
  const secret = new Set(options.secretHeaders ?? ["authorization"]);

  const controlled = {
    clock,
    faults,
    journal,
    saveable: options.saveable,
    ...(options.views ? { views: options.views } : {}),
    ...(options.options ? { options: options.options } : {}),
  };

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const received = await receive(message, clock.now());
    if (received.path.startsWith(CONTROL_PREFIX)) {
      send(response, answerControl(received, controlled));
      return;
    }
    const met = faults.meet(received);
    const request: SimulatedRequest = { ...received, effects: effectsOf(met) };
    const entry = journalEntry(request, secret);
    journal.add(entry, request.bodyText.length);
    for (const fault of met) if (fault.kind === "latency") await sleep(clock, fault.ms);
    const refusal = met.find((fault) => fault.kind === "status");
    const cut = (): void => void response.socket?.destroy();
    if (met.some((fault) => fault.kind === "reset")) return cut();

    let reply = refusal ? refuse(refusal, options.errorBody) : await options.handler(request);
    const swallowed = met.find((fault) => fault.kind === "lost-answer-status");
    if (swallowed) reply = refuse({ kind: "status", status: swallowed.status, body: "html" }, options.errorBody);
    if (met.some((fault) => fault.kind === "lost-answer")) return cut();
    for (const fault of met) {
      if (fault.kind === "shuffle") reply = { ...reply, body: shuffleLists(reply.body, ids, fault.keys) };
    }
    entry.status = reply.status;
    send(
      response,
      options.replyHeaders ? { ...reply, headers: { ...options.replyHeaders(), ...reply.headers } } : reply,
    );
  }

  const server = createServer({ keepAlive: true, noDelay: true }, (message, response) => {
    serve(message, response).catch((error: unknown) => {
      // A defect of the simulator, not a simulated one: say so loudly to whoever runs the test.
      const text = `The simulator failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
      if (response.headersSent) response.socket?.destroy();
      else send(response, { status: 500, text, contentType: "text/plain" });
    });
  });
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  server.unref();

  let closing: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clock,
    faults,
    journal,
    close() {
      closing ??= new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closing;
    },
  };
}

async function receive(message: IncomingMessage, at: number): Promise<SimulatedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const rawUrl = message.url ?? "/";
  const mark = rawUrl.indexOf("?");
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return {
    method: message.method ?? "GET",
    path: mark < 0 ? rawUrl : rawUrl.slice(0, mark),
    rawUrl,
    query: new URLSearchParams(mark < 0 ? "" : rawUrl.slice(mark + 1)),
    headers,
    bodyText: Buffer.concat(chunks).toString("utf8"),
    at,
    effects: { stale: false },
  };
}

function effectsOf(met: readonly Fault[]): SimulatedRequest["effects"] {
  const failure = met.find((fault) => fault.kind === "fail-later");
  return {
    stale: met.some((fault) => fault.kind === "stale"),
    ...(failure ? { failLater: failure.message ?? "" } : {}),
  };
}

function journalEntry(request: SimulatedRequest, secret: ReadonlySet<string>): JournalEntry {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, secret.has(name) ? "[hidden]" : value]),
  );
  let parsed: { readonly value: unknown } | undefined;
  return {
    at: request.at,
    method: request.method,
    path: request.path,
    query: Object.fromEntries(request.query),
    headers,
    // Read only when somebody looks: most entries never are, and some bodies are long.
    get body() {
      return (parsed ??= { value: request.bodyText === "" ? undefined : jsonOrText(request.bodyText) }).value;
    },
    status: null,
  };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function refuse(fault: Fault & { kind: "status" }, errorBody: (status: number) => unknown): Reply {
  const headers = {
    ...fault.headers,
    ...(fault.retryAfterSeconds === undefined ? {} : { "Retry-After": String(fault.retryAfterSeconds) }),
  };
  if (fault.body === "html") {
    return { status: fault.status, headers, text: `<html><body><h1>${fault.status}</h1><hr>gateway</body></html>\n` };
  }
  return { status: fault.status, headers, body: fault.body === undefined ? errorBody(fault.status) : fault.body };
}

function send(response: ServerResponse, reply: Reply): void {
  const json = reply.text === undefined && reply.body !== undefined;
  const text = json ? JSON.stringify(reply.body, undefined, reply.pretty ? 2 : undefined) : (reply.text ?? "");
  const content = Buffer.from(text, "utf8");
  response.writeHead(reply.status, {
    ...(json ? { "Content-Type": "application/json" } : {}),
    ...(reply.text === undefined ? {} : { "Content-Type": reply.contentType ?? "text/html" }),
    ...(reply.status === 204 || reply.status === 304 ? {} : { "Content-Length": String(content.length) }),
    ...reply.headers,
  });
  response.end(content);
}
