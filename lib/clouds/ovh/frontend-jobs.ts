/** What a batch of writes to one load balancer consists of. Pure. */
import type { FrontendFields, FrontendRef, FrontendSpec } from "../ports/frontends";
import { clash } from "../listener";
import { RefusalError } from "../refusal";
import { findFrontend } from "./balancers";
import type { Balancer, WithProtocol } from "./balancers";
import { applyEdits } from "./frontend-edit";
import type { FrontendEdit } from "./frontend-edit";
import { fieldsOf } from "./frontend-fields";
import { noFrontend, refuseClash } from "./frontend-rules";
import type { Frontend } from "./wire";

export type Job =
  { readonly create: FrontendSpec } | { readonly edit: FrontendEdit } | { readonly remove: FrontendRef };
/** Jobs that are one request. */
export type Unit = readonly Job[];
export type Frontends = Balancer["frontends"];

/** Each create and removal by itself, all edits of one front-end together. */
export function unitsOf(jobs: readonly Job[]): readonly Unit[] {
  const units = new Map<unknown, Job[]>();
  for (const job of jobs) {
    const key = "edit" in job ? `${job.edit.ref.protocol}/${job.edit.ref.id}` : job;
    units.set(key, [...(units.get(key) ?? []), job]);
  }
  return [...units.values()];
}

export const editsOf = (unit: Unit): readonly FrontendEdit[] =>
  unit.flatMap((job) => ("edit" in job ? [job.edit] : []));

/** All front-ends as the other units of the batch will have them. */
export function beside(frontends: Frontends, all: readonly Unit[], own: Unit): Frontends {
  const others = all.filter((unit) => !unit.some((job) => own.includes(job))).flat();
  const edits = editsOf(others);
  const removed = others.flatMap((job) => ("remove" in job ? [job.remove] : []));
  return frontends
    .filter((frontend) => !removed.some((ref) => findFrontend([frontend], ref)))
    .map((frontend) => edited(frontend, edits));
}

function edited(frontend: WithProtocol<Frontend>, edits: readonly FrontendEdit[]): WithProtocol<Frontend> {
  const own = edits.filter(({ ref }) => findFrontend([frontend], ref));
  if (own.length === 0) return frontend;
  const { port, zone, dedicatedIps, disabled } = applyEdits(fieldsOf(frontend), own);
  return { ...frontend, port, zone, dedicatedIpfo: dedicatedIps, disabled };
}

/** The front-end as it is and as it shall be, where that is possible beside all others. */
export function judgeEdits(
  frontends: Frontends,
  edits: readonly FrontendEdit[],
): { readonly stored: FrontendFields; readonly wanted: FrontendFields } {
  const [{ ref }] = edits as [FrontendEdit];
  const { protocol, loadBalancer } = ref;
  const fromBinding = edits.some(({ fields }) => fields === undefined);
  const found = findFrontend(frontends, ref);
  if (!found) throw new RefusalError([noFrontend(ref, fromBinding ? ["frontend", "id"] : [])]);
  const stored = fieldsOf(found);
  const wanted = applyEdits(stored, edits);
  const others = frontends.filter((other) => other !== found);
  const attribute = fromBinding ? "ips" : "dedicated_ips";
  refuseClash(loadBalancer, { ...wanted, protocol }, others, { ...stored, protocol }, attribute);
  return { stored, wanted };
}

/** An edit whose front-end is in the way of others as it is stored. */
export interface Blocking {
  readonly unit: Unit;
  readonly ref: FrontendRef;
  readonly stored: FrontendFields;
  readonly wanted: FrontendFields;
}

/** Of edits that would all be possible if another one came first: one that can stand aside. Undefined: it is no exchange. */
export function inTheWay(frontends: Frontends, refused: readonly Unit[]): Blocking | undefined {
  const edits = refused.flatMap((unit): readonly Blocking[] => {
    const [first] = editsOf(unit);
    const found = first && findFrontend(frontends, first.ref);
    if (!first || !found) return [];
    const stored = fieldsOf(found);
    return [{ unit, ref: first.ref, stored, wanted: applyEdits(stored, editsOf(unit)) }];
  });
  const blocks = (one: Blocking, other: Blocking) =>
    clash({ ...one.stored, protocol: one.ref.protocol }, { ...other.wanted, protocol: other.ref.protocol });
  const soundly = (one: Blocking, other: Blocking) =>
    !clash({ ...one.wanted, protocol: one.ref.protocol }, { ...other.wanted, protocol: other.ref.protocol });
  const others = (one: Blocking) => edits.filter((other) => other !== one);
  return edits.find(
    (one) =>
      others(one).some((other) => blocks(one, other)) &&
      others(one).some((other) => blocks(other, one)) &&
      others(one).every((other) => soundly(one, other)),
  );
}
