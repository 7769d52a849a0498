import type { Ids } from "./ids";

/** One way in which a cloud's API can misbehave. */
export type Fault =
  /** The answer comes `ms` milliseconds later than it would have. */
  | { readonly kind: "latency"; readonly ms: number }
  /** Nothing is carried out; this status is answered, with the cloud's own error body unless `body` says otherwise. */
  | {
      readonly kind: "status";
      readonly status: number;
      /** Sent as the `Retry-After` header, in seconds. */
      readonly retryAfterSeconds?: number;
      /** "html": the page of a gateway; anything else is sent as JSON. */
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Nothing is carried out; the connection is cut. */
  | { readonly kind: "reset" }
  /** The request IS carried out; the connection is cut before the answer. */
  | { readonly kind: "lost-answer" }
  /** The request IS carried out; a gateway answers this status instead of the cloud. */
  | { readonly kind: "lost-answer-status"; readonly status: number }
  /** A read shows the world as it was before the last change. */
  | { readonly kind: "stale" }
  /** Lists in the answer come in another order: all of them, or those under these keys. */
  | { readonly kind: "shuffle"; readonly keys?: readonly string[] }
  /** The request is accepted, and the work that it starts fails later with these words. */
  | { readonly kind: "fail-later"; readonly message?: string };

export interface FaultRule {
  /** Which requests: left out, every one. A string is one method; several are separated by "|". */
  readonly method?: string;
  /** Which paths: a string with `*` (within one segment) and `**` (anything), or a regular expression. */
  readonly path?: string | RegExp;
  /** Which requests, by any other property. Not over HTTP. */
  readonly when?: (request: { readonly method: string; readonly path: string; readonly bodyText: string }) => boolean;
  /** Let this many matching requests pass first. Default: 0. */
  readonly skip?: number;
  /** For this many matching requests. Default: for all until the rule is removed. */
  readonly times?: number;
  /** How likely it is each time, 0 to 1. Default: 1. */
  readonly probability?: number;
  readonly fault: Fault;
}

export interface ActiveRule {
  readonly id: number;
  readonly rule: FaultRule;
  /** How many requests met it so far. */
  hits: number;
}

export interface Faults {
  /** Starts a rule; call what is returned to end it. */
  inject(rule: FaultRule): () => void;
  /** Ends all rules, or the one with this id. */
  clear(id?: number): void;
  rules(): readonly ActiveRule[];
  /** The faults that this request meets; counts it. */
  meet(request: { readonly method: string; readonly path: string; readonly bodyText: string }): readonly Fault[];
}

function pathTest(pattern: string | RegExp | undefined): (path: string) => boolean {
  if (pattern === undefined) return () => true;
  if (pattern instanceof RegExp) return (path) => path.search(pattern) >= 0;
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((part) => (part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")))
    .join("");
  const expression = new RegExp(`^${source}$`);
  return (path) => expression.test(path);
}

const KINDS = ["latency", "status", "reset", "lost-answer", "lost-answer-status", "stale", "shuffle", "fail-later"];

/** Over HTTP anything may come: what is no rule must not be met by a request later. */
function check(rule: FaultRule | null | undefined): asserts rule is FaultRule {
  const fault = rule?.fault as { readonly kind?: string; readonly status?: unknown; readonly ms?: unknown } | undefined;
  const kind = fault?.kind ?? "";
  if (!KINDS.includes(kind)) throw new Error(`fault.kind must be one of ${KINDS.join(", ")}`);
  if (kind.endsWith("status") && !Number.isInteger(fault?.status)) throw new Error(`a ${kind} fault needs a status`);
  if (kind === "latency" && typeof fault?.ms !== "number") throw new Error("a latency fault needs ms");
}

export function createFaults(ids: Ids): Faults {
  let lastId = 0;
  let active: (ActiveRule & { readonly matches: (path: string) => boolean; seen: number })[] = [];
  return {
    inject(rule) {
      check(rule);
      const id = ++lastId;
      active.push({ id, rule, hits: 0, seen: 0, matches: pathTest(rule.path) });
      return () => {
        active = active.filter((entry) => entry.id !== id);
      };
    },
    clear(id) {
      active = id === undefined ? [] : active.filter((entry) => entry.id !== id);
    },
    rules: () => active.map(({ id, rule, hits }) => ({ id, rule, hits })),
    meet(request) {
      const met: Fault[] = [];
      for (const entry of active) {
        const { rule } = entry;
        if (rule.method && !rule.method.toUpperCase().split("|").includes(request.method)) continue;
        if (!entry.matches(request.path) || rule.when?.(request) === false) continue;
        if (entry.seen++ < (rule.skip ?? 0)) continue;
        if (rule.times !== undefined && entry.hits >= rule.times) continue;
        if (rule.probability !== undefined && ids.random() >= rule.probability) continue;
        entry.hits++;
        met.push(rule.fault);
      }
      return met;
    },
  };
}
