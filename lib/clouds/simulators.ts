/** Every simulator that exists, each loaded only when it is asked for. Nothing but `simulate` and tests use this. */
import type * as Ionos from "./ionos/simulator";
import type * as Ovh from "./ovh/simulator";

export interface RunningSimulator {
  readonly url: string;
  /** What a client is told with, in the cloud's customary environment variables. */
  readonly env: Readonly<Record<string, string>>;
  /** Everything, as JSON. */
  state(): unknown;
  load(state: unknown): void;
  /** Sets a scene to try things out with; returns what a stack must know of it, as environment variables. */
  demo(): Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface SimulatorSettings {
  readonly port?: number;
  readonly settleMs?: number;
}

const simulators: Readonly<Record<string, (settings: SimulatorSettings) => Promise<RunningSimulator>>> = {
  async ionos(settings) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only when it is asked for
    const { startIonosSimulator } = require("./ionos/simulator") as typeof Ionos;
    const simulator = await startIonosSimulator(settings);
    return { ...simulator, load: (state) => simulator.load(state as Parameters<typeof simulator.load>[0]) };
  },
  async ovh(settings) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only when it is asked for
    const { startOvhSimulator } = require("./ovh/simulator") as typeof Ovh;
    const simulator = await startOvhSimulator(settings);
    return { ...simulator, load: (state) => simulator.load(state as Parameters<typeof simulator.load>[0]) };
  },
};

export const simulatorNames: readonly string[] = Object.keys(simulators);

/** Undefined when there is no simulator of that name. */
export function startSimulator(name: string, settings: SimulatorSettings): Promise<RunningSimulator> | undefined {
  return Object.hasOwn(simulators, name) ? simulators[name]?.(settings) : undefined;
}
