/** What one resource type does. Front doors never see this: they call sessions, which call this. */
import type { Cloud, StaticRules } from "../clouds/cloud";
import type { Diagnostic } from "./diagnostic";
import type { Schema } from "./schema";
import type { MoveSource } from "./session";
import type { Claim } from "./siblings";
import type { ObjectValue } from "./value";

export interface Context {
  readonly cloud: Cloud;
  readonly signal: AbortSignal;
  /** The types of the objects of this run that have claimed it so far. */
  readonly claimedBy: (what: string) => readonly string[];
}

/** Attributes as the cloud tells them. Those that the user set must be equivalent to what was planned. */
export interface Observed {
  readonly attributes: ObjectValue;
  readonly diagnostics?: readonly Diagnostic[];
  /** What an update wrote is recorded together with its errors, because the next run goes on from there. */
  readonly stands?: true;
}

export interface ResourceType {
  readonly schema: Schema;
  /** Errors that need no cloud. */
  validate(config: ObjectValue): readonly Diagnostic[];
  /** Warnings that need no cloud. */
  advise(config: ObjectValue): readonly Diagnostic[];
  /** Why the cloud cannot have this resource at all, or undefined. */
  unsupported(cloud: Cloud): string | undefined;
  /** What a cloud's own rules say without a request. */
  check(rules: StaticRules, config: ObjectValue): readonly Diagnostic[];
  /** Values of computed attributes that are known before asking. */
  fill?(cloud: Cloud, config: ObjectValue): ObjectValue;
  /** Whether the object needs a write although no attribute differs. Pure. */
  needsRepair?(prior: ObjectValue, config: ObjectValue): boolean;
  /** The computed attribute that is lost, so that the object must be made anew although nothing differs. Pure. */
  lost?(prior: ObjectValue): string | undefined;
  /**
   * Told of an object that is to be replaced, before its successor is planned: where nothing was read before the plan
   * (`-refresh=false`), nobody else has told of it.
   */
  replaces?(cloud: Cloud, prior: ObjectValue): void;
  claims(planned: ObjectValue): readonly Claim[];
  preflight(
    context: Context,
    planned: ObjectValue,
    prior: ObjectValue | null,
  ): Promise<{ readonly diagnostics: readonly Diagnostic[]; readonly steps: readonly string[] }>;

  create(context: Context, planned: ObjectValue): Promise<Observed>;
  /** What a create made must not be forgotten: it is recorded whatever the cloud answers, and differences are warnings. */
  readonly recordsWhatItMade?: true;
  update(context: Context, prior: ObjectValue, planned: ObjectValue): Promise<Observed>;
  remove(context: Context, prior: ObjectValue): Promise<readonly Diagnostic[]>;
  /** Null only when the object, or its parent, is gone by its own 404. */
  read(context: Context, prior: ObjectValue): Promise<ObjectValue | null>;
  /** Identifying attributes, or undefined when the id is malformed. */
  parseId(cloud: Cloud, id: string): ObjectValue | undefined;
  idExample(cloud: Cloud): string;

  /** Types of other providers whose state can be taken over with `moved`. */
  readonly moves: Readonly<Record<string, (source: MoveSource) => ObjectValue | undefined>>;
}

export interface DataSourceType {
  readonly schema: Schema;
  /** The attribute that names what is looked up. Default: `ip`. */
  readonly key?: string;
  validate(config: ObjectValue): readonly Diagnostic[];
  check(rules: StaticRules, config: ObjectValue): readonly Diagnostic[];
  unsupported(cloud: Cloud): string | undefined;
  /** Undefined when there is no such object; `missing` says which. */
  read(context: Context, config: ObjectValue): Promise<ObjectValue | undefined>;
  missing(config: ObjectValue): string;
}
