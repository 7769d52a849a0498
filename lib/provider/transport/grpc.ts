/**
 * The part of gRPC that go-plugin uses, on Node's own HTTP/2: unary calls. One message is a flag byte, a length and the
 * content; the outcome is in the trailers. grpc-js would take longer to load than the calls take to serve.
 */
import type {
  IncomingHttpHeaders,
  Http2Server,
  SecureServerOptions,
  ServerHttp2Stream,
  ServerOptions,
} from "node:http2";
import http2 from "node:http2";
import type { Certificate } from "./certificate";

export interface Call {
  readonly path: string;
  readonly request: Buffer;
}

/** Answers a call, or undefined where there is no such method. */
export type Handle = (call: Call) => Promise<Buffer | undefined>;

/** https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const STATUS = { ok: 0, resourceExhausted: 8, unimplemented: 12, internal: 13 } as const;

export const LONGEST_MESSAGE_BYTES = 256 * 1024 * 1024;
const PREFIX_BYTES = 5;
const WINDOW_BYTES = 16 * 1024 * 1024;

const OPTIONS: ServerOptions = {
  settings: { initialWindowSize: WINDOW_BYTES, maxFrameSize: 1024 * 1024 },
  // In megabytes. It covers all messages that arrive at once; the default of 10 ends the session for a large attribute.
  maxSessionMemory: 4096,
};

/** @param clientCertificate PEM: the only client that may connect. Absent: no TLS at all. */
export function createGrpcServer(
  handle: Handle,
  tls?: { readonly certificate: Certificate; readonly clientCertificate: string },
): Http2Server {
  const secure: SecureServerOptions | undefined = tls && {
    ...OPTIONS,
    key: tls.certificate.key,
    cert: tls.certificate.pem,
    ca: [tls.clientCertificate],
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
    ALPNProtocols: ["h2"],
  };
  const server = secure ? http2.createSecureServer(secure) : http2.createServer(OPTIONS);
  server.on("session", (session) => {
    // The window of the connection; the setting is that of each stream.
    session.setLocalWindowSize(WINDOW_BYTES * 4);
    session.on("error", ignore);
  });
  server.on("stream", (stream, headers) => serve(stream, headers, handle));
  return server;
}

function serve(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, handle: Handle): void {
  // A caller that went away takes its stream with it; nobody is left to tell.
  stream.on("error", ignore);
  collect(stream, (request) => {
    if (typeof request === "string") return refuse(stream, STATUS.resourceExhausted, request);
    const path = headers[":path"] ?? "";
    handle({ path, request }).then(
      (response) =>
        response ? respond(stream, response) : refuse(stream, STATUS.unimplemented, `unknown method ${path}`),
      (error: unknown) => refuse(stream, STATUS.internal, error instanceof Error ? error.message : String(error)),
    );
  });
}

/** The request's message once all of it is there, or why it cannot be taken. */
function collect(stream: ServerHttp2Stream, done: (request: Buffer | string) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length <= LONGEST_MESSAGE_BYTES + PREFIX_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  });
  stream.on("end", () => {
    if (length > LONGEST_MESSAGE_BYTES + PREFIX_BYTES) {
      return done(`the request has ${length} bytes, more than ${LONGEST_MESSAGE_BYTES}`);
    }
    const frame = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    const whole = frame.length >= PREFIX_BYTES && frame.readUInt32BE(1) === frame.length - PREFIX_BYTES;
    if (!whole || frame[0] !== 0) return done("the request is not one uncompressed message");
    done(frame.subarray(PREFIX_BYTES));
  });
}

function respond(stream: ServerHttp2Stream, response: Buffer): void {
  if (stream.destroyed) return;
  if (response.length > LONGEST_MESSAGE_BYTES) {
    return refuse(stream, STATUS.resourceExhausted, `the response has ${response.length} bytes`);
  }
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(response.length, 1);
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": STATUS.ok }));
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.write(prefix);
  stream.end(response);
}

function refuse(stream: ServerHttp2Stream, status: number, message: string): void {
  if (stream.destroyed || stream.headersSent) return;
  stream.respond(
    {
      ":status": 200,
      "content-type": "application/grpc",
      "grpc-status": status,
      "grpc-message": encodeURIComponent(message),
    },
    { endStream: true },
  );
}

// eslint-disable-next-line @typescript-eslint/no-empty-function -- errors of a connection that is gone need no answer
function ignore(): void {}
