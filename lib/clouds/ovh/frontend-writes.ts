/**
 * Writes to front-ends. All that are under way for one load balancer at the same time share the reading before them and
 * the one after, and are done at the same time; edits of one front-end are one PUT.
 */
import { HttpError, isNotFound, isStatus } from "../../http/error";
import { pause } from "../../http/wait";
import { createCoalescer } from "../coalesce";
import type { FrontendFields, FrontendRef, FrontendSpec } from "../ports/frontends";
import { RefusalError } from "../refusal";
import { READ_TO_WRITE_MS } from "../second-look";
import type { LoadBalancerApi } from "./api-load-balancer";
import { findFrontend } from "./balancers";
import type { Balancers } from "./balancers";
import type { FrontendCreation, Stored } from "./frontend-creation";
import type { FrontendEdit } from "./frontend-edit";
import { bodyOfChange, fieldsOf, sameFields } from "./frontend-fields";
import { beside, editsOf, inTheWay, judgeEdits, unitsOf } from "./frontend-jobs";
import type { Blocking, Frontends, Job, Unit } from "./frontend-jobs";
import { noLoadBalancer, refuseClash } from "./frontend-rules";

export interface FrontendWrites {
  create(spec: FrontendSpec, signal: AbortSignal): Promise<Stored>;
  edit(edit: FrontendEdit, signal: AbortSignal): Promise<Edited>;
  /** What is gone already is done. */
  remove(ref: FrontendRef, signal: AbortSignal): Promise<void>;
}

export interface Edited extends Stored {
  /** False when it was so already. */
  readonly wrote: boolean;
}

type Outcome = { readonly stored: Edited | undefined } | { readonly error: Error };
type Outcomes = ReadonlyMap<Job, Outcome>;

/** How old the reading may be that a batch goes by, in milliseconds. */
const FRESH_MS = 200;
const ATTEMPTS = 4;
/** How often a reading is looked at again that does not show yet what was written. */
const LOOKS = 4;

