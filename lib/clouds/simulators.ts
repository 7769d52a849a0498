/** Every simulator that exists, each loaded only when it is asked for. Nothing but `simulate` and tests use this. */

export interface RunningSimulator {
  readonly url: string;
  /** What a client is told with, in the cloud's customary environment variables. */
  readonly env: Readonly<Record<string, string>>;
  /** Everything, as JSON. */
  state(): unknown;
  load(state: unknown): void;
  close(): Promise<void>;
}

export interface SimulatorSettings {
  readonly port?: number;
  readonly settleMs?: number;
}

const simulators: Readonly<Record<string, (settings: SimulatorSettings) => Promise<RunningSimulator>>> = {
  async ionos(settings) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only when it is asked for
    const { startIonosSimulator } = require("./ionos/simulator") as typeof import("./ionos/simulator");
    const simulator = await startIonosSimulator(settings);
    return { ...simulator, load: (state) => simulator.load(state as Parameters<typeof simulator.load>[0]) };
  },
};

export const simulatorNames: readonly string[] = Object.keys(simulators);

/** Undefined when there is no simulator of that name. */
export function startSimulator(name: string, settings: SimulatorSettings): Promise<RunningSimulator> | undefined {
  return simulators[name]?.(settings);
}
