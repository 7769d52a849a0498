/** The simulators as a user starts them. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { deadPort } from "../support/scripted-server";
import type { RunningProcess, RunResult } from "../support/terraform";
import { CommandLine } from "./support/command-line";

let cli: CommandLine;
beforeEach(() => void (cli = new CommandLine()));
afterEach(() => cli.remove());

interface Started {
  readonly process: RunningProcess;
  readonly ended: Promise<RunResult>;
}

async function start(...args: readonly string[]): Promise<Started> {
  return startCloud("ionos", ...args);
}

async function startCloud(cloud: string, ...args: readonly string[]): Promise<Started> {
  let found: RunningProcess | undefined;
  const ended = cli.run(["simulate", cloud, ...args], { started: (process) => (found = process) });
  if (!found) throw new Error("not started");
  await found.printed("Press Ctrl-C to end.");
  return { process: found, ended };
}

async function stop({ process, ended }: Started, signal: NodeJS.Signals = "SIGINT"): Promise<RunResult> {
  process.kill(signal);
  return ended;
}

type Ask = (path: string, init?: RequestInit) => Promise<Response>;

interface Line {
  readonly cloud: string;
  readonly endpoint: string;
  readonly env: { readonly IONOS_API_URL: string; readonly IONOS_TOKEN: string };
}

/** What a caller does: reads the line, then asks. */
async function withApi<T>(args: readonly string[], work: (ask: Ask) => Promise<T>): Promise<T> {
  // The endpoint must be known while it runs, so the port is chosen here.
  const port = await deadPort();
  const started = await start("--json", "--port", String(port), ...args);
  let token = "";
  try {
    return await work(async (url, init) => {
      token ||= await savedToken();
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      return fetch(`http://127.0.0.1:${port}/cloudapi/v6${url}`, { ...init, headers });
    });
  } finally {
    await stop(started);
  }
}

/** The token follows from the seed, and is the same each time. */
async function savedToken(): Promise<string> {
  const { stdout } = await stop(await start("--json"));
  return (JSON.parse(stdout) as Line).env.IONOS_TOKEN;
}

it.each(["SIGINT", "SIGTERM"] as const)("%s ends it with 0, and stdout is one JSON line a cloud", async (signal) => {
  const { code, stdout, stderr } = await stop(await start("--json"), signal);
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  const line = JSON.parse(lines[0] ?? "") as Line;
  expect(Object.keys(line)).toEqual(["cloud", "endpoint", "env"]);
  expect(line).toMatchObject({ cloud: "ionos", env: { IONOS_API_URL: line.endpoint } });
  expect(line.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(stderr).toContain("Simulating ionos");
});

it("prints export lines that a shell can evaluate", async () => {
  const { stdout } = await stop(await start());
  expect(stdout).toMatch(/^export IONOS_API_URL='http:\/\/127\.0\.0\.1:\d+'\nexport IONOS_TOKEN='[\w-]+'\n$/);
});

it("--state keeps what was made for the next run, and --seed starts from it without writing", async () => {
  const file = path.join(cli.dir, "cloud.json");
  const names = async (ask: Ask) => {
    const answer = (await (await ask("/ipblocks?depth=1")).json()) as { items: { properties: { name: string } }[] };
    return answer.items.map(({ properties }) => properties.name).sort();
  };
  const reserve = (ask: Ask, name: string) =>
    ask("/ipblocks", { method: "POST", body: JSON.stringify({ properties: { name, location: "de/fra", size: 1 } }) });

  const first = await withApi(["--state", file], async (ask) => (await reserve(ask, "web")).status);
  expect(first).toBe(202);
  expect(await withApi(["--state", file], names)).toEqual(["web"]);
  const saved = readFileSync(file, "utf8");
  const seeded = await withApi(["--seed", file], async (ask) => {
    await reserve(ask, "more");
    return names(ask);
  });
  expect(seeded).toEqual(["more", "web"]);
  expect(readFileSync(file, "utf8")).toBe(saved);
});

it("--scene demo fills it, and tells a stack's inputs beside the credentials", async () => {
  const file = path.join(cli.dir, "cloud.json");
  const { stdout } = await stop(await startCloud("ovh", "--scene", "demo", "--json", "--state", file));
  const { env } = JSON.parse(stdout) as { env: Record<string, string> };
  expect(env).toMatchObject({ LOAD_BALANCER: "loadbalancer-demo", IP_SHOP: "203.0.113.2/32" });
  const saved = JSON.parse(readFileSync(file, "utf8")) as { services: object };
  expect(Object.keys(saved.services)).toContain(env.SERVER_ROUBAIX);
  const again = await cli.run(["simulate", "ovh", "--scene", "demo", "--state", file]);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining(`${file} is a saved state`)]);
});

it("says that a port is taken", async () => {
  const port = String(await deadPort());
  const first = await start("--port", port);
  const { code, stderr } = await cli.run(["simulate", "ionos", "--port", port]);
  await stop(first);
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^Error: .*${port}`));
  expect(stderr).not.toMatch(/\n\s+at /);
});

it("refuses a file that is no saved state, and leaves it as it is", async () => {
  const file = cli.write("cloud.json", { hello: "world" });
  const before = readFileSync(file, "utf8");
  const { code, stderr } = await cli.run(["simulate", "ionos", "--state", file]);
  expect(code).toBe(1);
  expect(stderr).toContain(`${file} is no saved state of this simulator`);
  expect(stderr).not.toMatch(/\n\s+at |undefined/);
  expect(readFileSync(file, "utf8")).toBe(before);
});
