/** Plans in files, to be applied later as they are or not at all. */
import { existsSync } from "node:fs";
import { open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { packageVersion } from "../../version";
import type { Plan } from "../model";
import type { PlanWithSources } from "../run/options";
import type { State } from "../state";
import { fromPlainJson, toPlainJson } from "./codec";
import { PlanFileError } from "./error";
import { fingerprint } from "./fingerprint";
import { applyRefreshed, findRefreshed, type Refreshed } from "./refreshed";
import { withoutSecrets } from "./secrets";

const FORMAT = "cdktf-ip-failover plan";
const FORMAT_VERSION = 1;

/** What is needed of a loaded stack; all of it goes into its fingerprint. */
export interface PlannedConfig {
  readonly directory: string;
}

export interface PlanToSave<P extends Plan> {
  readonly result: { readonly plan: P; readonly state: State };
  readonly config: PlannedConfig;
  /** As the state file has it: what the plan was made from. */
  readonly state: State;
}

export interface SavedPlan<P extends Plan = PlanWithSources> {
  /** The stack's folder. */
  readonly directory: string;
  readonly plan: P;
  /** As planning found things. Known only once `refuseIfStale` has seen the state file. */
  readonly state: State;
  /** Throws when the state or the configuration is no longer the one that the plan was made from. */
  refuseIfStale(state: State, config: PlannedConfig): void;
}

interface Document {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly tool: string;
  readonly created: string;
  readonly directory: string;
  /** From the plan file's folder: a checkout may stand elsewhere when the plan is applied. */
  readonly relativeDirectory: string;
  readonly lineage: string;
  readonly serial: number;
  readonly config: string;
  readonly plan: unknown;
  readonly refreshed: unknown;
}

/** Readable by its owner alone. It holds no credentials and no sensitive values, but still what the stack is made of. */
export async function savePlan<P extends Plan>(file: string, { result, config, state }: PlanToSave<P>): Promise<void> {
  const directory = path.resolve(config.directory);
  const document: Document = {
    format: FORMAT,
    version: FORMAT_VERSION,
    tool: packageVersion,
    created: new Date().toISOString(),
    directory,
    relativeDirectory: path.relative(path.dirname(path.resolve(file)), directory),
    lineage: state.lineage,
    serial: state.serial,
    config: fingerprint(config),
    plan: toPlainJson(withoutSecrets(result.plan)),
    refreshed: toPlainJson(findRefreshed(state, result.state)),
  };
  await writePrivate(file, await promisify(gzip)(JSON.stringify(document)));
}

/** By way of another name, so that neither a half-written plan nor a wider mode is ever there. */
async function writePrivate(file: string, bytes: Buffer): Promise<void> {
  const draft = `${file}.${process.pid}.draft`;
  try {
    const handle = await open(draft, "wx", 0o600);
    await handle.writeFile(bytes).finally(() => handle.close());
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw new PlanFileError("Plan cannot be saved", `${file}: ${(error as Error).message}`, { cause: error });
  }
}

export async function loadPlan<P extends Plan = PlanWithSources>(file: string): Promise<SavedPlan<P>> {
  const document = await readDocument(file);
  const { lineage, serial, config: fingerprinted, relativeDirectory } = document;
  const nearby = path.resolve(path.dirname(file), relativeDirectory);
  let state: State | undefined;
  return {
    directory: existsSync(nearby) ? nearby : document.directory,
    plan: fromPlainJson(document.plan) as P,
    get state() {
      if (!state) throw new Error("A saved plan must be compared with the state file before it is used.");
      return state;
    },
    refuseIfStale(present, config) {
      if (lineage !== present.lineage)
        throw stale(file, "it was made from another state, not from an older version of this one");
      if (serial !== present.serial) {
        throw stale(file, `the state has changed since: it had serial ${serial} and has serial ${present.serial} now`);
      }
      if (fingerprinted !== fingerprint(config)) {
        throw stale(file, "the configuration or a variable has changed since");
      }
      state = applyRefreshed(present, fromPlainJson(document.refreshed) as Refreshed);
    },
  };
}

function stale(file: string, reason: string): PlanFileError {
  return new PlanFileError("Saved plan is stale", `${file} can no longer be applied: ${reason}. Make a new plan.`);
}

async function readDocument(file: string): Promise<Document> {
  let document: Partial<Document> | null;
  try {
    document = JSON.parse((await promisify(gunzip)(await readFile(file))).toString()) as typeof document;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw notAPlan(file, isMissing ? "there is no such file" : "it is no plan that this tool saved", error);
  }
  if (document?.format !== FORMAT) throw notAPlan(file, "it is no plan that this tool saved");
  if (document.version !== FORMAT_VERSION || document.tool !== packageVersion) {
    throw new PlanFileError(
      "Plan of another version",
      `${file} was made by version ${document.tool ?? "unknown"} of this tool, this is ${packageVersion}. Apply it with ` +
        "that version, or make a new plan.",
    );
  }
  return document as Document;
}

function notAPlan(file: string, reason: string, cause?: unknown): PlanFileError {
  const hint = "Make one with `ipfailover plan --out FILE`; plans of Terraform are applied with Terraform.";
  return new PlanFileError("Plan cannot be read", `${file}: ${reason}. ${hint}`, { cause });
}
