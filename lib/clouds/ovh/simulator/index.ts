import {
  type Clock,
  createClock,
  createIds,
  type Faults,
  type JournalEntry,
  startSimulatorServer,
} from "../../../simulator";
import { METHODS } from "./access/check";
import type { Keys } from "./access/keys";
import { type Live, live } from "./balancer/live";
import { createCalls } from "./calls";
import type { Cloud } from "./cloud";
import { demoScene } from "./demo-scene";
import { faultBody } from "./errors";
import { createGate } from "./gate";
import { createOptionsControl } from "./option-values";
import { behaviourOf, type OvhSimulatorOptions } from "./options";
import { createRoutes } from "./routes";
import { createSaveable, type SavedState } from "./saved-state";
import { createScene, type Scene } from "./scene";
import { createTasks } from "./tasks";
import { emptyWorld } from "./world";

export type { OvhSimulatorOptions } from "./options";

/** A simulated OVHcloud API v1, served on loopback. */
export interface OvhSimulator {
  /** The root, for example http://127.0.0.1:43210: the API is below `/1.0` and `/v1`. */
  readonly url: string;
  /** What a client of the vendor's is told with; the endpoint is a literal URL. */
  readonly env: {
    readonly OVH_ENDPOINT: string;
    readonly OVH_APPLICATION_KEY: string;
    readonly OVH_APPLICATION_SECRET: string;
    readonly OVH_CONSUMER_KEY: string;
  };
  /** For the client-credentials grant, at `oauth2.tokenUrl`. */
  readonly oauth2: { readonly clientId: string; readonly clientSecret: string; readonly tokenUrl: string };
  /** A bearer token that never ends. */
  readonly accessToken: string;
  /** Every request so far, the oldest first. */
  readonly journal: readonly JournalEntry[];
  clearJournal(): void;
  /** Makes the API misbehave. A `fail-later` message such as "customerError: words" says how the task ends. */
  readonly faults: Faults;
  readonly clock: Clock;
  /** Sets a scene without HTTP, and plays somebody else who changes things. */
  readonly scene: Scene;
  /** Sets a scene to try things out with; returns what a stack must know of it, as environment variables. */
  demo(): ReturnType<typeof demoScene>;
  /** On which addresses each load balancer's front-ends really answer, by load balancer and zone. */
  live(): Live;
  /** Everything, as JSON. */
  state(): SavedState;
  load(state: SavedState): void;
  /** Back to an empty account; ids start again. */
  reset(): void;
  close(): Promise<void>;
}

const ALL = METHODS.map((method) => ({ method, path: "/*" }));

/** Starts it. It listens on loopback only, does not keep the process alive and has an empty account at first. */
export async function startOvhSimulator(options: OvhSimulatorOptions = {}): Promise<OvhSimulator> {
  const behaviour = behaviourOf(options);
  const clock = options.clock ?? createClock();
  const fixed = createIds(`${behaviour.seed}/account`); // the account's own keys stay the same after a reset
  const keys: Keys = {
    applicationKey: options.applicationKey ?? fixed.hex(16),
    applicationSecret: options.applicationSecret ?? fixed.hex(32),
    consumerKey: options.consumerKey ?? fixed.hex(32),
    clientId: `EU.${fixed.hex(16)}`,
    clientSecret: fixed.hex(32),
    accessToken: `simulated-${fixed.hex(40)}`,
  };

  const cloud: Cloud = {
    behaviour,
    clock,
    ids: createIds(behaviour.seed),
    world: emptyWorld(),
    previous: undefined,
    get tasks() {
      return tasks;
    },
  };
  const tasks = createTasks(cloud);
  const startedAt = clock.now();
  const saveable = createSaveable(cloud, (world) => {
    world.credentials[keys.consumerKey] = {
      id: 1,
      rules: ALL,
      token: "",
      createdAt: startedAt,
      allowedIps: null,
      status: "validated",
      expiresAt: null,
      lastUsedAt: null,
    };
  });
  saveable.reset();

  let origin = "";
  let queries = 0;
  const routes = createRoutes(keys);
  const server = await startSimulatorServer({
    handler: createGate(cloud, routes, keys, () => origin),
    saveable,
    errorBody: (status) => faultBody(status, behaviour),
    options: createOptionsControl(behaviour),
    views: { "ovh-live": () => live(cloud) },
    replyHeaders: () => ({ "X-OVH-QUERYID": `EU.ext-1.${String(++queries).padStart(8, "0")}.simulated` }),
    secretHeaders: ["authorization", "x-ovh-consumer", "x-ovh-signature"],
    clock,
    seed: behaviour.seed,
    journalLimit: behaviour.journalLimit,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  origin = server.url;
  const scene = createScene(cloud, createCalls(cloud, routes));

  return {
    url: server.url,
    env: {
      OVH_ENDPOINT: `${server.url}/1.0`,
      OVH_APPLICATION_KEY: keys.applicationKey,
      OVH_APPLICATION_SECRET: keys.applicationSecret,
      OVH_CONSUMER_KEY: keys.consumerKey,
    },
    oauth2: {
      clientId: keys.clientId,
      clientSecret: keys.clientSecret,
      tokenUrl: `${server.url}/auth/oauth2/token`,
    },
    accessToken: keys.accessToken,
    get journal() {
      return server.journal.entries();
    },
    clearJournal: () => server.journal.clear(),
    faults: server.faults,
    clock,
    scene,
    demo: () => demoScene(scene),
    live: () => live(cloud),
    state: () => saveable.state(),
    load: (state) => saveable.load(state),
    reset: () => saveable.reset(),
    close: () => server.close(),
  };
}
