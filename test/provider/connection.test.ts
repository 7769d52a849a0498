import { X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { decode as decodeMsgpack } from "@msgpack/msgpack";
import { calls, type CallName } from "../../lib/provider/protocol/messages";
import { decode, encode, type Encodable, type MessageOut } from "../../lib/provider/protocol/protobuf";
import { type Answer, Client, start, type Started } from "./fake/client";
import { type Built, buildProvider } from "./fake/stack";

let built: Built;
let dir: string;
const running: Started[] = [];
beforeAll(async () => {
  built = await buildProvider();
});
afterAll(() => built.remove());
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "ipfailover-sockets-"));
});
afterEach(() => {
  for (const { process } of running.splice(0)) process.kill("SIGKILL");
  rmSync(dir, { recursive: true, force: true });
});

async function launch(env: Readonly<Record<string, string | undefined>> = {}): Promise<Started> {
  const started = await start(built.bundle, { PLUGIN_UNIX_SOCKET_DIR: dir, ...env });
  running.push(started);
  return started;
}

async function connected(env?: Readonly<Record<string, string | undefined>>) {
  const started = await launch(env);
  return { started, client: await Client.connect(started) };
}

const provider = (name: string) => `/tfplugin6.Provider/${name}`;

async function ask<C extends CallName>(
  client: Client,
  name: C,
  request: Encodable<(typeof calls)[C]["request"]["fields"]>,
): Promise<MessageOut<(typeof calls)[C]["response"]>> {
  const answer: Answer = await client.call(provider(name), encode(calls[name].request as never, request as never));
  expect(answer.message).toBe("");
  return decode(calls[name].response as never, answer.response) as never;
}

describe("the start", () => {
  it("tells whoever runs the provider by hand what it is, in one line", async () => {
    const started = await launch({ TF_PLUGIN_MAGIC_COOKIE: undefined });
    expect(started.line).toMatch(/^This is the Terraform provider ipfailover\./);
    expect(await started.exit).toBe(1);
  });

  it("says so in one line when the caller has no protocol in common", async () => {
    const started = await launch({ PLUGIN_PROTOCOL_VERSIONS: "4,5" });
    expect(started.line).toMatch(/speaks plugin protocol 6, and the caller only 4,5/);
    expect(await started.exit).toBe(1);
  });

  it("says in one line why it cannot listen", async () => {
    const started = await launch({ PLUGIN_UNIX_SOCKET_DIR: path.join(dir, "missing") });
    expect(started.line).toMatch(/^The provider ipfailover cannot listen on .*: .+/);
    expect(await started.exit).toBe(1);
  });

  it("says in one line that the certificate of the caller is none", async () => {
    const started = await launch({
      PLUGIN_CLIENT_CERT: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
    });
    expect(started.line).toMatch(/^The provider ipfailover cannot start: /);
    expect(await started.exit).toBe(1);
  });

  it("picks protocol 6 from an unordered list and hands over socket and certificate without padding", async () => {
    const { fields } = await launch({ PLUGIN_PROTOCOL_VERSIONS: "6,5" });
    expect(fields).toHaveLength(6);
    expect(fields.slice(0, 3)).toEqual(["1", "6", "unix"]);
    expect(path.dirname(fields[3] ?? "")).toBe(dir);
    expect(fields[4]).toBe("grpc");
    expect(fields[5]).toMatch(/^[A-Za-z0-9+/]{50,}$/);
    const certificate = new X509Certificate(Buffer.from(fields[5] ?? "", "base64"));
    expect(certificate.checkHost("localhost")).toBe("localhost");
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
    expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
  });

  it("declines multiplexing where it is offered", async () => {
    const { fields } = await launch({ PLUGIN_MULTIPLEX_GRPC: "true" });
    expect(fields[6]).toBe("false");
  });

  it("falls back to /tmp where the folder's name is too long for a socket", async () => {
    const { fields } = await launch({ PLUGIN_UNIX_SOCKET_DIR: path.join(dir, "x".repeat(120)) });
    expect(path.dirname(fields[3] ?? "")).toBe("/tmp");
  });
});

