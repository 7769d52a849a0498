/** Serves the provider to the Terraform that started this process. */
import { X509Certificate } from "node:crypto";
import { rmSync } from "node:fs";
import type { Http2Server, Http2Session } from "node:http2";
import { createServer } from "node:net";
import type { Core } from "../resources/session";
import { createLifetime } from "./lifetime";
import { createEndpoint } from "./service/endpoint";
import { fatal, printToStderr, writeToTerraform } from "./stdout";
import { selfSignedCertificate } from "./transport/certificate";
import type * as GrpcModule from "./transport/grpc";
import { handshakeLine, handshakeObstacle } from "./transport/handshake";
import { socketPath } from "./transport/socket-path";

/** @param loadCore called after the handshake: what it loads costs the start nothing */
export function serve(loadCore: () => Promise<Core>): void {
  printToStderr();
  const obstacle = handshakeObstacle(process.env);
  if (obstacle !== undefined) fatal(obstacle);
  try {
    listen(process.env, loadCore);
  } catch (error) {
    fatal(`The provider ipfailover cannot start: ${String(error)}`);
  }
}

/** How long the last answer may take to get out. Terraform waits two seconds for the process to end. */
const LAST_ANSWER_MS = 1000;

function listen(env: NodeJS.ProcessEnv, loadCore: () => Promise<Core>): void {
  const lifetime = createLifetime();
  const sessions = new Set<Http2Session>();
  const shutDown = () => {
    listener.close(() => process.exit(0));
    // Lets the answer to this very call out first.
    for (const session of sessions) session.close();
    setTimeout(() => process.exit(0), LAST_ANSWER_MS).unref();
  };
  const endpoint = createEndpoint(loadCore, lifetime, env, shutDown);

  // Without Terraform's certificate (TF_DISABLE_PLUGIN_TLS) it connects in the clear.
  const clientCertificate = env.PLUGIN_CLIENT_CERT;
  const certificate = clientCertificate ? selfSignedCertificate() : undefined;
  // Node passes over an authority that it cannot read, and then lets nobody in. This throws.
  if (clientCertificate) new X509Certificate(clientCertificate);
  const tls = clientCertificate && certificate ? { certificate, clientCertificate } : undefined;
  const openServer = (): Http2Server => {
    // HTTP/2 and TLS of Node are a good part of the start; they are loaded while Terraform reads the handshake.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { createGrpcServer } = require("./transport/grpc") as typeof GrpcModule;
    const server = createGrpcServer(endpoint.handle, tls);
    server.on("session", (session) => {
      sessions.add(session);
      session.on("close", () => {
        sessions.delete(session);
        lifetime.checkParent();
      });
    });
    return server;
  };
  let server: Http2Server | undefined;
  const listener = createServer((socket) => (server ??= openServer()).emit("connection", socket));

  const path = socketPath(env);
  process.on("exit", () => rmSync(path, { force: true }));
  listener.on("error", (error) => fatal(`The provider ipfailover cannot listen on ${path}: ${error.message}`));
  listener.listen(path, () => {
    writeToTerraform(handshakeLine(env, path, certificate?.der));
    server ??= openServer();
    endpoint.prepare();
  });
}