export function createFrontendWrites(tools: {
  readonly api: LoadBalancerApi;
  readonly balancers: Balancers;
  readonly creation: FrontendCreation;
}): FrontendWrites {
  const { api, balancers, creation } = tools;

  const coalescer = createCoalescer<Job, Outcomes>({
    what: (loadBalancer) => `writing front-ends of load balancer ${loadBalancer}`,
    // Each job has an outcome of its own.
    isRefusal: () => false,
    run: writeBatch,
  });

  async function writeBatch(loadBalancer: string, jobs: readonly Job[], signal: AbortSignal): Promise<Outcomes> {
    const outcomes = new Map<Job, Outcome>();
    let units = unitsOf(jobs);
    const aside = new Map<Job, Blocking>();
    for (let left = units; left.length > 0;) {
      const onlyRemoves = left.flat().every((job) => "remove" in job);
      const before = onlyRemoves ? [] : await read(loadBalancer, Date.now() - FRESH_MS, signal);
      const results = await Promise.all(left.map((unit) => write(unit, units, before, signal)));
      balancers.markWritten(loadBalancer);
      for (const [job, outcome] of results.flat()) outcomes.set(job, outcome);
      // What another one was in the way of may be possible now that this one has made way.
      const refused = left.filter((unit) => unit.some((job) => isRefused(outcomes.get(job))));
      if (refused.length < left.length) {
        left = refused;
        continue;
      }
      const blocking = inTheWay(before, refused);
      if (!blocking || !(await standAside(blocking, signal))) break;
      balancers.markWritten(loadBalancer);
      const back: Job = { edit: { ref: blocking.ref, fields: blocking.wanted } };
      aside.set(back, blocking);
      const instead = (unit: Unit) => (unit === blocking.unit ? [back] : unit);
      [units, left] = [units.map(instead), left.map(instead)];
    }
    for (const [back, blocking] of aside) {
      const outcome = outcomes.get(back)!;
      if ("error" in outcome) await api.changeFrontend(blocking.ref, bodyOfReturn(blocking), signal);
      for (const job of blocking.unit) outcomes.set(job, outcome);
      outcomes.delete(back);
    }
    return withWhatIsShown(loadBalancer, outcomes, signal);
  }

  /**
   * In an exchange nobody can go first. So one becomes what it shall be but for being off and without an address of its
   * own, until the others have changed. False when the cloud refuses that too.
   */
  async function standAside({ ref, stored, wanted }: Blocking, signal: AbortSignal): Promise<boolean> {
    try {
      await api.changeFrontend(ref, bodyOfChange(stored, asideOf(wanted), ref.protocol) ?? {}, signal);
      return true;
    } catch (error) {
      if (isStatus(error, 400, 409)) return false;
      throw error;
    }
  }

  async function read(loadBalancer: string, since: number, signal: AbortSignal): Promise<Frontends> {
    const frontends = await balancers.frontends(loadBalancer, since, signal);
    if (!frontends) throw new RefusalError([noLoadBalancer(loadBalancer)]);
    return frontends;
  }

  /** Edits of one front-end that are refused together are tried one by one. */
  async function write(
    unit: Unit,
    all: readonly Unit[],
    before: Frontends,
    signal: AbortSignal,
  ): Promise<readonly (readonly [Job, Outcome])[]> {
    try {
      const stored = await writeOnce(unit, all, before, signal);
      return unit.map((job) => [job, { stored }]);
    } catch (caught) {
      const error = caught instanceof Error ? caught : new Error(String(caught));
      if (unit.length === 1 || !isRefusal(error)) return unit.map((job) => [job, { error }]);
      const outcomes = [];
      for (const job of unit) {
        const { loadBalancer } = refOf(job);
        balancers.markWritten(loadBalancer);
        outcomes.push(...(await write([job], all, await read(loadBalancer, Date.now(), signal), signal)));
      }
      return outcomes;
    }
  }

  async function writeOnce(
    unit: Unit,
    all: readonly Unit[],
    before: Frontends,
    signal: AbortSignal,
  ): Promise<Edited | undefined> {
    const [job] = unit as [Job];
    if ("remove" in job) return remove(job.remove, signal);
    if ("edit" in job) return put(unit, all, before, signal);
    const { create: spec } = job;
    const listener = { ...spec.fields, protocol: spec.protocol };
    if (!creation.leftBehind(spec, before))
      refuseClash(spec.loadBalancer, listener, beside(before, all, unit), undefined);
    return { ...(await creation.make(spec, before, signal)), wrote: true };
  }

  async function remove(ref: FrontendRef, signal: AbortSignal): Promise<undefined> {
    try {
      await api.deleteFrontend(ref, signal);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  async function put(unit: Unit, all: readonly Unit[], before: Frontends, signal: AbortSignal): Promise<Edited> {
    const edits = editsOf(unit);
    const [{ ref }] = edits as [FrontendEdit];
    const doing = `changing ${ref.protocol} front-end ${ref.id} of load balancer ${ref.loadBalancer}`;
    let frontends = await including(ref, before, signal);
    let readAt = Date.now() - FRESH_MS;
    for (let attempt = 1; ; attempt++) {
      const { stored, wanted } = judgeEdits(beside(frontends, all, unit), edits);
      const body = bodyOfChange(stored, wanted, ref.protocol);
      if (!body) return { id: ref.id, fields: stored, wrote: attempt > 1 };
      try {
        if (Date.now() - readAt <= READ_TO_WRITE_MS || attempt === ATTEMPTS) {
          await api.changeFrontend(ref, body, signal);
          return { id: ref.id, fields: wanted, wrote: true };
        }
      } catch (error) {
        if (!(error instanceof HttpError) || !error.maybeDone || attempt === ATTEMPTS) throw error;
        balancers.markWritten(ref.loadBalancer);
        await pause(100 * 2 ** attempt, signal, doing, error.message);
      }
      readAt = Date.now();
      frontends = await including(ref, await read(ref.loadBalancer, readAt, signal), signal);
    }
  }

  /** A list may be behind: one that was made a moment ago is asked for by itself. */
  async function including(ref: FrontendRef, frontends: Frontends, signal: AbortSignal): Promise<Frontends> {
    if (findFrontend(frontends, ref)) return frontends;
    const found = await balancers.frontend(ref, 0, signal);
    return found ? [...frontends, found] : frontends;
  }

  /** What was written, as the cloud shows it; a reading from before is given time to pass. */
  async function withWhatIsShown(loadBalancer: string, outcomes: Outcomes, signal: AbortSignal): Promise<Outcomes> {
    const written = [...outcomes].flatMap(([job, outcome]) =>
      "edit" in job && "stored" in outcome && outcome.stored?.wrote ? [{ job, stored: outcome.stored }] : [],
    );
    if (written.length === 0) return outcomes;
    const what = `reading front-ends of load balancer ${loadBalancer}`;
    for (let look = 1; ; look++) {
      const now = await read(loadBalancer, Date.now(), signal);
      const seen = written.map(({ job, stored }) => {
        const found = findFrontend(now, refOf(job));
        return { job, stored, fields: found && fieldsOf(found) };
      });
      const isShown = ({ job, stored, fields }: (typeof seen)[number]) =>
        fields && sameFields(fields, stored.fields, refOf(job).protocol);
      if (look === LOOKS || seen.every(isShown)) {
        const shown = seen.map(
          ({ job, stored, fields = stored.fields }) => [job, { stored: { ...stored, fields } }] as const,
        );
        return new Map([...outcomes, ...shown]);
      }
      await pause(50 * 2 ** look, signal, what, "what was written is not shown yet");
    }
  }

  async function ask(job: Job, signal: AbortSignal): Promise<Edited | undefined> {
    const outcome = (await coalescer.add(refOf(job).loadBalancer, job, signal)).get(job);
    if (!outcome) throw new Error(`Nothing became of a write to load balancer ${refOf(job).loadBalancer}.`);
    if ("error" in outcome) throw outcome.error;
    return outcome.stored;
  }

  return {
    create: async (spec, signal) => (await ask({ create: spec }, signal))!,
    edit: async (edit, signal) => (await ask({ edit }, signal))!,
    remove: async (ref, signal) => void (await ask({ remove: ref }, signal)),
  };
}

function refOf(job: Job): Omit<FrontendRef, "id"> & { readonly id: string } {
  if ("create" in job) return { ...job.create, id: "" };
  return "edit" in job ? job.edit.ref : job.remove;
}

const asideOf = (wanted: FrontendFields): FrontendFields => ({ ...wanted, disabled: true, dedicatedIps: [] });

/** Back to what it was before it stood aside. */
function bodyOfReturn({ ref, stored, wanted }: Blocking): Readonly<Record<string, unknown>> {
  return bodyOfChange(asideOf(wanted), stored, ref.protocol) ?? {};
}

function isRefused(outcome: Outcome | undefined): boolean {
  return outcome !== undefined && "error" in outcome && isRefusal(outcome.error);
}

function isRefusal(error: unknown): boolean {
  return error instanceof RefusalError || isStatus(error, 400, 409);
}
