/** A stack whose provider is the double, with its cloud and its journal in files. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { installProvider } from "../../../lib/install/package-dir";
import { plainText, type Tool, Workspace } from "../../support/terraform";

export const SOURCE = "registry.terraform.io/cdktf-ip-failover/ipfailover";
export const VERSION = "0.1.0";

export interface Built {
  readonly bundle: string;
  readonly remove: () => void;
}

/** Bundles a provider as the product is bundled; without an entry the one with the double. */
export async function buildProvider(entry = path.join(__dirname, "main.ts")): Promise<Built> {
  const dir = mkdtempSync(path.join(os.tmpdir(), "ipfailover-build-"));
  const script = path.resolve(__dirname, "../../../scripts/build-provider.mjs");
  await promisify(execFile)(process.execPath, [script, dir, entry]);
  return {
    bundle: path.join(dir, "ipfailover-provider.cjs"),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

type Block = Readonly<Record<string, unknown>>;

export class FakeStack extends Workspace {
  readonly cloudFile = path.join(this.root, "cloud.json");
  private readonly journalFile = path.join(this.root, "journal");

  constructor(tool: Tool, bundle: string, parent?: string) {
    super(tool, parent);
    installProvider(bundle, path.join(this.dir, "terraform.d", "plugins"), VERSION);
    writeFileSync(this.journalFile, "");
  }

  /** The stack's only file: our provider is required and configured, unless `blocks` says otherwise. */
  configure(blocks: Block): void {
    this.write("main.tf.json", {
      terraform: { required_providers: { ipfailover: { source: SOURCE, version: VERSION } } },
      provider: { ipfailover: { cloud: "fake" } },
      ...blocks,
    });
  }

  /** A stack of one thing called `t`. */
  thing(attributes: Block, blocks: Block = {}): void {
    this.configure({ resource: { ipfailover_thing: { t: { name: "web", ...attributes } } }, ...blocks });
  }

  override env(extra: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv {
    return super.env({ FAKE_CLOUD: this.cloudFile, FAKE_JOURNAL: this.journalFile, ...extra });
  }

  init(): Promise<string> {
    return this.succeed(["init", "-no-color"]);
  }

  apply(...args: readonly string[]): Promise<string> {
    return this.succeed(["apply", "-no-color", "-auto-approve", ...args]);
  }

  plan(...args: readonly string[]): Promise<string> {
    return this.succeed(["plan", "-no-color", ...args]);
  }

  /** Answers what Terraform said when it failed. */
  async fails(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run([...args, "-no-color"], { env });
    expect(code).toBe(1);
    return plainText(stdout + stderr);
  }

  /** Exit 0: no changes; 2: changes. */
  async planCode(): Promise<number | null> {
    return (await this.run(["plan", "-no-color", "-detailed-exitcode"])).code;
  }

  /** Attributes of a resource as state has them. By `state pull`: `tofu show` 1.6 looks for another registry's provider. */
  async state(address = "ipfailover_thing.t"): Promise<Record<string, unknown> | undefined> {
    const pulled = JSON.parse(await this.succeed(["state", "pull"])) as {
      resources?: {
        mode: "managed" | "data";
        type: string;
        name: string;
        instances: { attributes: Record<string, unknown>; status?: string }[];
      }[];
    };
    const found = pulled.resources?.find(
      ({ mode, type, name }) => `${mode === "data" ? "data." : ""}${type}.${name}` === address,
    );
    return found?.instances[0]?.attributes;
  }

  cloud(): Record<string, Record<string, unknown>> {
    return existsSync(this.cloudFile) ? (JSON.parse(readFileSync(this.cloudFile, "utf8")) as never) : {};
  }

  setCloud(things: Block): void {
    writeFileSync(this.cloudFile, JSON.stringify(things));
  }

  /** What the provider was asked so far: process, call, and of what. */
  journal(): { readonly pid: number; readonly call: string; readonly about: string }[] {
    const lines = readFileSync(this.journalFile, "utf8").split("\n").filter(Boolean);
    return lines.map((line) => {
      const [pid = "", call = "", ...about] = line.split(" ");
      return { pid: Number(pid), call, about: about.join(" ") };
    });
  }

  calls(): string[] {
    return this.journal().map(({ call }) => call);
  }
}
