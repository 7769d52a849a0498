/** What a cloud brings along so that the conformance suite can run on it. */
import type { Diagnostic } from "../../../lib/resources/diagnostic";
import type { Outcome, Session } from "../../../lib/resources/session";
import type { ObjectValue } from "../../../lib/resources/value";
import type { Faults } from "../../../lib/simulator";

export interface Ground {
  readonly cloud: string;
  readonly account: string;
  /** A session of its own, as another process has. */
  open(provider?: ObjectValue): Session;
  /** What must never show. */
  readonly secrets: readonly string[];
  readonly faults: Faults;
  requests(): readonly { readonly method: string; readonly path: string; readonly query: unknown }[];
  forgetRequests(): void;
  /** One for each resource type, or why the cloud has none. */
  readonly fixtures: Readonly<Record<string, Fixture | { readonly unsupported: RegExp }>>;
  close(): Promise<void>;
}

export interface Fixture {
  /** Every attribute is present. */
  readonly config: ObjectValue;
  /** The same object, changed in place. */
  readonly changed: ObjectValue;
  /** Done with the answer: no task follows that could be late. */
  readonly immediate?: true;
  /** It is there before it is adopted and when it is let go. */
  readonly adopted?: true;
  importId(state: ObjectValue): string;
  /** How many such objects there are, however incomplete: nothing may be left behind, nothing made twice. */
  count(): number;
  /** Somebody else deletes it, or what it lies in. */
  destroy(state: ObjectValue): void;
  /** Only of a failover group. */
  readonly group?: GroupFixture;
}

export interface GroupFixture {
  /** The members' names in `config`: the master and another one. */
  readonly members: readonly [string, string];
  readonly withThirdMember: ObjectValue;
  readonly withOtherMaster: ObjectValue;
  readonly withOtherAddress: ObjectValue;
  /** Somebody else moves the address: to this member, to a "stranger" who is none, or to "nobody". */
  move(to: string): void;
  /** The member that the cloud says has it now, "stranger" or "nobody". */
  where(): string;
  /** The computed attribute that shows it. */
  readonly shownBy: string;
}

export interface GroundOptions {
  /** The cloud takes requests and never gets done with them. */
  readonly stuck?: boolean;
}

export const never = new AbortController().signal;

/** One resource of one run: plans and applies as a front door does, and keeps what was recorded. */
export function resourceIn(session: Session, type: string, state: ObjectValue | null = null) {
  const told: Diagnostic[] = [];
  const heard = <T extends { readonly diagnostics: readonly Diagnostic[] }>(outcome: T): T => {
    told.push(...outcome.diagnostics);
    return outcome;
  };
  return {
    get state() {
      return state;
    },
    get told(): readonly Diagnostic[] {
      return told;
    },
    async plan(config: ObjectValue | null, signal = never) {
      return heard(await session.plan(type, { address: "conformance.only", prior: state, config }, signal));
    },
    async read(signal = never): Promise<Outcome> {
      const outcome = heard(await session.read(type, state ?? {}, signal));
      state = outcome.state;
      return outcome;
    },
    async attempt(config: ObjectValue | null, signal = never): Promise<Outcome> {
      const plan = await this.plan(config, signal);
      if (errors(plan).length > 0) return { state, diagnostics: plan.diagnostics };
      const prior = state;
      const outcome = heard(await session.apply(type, { prior, planned: plan.planned, config }, signal));
      // Terraform deletes and makes anew what a create returned together with an error.
      if (prior === null && errors(outcome).length > 0) expect(outcome.state).toBeNull();
      state = outcome.state;
      return outcome;
    },
    async change(config: ObjectValue | null): Promise<void> {
      expect(errors(await this.attempt(config))).toEqual([]);
    },
  };
}

export function errors({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): readonly string[] {
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ summary, detail }) => `${summary}: ${detail}`);
}
