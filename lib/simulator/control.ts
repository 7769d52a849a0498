import type { Clock } from "./clock";
import { parseBody, type Reply, type SimulatedRequest } from "./exchange";
import type { FaultRule, Faults } from "./faults";
import type { Journal } from "./journal";
import { createRouter } from "./router";
import type { Saveable } from "./server";

/**
 * A simulator can be steered over HTTP too, for tests of separate processes. No vendor uses this prefix, no credentials
 * are asked for, and such requests are neither journalled nor met by faults.
 *
 * | request | what it does |
 * |---|---|
 * | `GET /_simulator/state`, `PUT` | the whole state as JSON: save it, load it |
 * | `POST /_simulator/reset` | back to the state and options at the start, no faults, an empty journal |
 * | `GET /_simulator/faults`, `POST` one `FaultRule`, `DELETE` all, `DELETE /_simulator/faults/:id` | fault injection |
 * | `GET /_simulator/journal`, `DELETE` | what was asked |
 * | `GET /_simulator/clock`, `POST {"advanceMs": 1000}` | the clock |
 * | `GET /_simulator/options`, `PATCH` some | how the cloud behaves where nobody documents it; not every simulator has it |
 * | `GET /_simulator/views/:name` | what one simulator shows beside these |
 */
export const CONTROL_PREFIX = "/_simulator/";

const VIEWS = "/_simulator/views/";

export interface Controlled {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly saveable: Saveable;
  /** What one simulator shows beside the common controls. */
  readonly views?: Readonly<Record<string, View>>;
  readonly options?: OptionsControl;
}

/** Options that can be changed while a simulator runs. */
export interface OptionsControl {
  show(): unknown;
  /** Throws with words for whoever asked. */
  change(changes: unknown): void;
  reset(): void;
}

/** Shows something that the simulated API itself does not. */
export type View = (query: URLSearchParams) => unknown;

type Action = (controlled: Controlled, body: unknown, params: Readonly<Record<string, string>>) => unknown;

const actions = createRouter<Action>();
actions.add("GET", "/_simulator/state", ({ saveable }) => saveable.state());
actions.add("PUT", "/_simulator/state", ({ saveable }, body) => {
  saveable.load(body);
  return {};
});
const optionsOf = ({ options }: Controlled): OptionsControl => {
  if (!options) throw new Error("this simulator has no options that can be changed while it runs");
  return options;
};
actions.add("GET", "/_simulator/options", (controlled) => optionsOf(controlled).show());
actions.add("PATCH", "/_simulator/options", (controlled, body) => {
  const options = optionsOf(controlled);
  options.change(body);
  return options.show();
});
actions.add("POST", "/_simulator/reset", ({ saveable, faults, journal, options }) => {
  options?.reset();
  saveable.reset();
  faults.clear();
  journal.clear();
  return {};
});
actions.add("GET", "/_simulator/faults", ({ faults }) => faults.rules());
actions.add("POST", "/_simulator/faults", ({ faults }, body) => {
  faults.inject(body as FaultRule);
  return { id: faults.rules().at(-1)?.id };
});
actions.add("DELETE", "/_simulator/faults", ({ faults }) => {
  faults.clear();
  return {};
});
actions.add("DELETE", "/_simulator/faults/:id", ({ faults }, _body, params) => {
  faults.clear(Number(params.id));
  return {};
});
actions.add("GET", "/_simulator/journal", ({ journal }) => journal.entries());
actions.add("DELETE", "/_simulator/journal", ({ journal }) => {
  journal.clear();
  return {};
});
const showClock = (clock: Clock) => ({
  mode: clock.mode,
  now: new Date(clock.now()).toISOString(),
  pending: clock.pending(),
});
actions.add("GET", "/_simulator/clock", ({ clock }) => showClock(clock));
actions.add("POST", "/_simulator/clock", ({ clock }, body) => {
  const { advanceMs } = (body ?? {}) as { advanceMs?: number };
  if (typeof advanceMs !== "number" || !(advanceMs >= 0)) throw new Error("advanceMs must be a number of milliseconds");
  clock.advance(advanceMs);
  return showClock(clock);
});

function viewAt(path: string, { views = {} }: Controlled): View | undefined {
  const name = path.startsWith(VIEWS) ? path.slice(VIEWS.length) : "";
  return Object.hasOwn(views, name) ? views[name] : undefined;
}

/** Answers a request under `/_simulator/`. */
export function answerControl(request: SimulatedRequest, controlled: Controlled): Reply {
  const view = request.method === "GET" ? viewAt(request.path, controlled) : undefined;
  if (view) return { status: 200, body: view(request.query) };
  const route = actions.find(request.method, request.path);
  if (route.kind !== "found")
    return { status: 404, body: { error: `no such control: ${request.method} ${request.path}` } };
  const body = parseBody(request);
  if (body.kind === "invalid") return { status: 400, body: { error: "the body is not JSON" } };
  try {
    return { status: 200, body: route.value(controlled, body.kind === "json" ? body.value : undefined, route.params) };
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}