describe("the connection", () => {
  it("lets nobody in without the certificate of the caller", async () => {
    const started = await launch();
    const stranger = await Client.connect(started, { withoutCertificate: true });
    await expect(stranger.call(provider("GetMetadata"))).rejects.toThrow(/certificate required/);
    const client = await Client.connect(started);
    expect((await client.call(provider("GetMetadata"))).status).toBe(0);
  });

  it("is in the clear where the caller has no certificate", async () => {
    const { started, client } = await connected({ PLUGIN_CLIENT_CERT: undefined });
    expect(started.fields[5]).toBe("");
    expect((await client.call(provider("GetMetadata"))).status).toBe(0);
  });

  it.each([
    "/plugin.GRPCStdio/StreamStdio",
    "/plugin.GRPCBroker/StartStream",
    "/grpc.health.v1.Health/Check",
    provider("OpenEphemeralResource"),
    provider("toString"),
  ])("answers UNIMPLEMENTED for %s", async (method) => {
    const { client } = await connected();
    expect(await client.call(method)).toMatchObject({ status: 12, message: `unknown method ${method}` });
  });

  it("refuses what is no plain message and goes on", async () => {
    const { client } = await connected();
    expect((await client.call(provider("GetMetadata"), Buffer.from("x"), true)).status).toBe(8);
    const { diagnostics } = await ask(client, "ValidateResourceConfig", { type_name: "ipfailover_nothing" });
    expect(diagnostics[0]).toMatchObject({ severity: 1, summary: "Unknown resource type" });
    const broken = await client.call(provider("GetMetadata"), Buffer.from([0x0a, 0x05, 0x01]));
    expect(decode(calls.GetMetadata.response, broken.response).diagnostics[0]?.detail).toContain(
      "a message ends inside",
    );
    expect((await client.call(provider("GetMetadata"))).status).toBe(0);
  });

  it("takes and gives messages of 70 MB, several at once", async () => {
    const { client } = await connected();
    const text = "x".repeat(70 * 1024 * 1024);
    const json = Buffer.from(JSON.stringify({ name: "big", text }));
    const request = { type_name: "ipfailover_thing", version: 2, raw_state: { json } };
    const answers = await Promise.all([
      ask(client, "UpgradeResourceState", request),
      ask(client, "UpgradeResourceState", request),
    ]);
    for (const { upgraded_state } of answers) {
      expect((decodeMsgpack(upgraded_state?.msgpack ?? Buffer.alloc(0)) as { text: string }).text).toHaveLength(
        text.length,
      );
    }
  });

  it("offers what newer and other callers ask about", async () => {
    const { client } = await connected();
    const metadata = await ask(client, "GetMetadata", {});
    expect(metadata.resources.map((type) => type.type_name)).toEqual(["ipfailover_thing", "ipfailover_other"]);
    expect(metadata.server_capabilities).toEqual({
      plan_destroy: true,
      get_provider_schema_optional: true,
      move_resource_state: true,
    });
    expect(await client.call(provider("GetFunctions"))).toMatchObject({ status: 0, response: Buffer.alloc(0) });
    expect(await client.call(provider("GetResourceIdentitySchemas"))).toMatchObject({ status: 0 });
  });

  it("needs no schema call before the others", async () => {
    const { client } = await connected();
    const json = Buffer.from(JSON.stringify({ name: "x", id: "i", revision: 1 }));
    const answer = await ask(client, "UpgradeResourceState", { type_name: "ipfailover_other", raw_state: { json } });
    expect(answer.upgraded_state?.json.equals(json)).toBe(true);
  });

  it("passes private state through", async () => {
    const { client } = await connected();
    await ask(client, "ConfigureProvider", {});
    const secret = Buffer.from("private");
    const read = await ask(client, "ReadResource", { type_name: "ipfailover_other", private: secret });
    expect(read.private.equals(secret)).toBe(true);
    const plan = await ask(client, "PlanResourceChange", { type_name: "ipfailover_other", prior_private: secret });
    expect(plan.planned_private.equals(secret)).toBe(true);
    const apply = await ask(client, "ApplyResourceChange", { type_name: "ipfailover_other", planned_private: secret });
    expect(apply.private.equals(secret)).toBe(true);
  });

  it("says that it is not configured instead of falling over", async () => {
    const { client } = await connected();
    const { diagnostics } = await ask(client, "ReadDataSource", {
      type_name: "ipfailover_thing",
    });
    expect(diagnostics[0]?.summary).toBe("The provider is not configured");
  });
});

describe("the end", () => {
  it("comes with Shutdown, which is answered, and takes the socket along", async () => {
    const { started, client } = await connected();
    expect(readdirSync(dir)).toHaveLength(1);
    expect((await client.call("/plugin.GRPCController/Shutdown")).status).toBe(0);
    expect(await started.exit).toBe(0);
    expect(readdirSync(dir)).toEqual([]);
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "does not come with %s, which the terminal sends to all",
    async (signal) => {
      const { started, client } = await connected();
      started.process.kill(signal);
      expect((await client.call(provider("GetMetadata"))).status).toBe(0);
      expect(started.process.exitCode).toBeNull();
    },
  );

  it("does not come because nobody reads the log", async () => {
    const { started, client } = await connected();
    started.process.stdout?.destroy();
    started.process.stderr?.destroy();
    for (let i = 0; i < 3; i++) expect((await ask(client, "ConfigureProvider", {})).diagnostics).toEqual([]);
    expect(started.process.exitCode).toBeNull();
  });

  it("leaves nothing behind after each kind of start", async () => {
    const started = await launch({ PLUGIN_CLIENT_CERT: undefined });
    expect(existsSync(started.fields[3] ?? "")).toBe(true);
    const client = await Client.connect(started);
    await client.call("/plugin.GRPCController/Shutdown");
    await started.exit;
    expect(existsSync(started.fields[3] ?? "")).toBe(false);
  });
});

describe("the log", () => {
  it("is JSON with six fraction digits, without secrets, and so is what libraries print", async () => {
    const { started, client } = await connected({ SOME_API_TOKEN: "env-secret-value", FAKE_JOURNAL: undefined });
    await ask(client, "ConfigureProvider", {});
    await client.call("/plugin.GRPCController/Shutdown");
    await started.exit;
    const lines = started
      .stderr()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, string>);
    expect(lines[0]).toMatchObject({ "@level": "info", "@module": "ipfailover", "@message": "open with " });
    expect(lines[0]?.["@timestamp"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });
});
