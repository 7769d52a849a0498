/** What the client and the router do: take their place in the network, and probe. */
import { observe } from "../../probe/observer";
import type { Observations } from "../../probe/observer";
import type { StationMethods, StationSetup } from "../wire";
import { ipBatch, runCommand } from "./command";
import { setSysctl } from "./sysctl";

export function stationMethods(): StationMethods {
  let stop: (() => Promise<Observations>) | undefined;
  return {
    prepare: joinNetwork,
    observe: (probes) => {
      if (stop) throw new Error("this station is observing already");
      stop = observe(probes);
      return Promise.resolve();
    },
    observed: async () => {
      const ended = stop;
      stop = undefined;
      return ended ? ended() : { probes: {}, stalls: [] };
    },
    run: (command) => runCommand(command),
  };
}

export async function joinNetwork({ sysctls, network }: StationSetup): Promise<void> {
  for (const [name, value] of sysctls) setSysctl(name, value);
  await ipBatch(network);
}
