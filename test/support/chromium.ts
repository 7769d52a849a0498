/** Chromium, spoken to in its DevTools protocol over a pipe: to look at pages as their readers do. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { describeWith, onPath } from "./needed-tool";

export interface Browser {
  /** Opens a file and waits until it is loaded. */
  open(file: string, options?: { readonly width?: number; readonly dark?: boolean }): Promise<void>;
  /** Runs an expression in the page. */
  evaluate<T>(expression: string): Promise<T>;
  /** Of the whole page, as PNG. */
  screenshot(): Promise<Buffer>;
  /** Addresses of everything that the page has asked for. */
  readonly requests: readonly string[];
  call(method: string, params?: object): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

export function describeWithChromium(name: string, suite: (binary: string) => void): void {
  const binary =
    process.env.CHROMIUM_BINARY ?? onPath("chromium") ?? onPath("chromium-browser") ?? onPath("google-chrome");
  describeWith("chromium", "put it on PATH or set CHROMIUM_BINARY", binary, name, suite);
}

export async function startBrowser(binary: string): Promise<Browser> {
  const profile = mkdtempSync(path.join(os.tmpdir(), "ipfailover-chromium-"));
  const flags = [
    ...["--headless", "--remote-debugging-pipe", `--user-data-dir=${profile}`, "--hide-scrollbars", "--disable-gpu"],
    // Chromium's own sandbox does not run as root.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ];
  const child = spawn(binary, flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const input = child.stdio[3] as Writable;
  const requests: string[] = [];
  const waiting = new Map<
    number,
    (answer: { result?: Record<string, unknown>; error?: { message: string } }) => void
  >();
  const loaded: (() => void)[] = [];
  const session: { id?: string } = {};
  let lastId = 0;
  let rest = "";

  (child.stdio[4] as Readable).setEncoding("utf8").on("data", (text: string) => {
    const messages = (rest + text).split("\0");
    rest = messages.pop() ?? "";
    for (const message of messages) hear(JSON.parse(message) as Message);
  });

  function hear({ id, result, error, method, params }: Message): void {
    if (id !== undefined) waiting.get(id)?.({ ...(result && { result }), ...(error && { error }) });
    if (method === "Page.loadEventFired") loaded.splice(0).forEach((resolve) => resolve());
    if (method === "Network.requestWillBeSent") requests.push((params as { request: { url: string } }).request.url);
  }

  function call(method: string, params: object = {}): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, ({ result, error }) =>
        error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result ?? {}),
      );
      input.write(
        `${JSON.stringify({ id, method, params, ...(session.id !== undefined && { sessionId: session.id }) })}\0`,
      );
    });
  }

  const { targetId } = await call("Target.createTarget", { url: "about:blank" });
  const attached = (await call("Target.attachToTarget", { targetId, flatten: true })) as { sessionId: string };
  session.id = attached.sessionId;
  await Promise.all([call("Page.enable"), call("Network.enable")]);

  return {
    requests,
    call,
    async open(file, { width = 1200, dark = false } = {}) {
      const features = [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }];
      await call("Emulation.setEmulatedMedia", { features });
      await call("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: false });
      const load = new Promise<void>((resolve) => loaded.push(resolve));
      await call("Page.navigate", { url: `file://${file}` });
      await load;
    },
    async evaluate<T>(expression: string) {
      const { result } = (await call("Runtime.evaluate", { expression, returnByValue: true })) as {
        result: { value: T };
      };
      return result.value;
    },
    async screenshot() {
      const { data } = (await call("Page.captureScreenshot", { captureBeyondViewport: true })) as { data: string };
      return Buffer.from(data, "base64");
    },
    async close() {
      child.kill("SIGKILL");
      await ended;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

interface Message {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: unknown;
}
