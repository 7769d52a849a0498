/**
 * Making a front-end once. The API has no log of requests, so one that an earlier try made is told by being exactly what
 * is wanted: it is taken over instead of making its double.
 */
import { HttpError } from "../../http/error";
import { pause } from "../../http/wait";
import { problem } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";
import type { FrontendFields, FrontendSpec } from "../ports/frontends";
import { RefusalError } from "../refusal";
import { createTurns } from "../turns";
import { frontendOf } from "./answers";
import type { LoadBalancerApi } from "./api-load-balancer";
import type { Balancers, WithProtocol } from "./balancers";
import { bodyOfNew, fieldsOf, sameFields } from "./frontend-fields";
import { formatFrontendId } from "./frontend-id";
import { nameOf } from "./frontend-rules";
import type { Frontend } from "./wire";

export interface Stored {
  readonly id: string;
  readonly fields: FrontendFields;
}

const ATTEMPTS = 3;
/** How often the cloud is asked what became of a creation, before another one is sent. */
const LOOKS = 2;

type Frontends = readonly WithProtocol<Frontend>[];

export interface FrontendCreation {
  /** `before`: what was read before anything of this run was written. */
  make(spec: FrontendSpec, before: Frontends, signal: AbortSignal): Promise<Stored>;
  /** The front-end that a create of this would take over. */
  leftBehind(spec: FrontendSpec, frontends: Frontends): WithProtocol<Frontend> | undefined;
}

export function createFrontendCreation(tools: {
  readonly api: LoadBalancerApi;
  readonly balancers: Balancers;
  /** Front-ends that a resource of this process stands for already, by id. */
  readonly claimed: Set<string>;
}): FrontendCreation {
  const { api, balancers, claimed } = tools;
  const turns = createTurns();

  const idOf = ({ loadBalancer }: FrontendSpec, { protocol, frontendId }: WithProtocol<Frontend>) =>
    formatFrontendId({ loadBalancer, protocol, id: String(frontendId) });

  function unclaimed(spec: FrontendSpec, frontends: Frontends): Frontends {
    return frontends.filter(
      (frontend) =>
        frontend.protocol === spec.protocol &&
        sameFields(fieldsOf(frontend), spec.fields, spec.protocol) &&
        !claimed.has(idOf(spec, frontend)),
    );
  }

  function leftBehind(spec: FrontendSpec, frontends: Frontends): WithProtocol<Frontend> | undefined {
    // One that is off and has no name says too little: there may well be several on purpose.
    if (spec.fields.disabled && spec.fields.displayName === null) return undefined;
    const [one, ...others] = unclaimed(spec, frontends);
    if (!one || others.length === 0) return one;
    throw new RefusalError([severalAlike(spec, [one, ...others])]);
  }

  /** One whose creation was not answered: it was not there before. */
  async function lost(spec: FrontendSpec, before: Frontends, error: HttpError, signal: AbortSignal) {
    const known = new Set(before.map((frontend) => idOf(spec, frontend)));
    for (let look = 1; look <= LOOKS; look++) {
      await pause(100 * 2 ** look, signal, `looking for a front-end of ${spec.loadBalancer}`, error.message);
      const now = await balancers.frontends(spec.loadBalancer, Date.now(), signal);
      const found = now && unclaimed(spec, now).find((frontend) => !known.has(idOf(spec, frontend)));
      if (found) return found;
    }
    return undefined;
  }

  async function post(spec: FrontendSpec, before: Frontends, signal: AbortSignal): Promise<WithProtocol<Frontend>> {
    const { loadBalancer, protocol, fields } = spec;
    let unanswered: HttpError | undefined;
    for (let attempt = 1; ; attempt++) {
      try {
        const body = bodyOfNew(fields, protocol);
        const made = await api.createFrontend(loadBalancer, protocol, body, signal);
        if (made?.frontendId !== undefined) return { ...frontendOf({ ...body, ...made } as Frontend), protocol };
        throw withoutId(loadBalancer, protocol);
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        if (error.maybeDone) unanswered = error;
        // A refusal after an answer that was lost may be about the very front-end that was made then.
        const found = unanswered && (await lost(spec, before, unanswered, signal));
        if (found) return found;
        if (!error.maybeDone || attempt === ATTEMPTS) throw error;
      } finally {
        balancers.markWritten(loadBalancer);
      }
    }
  }

  return {
    leftBehind,

    make(spec, before, signal) {
      // Two that are alike must not take one another's front-end for their own.
      const { loadBalancer, protocol, fields } = spec;
      return turns.take(`${loadBalancer}/${protocol}/${fields.port}/${fields.zone}`, async () => {
        const frontend = leftBehind(spec, before) ?? (await post(spec, before, signal));
        claimed.add(idOf(spec, frontend));
        return { id: String(frontend.frontendId), fields: fieldsOf(frontend) };
      });
    },
  };
}

/** As good as lost: it is looked for, and asked for again when it is not there. */
function withoutId(loadBalancer: string, protocol: string): HttpError {
  const reason = "answered without the front-end's id";
  return new HttpError(
    { method: "POST", path: `/ipLoadbalancing/${loadBalancer}/${protocol}/frontend` },
    { status: 200, reason, maybeDone: true },
  );
}

function severalAlike(spec: FrontendSpec, found: Frontends): Diagnostic {
  const example = `${spec.loadBalancer}/${spec.protocol}/${found[0]?.frontendId}`;
  return problem(
    [],
    "Several front-ends are what is asked for",
    `Load balancer ${spec.loadBalancer} has ${found.map(nameOf).join(", ")}, each of them in everything as configured here. Take one over: terraform import ADDRESS '${example}', or delete them.`,
  );
}
