/**
 * What the front doors call. Both speak to resources only through these two interfaces, so that whatever a resource
 * does is the same through Terraform and through the engine.
 */
import type { AttributePath, Diagnostic } from "./diagnostic";
import type { Schema } from "./schema";
import type { ObjectValue } from "./value";

/** Every resource and data source that exists, without any configuration. No call here reaches a cloud. */
export interface Core {
  readonly provider: Schema;
  readonly resources: Readonly<Record<string, Schema>>;
  readonly dataSources: Readonly<Record<string, Schema>>;

  validateProvider(config: ObjectValue): readonly Diagnostic[];
  /** Errors only: Terraform validates on every plan, and advice shall be quiet. Unknown values are passed over. */
  validateResource(type: string, config: ObjectValue): readonly Diagnostic[];
  /** Warnings that need no cloud, less those that the configuration acknowledges. Plans give them by themselves. */
  adviseResource(type: string, config: ObjectValue): readonly Diagnostic[];
  /** What the cloud of that name demands beyond, as far as it can be told without asking it. */
  checkOnCloud(cloud: string, type: string, config: ObjectValue): readonly Diagnostic[];
  validateDataSource(type: string, config: ObjectValue): readonly Diagnostic[];

  /** Brings stored state of an older version to the present shape. `raw` is what state holds, as JSON. */
  upgrade(type: string, version: number, raw: ObjectValue): Outcome;
  /** State for `moved` from a type of somebody else's provider. Does not reach the cloud; the next read fills in. */
  move(from: MoveSource, type: string): Outcome;

  /** Opens a configured session. Reaches no cloud yet; wrong credentials show at first use. */
  open(
    config: ObjectValue,
    options: OpenOptions,
  ): { readonly session?: Session; readonly diagnostics: readonly Diagnostic[] };
}

export interface OpenOptions {
  /** Where credentials come from when the configuration leaves them out. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told of each long wait; never needed for correctness. */
  readonly progress?: (message: string) => void;
}

export interface MoveSource {
  /** `registry.terraform.io/ionos-cloud/ionoscloud` */
  readonly provider: string;
  readonly type: string;
  readonly version: number;
  readonly state: ObjectValue;
}

/** A state and what there is to say. `state` null: gone, or there is none. */
export interface Outcome {
  readonly state: ObjectValue | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlanInput {
  /** The object's address, where the front door knows it: tells an object that is planned twice from two objects. */
  readonly address?: string;
  /** The object as it is, or null to create. */
  readonly prior: ObjectValue | null;
  /** What the user wrote, every attribute present, or null to destroy. */
  readonly config: ObjectValue | null;
}

export interface PlanOutcome {
  readonly planned: ObjectValue | null;
  /** Attributes whose change forces a new object. */
  readonly replace: readonly AttributePath[];
  readonly diagnostics: readonly Diagnostic[];
  /** The order of API steps that apply will take, as sentences, for `--steps`. Empty when not known. */
  readonly steps: readonly string[];
}

export interface ApplyInput {
  readonly prior: ObjectValue | null;
  readonly planned: ObjectValue | null;
  /** Null to destroy. */
  readonly config: ObjectValue | null;
}

/** One provider configuration: one account of one cloud. Calls may overlap; they share requests. */
export interface Session {
  plan(type: string, input: PlanInput, signal: AbortSignal): Promise<PlanOutcome>;
  /**
   * Carries out what was planned. On failure: a failed create answers null (nothing recorded), a failed update or
   * destroy answers the prior state, or what an update wrote before it failed; each with an error.
   */
  apply(type: string, input: ApplyInput, signal: AbortSignal): Promise<Outcome>;
  read(type: string, prior: ObjectValue, signal: AbortSignal): Promise<Outcome>;
  /** State with the identifying attributes; the caller reads it afterwards. */
  import(type: string, id: string, signal: AbortSignal): Promise<Outcome>;
  readData(type: string, config: ObjectValue, signal: AbortSignal): Promise<Outcome>;
  close(): void;
}
