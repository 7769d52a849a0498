/** A second Terraform: starts the provider's bundle as go-plugin does and speaks gRPC with it. */
import { type ChildProcess, spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import http2, { type ClientHttp2Session } from "node:http2";
import net from "node:net";
import { selfSignedCertificate } from "../../../lib/provider/transport/certificate";

export const COOKIE = { TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2" };
const clientCertificate = selfSignedCertificate();

type Env = Readonly<Record<string, string | undefined>>;

export interface Started {
  readonly process: ChildProcess;
  /** The first line of stdout, without its line break; empty when there is none. */
  readonly line: string;
  readonly fields: readonly string[];
  /** All of stderr so far. */
  readonly stderr: () => string;
  readonly exit: Promise<number | null>;
}

/** @param env `PLUGIN_CLIENT_CERT: undefined` for a connection in the clear */
export async function start(bundle: string, env: Env = {}): Promise<Started> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(TF_|PLUGIN_|NODE_OPTIONS$)/.test(name));
  const child = spawn(process.execPath, [bundle], {
    env: {
      ...Object.fromEntries(inherited),
      ...COOKIE,
      PLUGIN_PROTOCOL_VERSIONS: "5,6",
      PLUGIN_CLIENT_CERT: clientCertificate.pem,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const exit = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const line = await new Promise<string>((resolve) => {
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (stdout.includes("\n")) resolve(stdout.slice(0, stdout.indexOf("\n")));
    });
    child.stdout.on("end", () => resolve(stdout));
  });
  return { process: child, line, fields: line.split("|"), stderr: () => stderr, exit };
}

export interface Answer {
  readonly status: number;
  readonly message: string;
  readonly response: Buffer;
}

export class Client {
  private constructor(private readonly session: ClientHttp2Session) {}

  /** A client that is not let in learns it with its first call: TLS 1.3 tells it no sooner. */
  static async connect({ fields }: Started, options: { readonly withoutCertificate?: boolean } = {}): Promise<Client> {
    const [, , , path = "", , certificate = ""] = fields;
    const pem = certificate === "" ? "" : new X509Certificate(Buffer.from(certificate, "base64")).toString();
    const own = options.withoutCertificate ? {} : { cert: clientCertificate.pem, key: clientCertificate.key };
    const session =
      certificate === ""
        ? http2.connect("http://localhost", { createConnection: () => net.connect(path) })
        : http2.connect("https://localhost", { path, ca: pem, servername: "localhost", ...own });
    await new Promise<void>((resolve, reject) => {
      session.once("connect", () => resolve());
      session.once("error", reject);
    });
    session.on("error", () => undefined);
    return new Client(session);
  }

  call(path: string, request: Buffer = Buffer.alloc(0), compressed = false): Promise<Answer> {
    const prefix = Buffer.alloc(5, compressed ? 1 : 0);
    prefix.writeUInt32BE(request.length, 1);
    return new Promise((resolve, reject) => {
      const stream = this.session.request({
        ":method": "POST",
        ":path": path,
        "content-type": "application/grpc",
        te: "trailers",
      });
      const chunks: Buffer[] = [];
      const outcome: Record<string, unknown> = {};
      stream.on("response", (headers) => void Object.assign(outcome, headers));
      stream.on("trailers", (trailers) => void Object.assign(outcome, trailers));
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", reject);
      stream.on("end", () =>
        resolve({
          status: Number(outcome["grpc-status"]),
          message: decodeURIComponent(typeof outcome["grpc-message"] === "string" ? outcome["grpc-message"] : ""),
          response: Buffer.concat(chunks).subarray(5),
        }),
      );
      stream.write(prefix);
      stream.end(request);
    });
  }

  close(): void {
    this.session.destroy();
  }
}
