import {
  type Clock,
  createClock,
  createIds,
  type Faults,
  type JournalEntry,
  startSimulatorServer,
} from "../../../simulator";
import { createAddresses } from "./addresses";
import type { Cloud } from "./cloud";
import { demoScene } from "./demo-scene";
import { createGate } from "./gate";
import { LABELS, NOUNS } from "./nouns";
import { offerImages } from "./nouns/images";
import { behaviourOf, type IonosSimulatorOptions } from "./options";
import { createRequests } from "./requests";
import { REVERSE_RECORDS, REVERSE_RECORDS_PATH } from "./reverse-records";
import { createSaveable, type SavedState } from "./saved-state";
import { createScene, type Scene } from "./scene";
import { createTree } from "./tree";

export type { IonosSimulatorOptions } from "./options";
export type { SavedState } from "./saved-state";
export type { Scene } from "./scene";

/** A simulated IONOS Cloud API v6, served on loopback. */
export interface IonosSimulator {
  /** The root, for example http://127.0.0.1:43210: the API is below `/cloudapi/v6`, Cloud DNS at `/reverserecords`. */
  readonly url: string;
  /** What a client of the vendor's is told with. */
  readonly env: { readonly IONOS_API_URL: string; readonly IONOS_TOKEN: string };
  readonly token: string;
  readonly username: string;
  readonly password: string;
  readonly contractNumber: number;
  /** Every request so far, the oldest first: for the test, unlike `GET /requests`. */
  readonly journal: readonly JournalEntry[];
  clearJournal(): void;
  /** Makes the API misbehave. */
  readonly faults: Faults;
  readonly clock: Clock;
  /** Sets a scene without HTTP, and plays somebody else who changes things. */
  readonly scene: Scene;
  /** Sets a scene to try things out with; returns what a stack must know of it, as environment variables. */
  demo(): ReturnType<typeof demoScene>;
  /** Everything, as JSON. */
  state(): SavedState;
  load(state: SavedState): void;
  /** Back to an empty contract; ids start again. */
  reset(): void;
  close(): Promise<void>;
}

/** The error body of injected faults, with the codes that are known. */
function faultBody(status: number): unknown {
  const known: Readonly<Record<number, readonly [string, string]>> = {
    401: ["315", "Unauthorized"],
    403: ["451", "Access Denied"],
    404: ["309", "Resource does not exist"],
    429: ["429", "Too many requests"],
  };
  const [errorCode, message] = known[status] ?? [String(status), "[VDC-5-0] An unexpected error occurred"];
  return { httpStatus: status, messages: [{ errorCode, message }] };
}

/** Starts it. It listens on loopback only, does not keep the process alive and has an empty contract at first. */
export async function startIonosSimulator(options: IonosSimulatorOptions = {}): Promise<IonosSimulator> {
  const behaviour = behaviourOf(options);
  const clock = options.clock ?? createClock();
  const ids = createIds(behaviour.seed);
  const fixed = createIds(`${behaviour.seed}/account`); // the account's own ids stay the same after a reset
  const token = options.token ?? `simulated-${fixed.hex(40)}`;
  const userId = fixed.uuid();
  const nouns = new Map([...NOUNS, LABELS, REVERSE_RECORDS].reverse().map((noun) => [noun.type, noun]));
  const tree = createTree();
  let base = "";
  let revision = 0;

  const parts = {
    behaviour,
    clock,
    ids,
    tree,
    userId,
    addresses: createAddresses(tree),
    href: (path: string) => base + (path.startsWith(REVERSE_RECORDS_PATH) ? "" : "/cloudapi/v6") + path,
    noun(type: string) {
      const noun = nouns.get(type);
      if (!noun) throw new Error(`the simulator has no noun "${type}"`);
      return noun;
    },
    nextRevision: () => ++revision,
  };
  const cloud: Cloud = Object.assign(parts, { requests: undefined as unknown as Cloud["requests"] });
  Object.assign(cloud, { requests: createRequests(cloud) });

  const saveable = createSaveable(cloud, {
    revision: () => revision,
    restoreRevision: (to) => {
      revision = to;
    },
    fill: (put) => offerImages(cloud, put),
  });
  saveable.reset();
  const credentials = { token, username: behaviour.username, password: behaviour.password };
  const server = await startSimulatorServer({
    handler: createGate(cloud, credentials),
    saveable,
    errorBody: faultBody,
    clock,
    seed: behaviour.seed,
    journalLimit: behaviour.journalLimit,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  base = server.url;
  const scene = createScene(cloud);

  return {
    url: server.url,
    env: { IONOS_API_URL: server.url, IONOS_TOKEN: token },
    token,
    username: behaviour.username,
    password: behaviour.password,
    contractNumber: behaviour.contractNumber,
    get journal() {
      return server.journal.entries();
    },
    clearJournal: () => server.journal.clear(),
    faults: server.faults,
    clock,
    scene,
    demo: () => demoScene(scene),
    state: () => saveable.state(),
    load: (state) => saveable.load(state),
    reset: () => saveable.reset(),
    close: () => server.close(),
  };
}
