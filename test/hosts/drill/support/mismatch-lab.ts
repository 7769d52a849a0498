/** Pairs that do not fit together, each on a switch of its own. */
import type { LabMember, LabPlan } from "../../../../lib/hosts/drill/lab/plan";
import type { LabWatch } from "../../../../lib/hosts/drill/lab/watch";
import { matching, mismatches } from "../../mismatches";
import type { Mismatch, MismatchLab } from "../../mismatches";
import type { LabGround } from "./lab";

export interface PairOnSwitch {
  readonly mismatch: Pick<Mismatch, "config"> & Partial<Mismatch>;
  readonly lab: MismatchLab;
}

export function onSwitches(mismatches: readonly PairOnSwitch["mismatch"][]): readonly PairOnSwitch[] {
  return mismatches.map((mismatch, index) => ({
    mismatch,
    lab: {
      members: [
        { name: `a${index}`, interface: "eth0", address: `192.0.2.${index * 4 + 1}` },
        { name: `b${index}`, interface: "eth0", address: `192.0.2.${index * 4 + 2}` },
      ],
      addresses: [0, 1, 2].map((offset) => `203.0.113.${index * 4 + offset + 1}`),
    },
  }));
}

function planOf(pairs: readonly PairOnSwitch[]): LabPlan {
  return {
    lans: pairs.map((_, index) => `pair${index}`),
    members: pairs.flatMap((pair, index) => [member(pair, index, 0), member(pair, index, 1)]),
    addresses: pairs.map(({ lab }, index) => ({ address: lab.addresses[0] ?? "", lan: `pair${index}` })),
    gateways: [],
    instances: ["web"],
    startupDelayMs: 0,
    servicePort: 80,
  };
}

function member({ mismatch, lab }: PairOnSwitch, index: number, side: 0 | 1): LabMember {
  const { name, interface: nic, address } = lab.members[side];
  const mac = `02:00:00:00:${(index + 16).toString(16)}:0${side + 1}`;
  const config = "/etc/keepalived/keepalived.conf";
  return {
    name,
    nics: [{ name: nic, lan: `pair${index}`, mac, addresses: [`${address}/24`], neighbours: [], gateways: [] }],
    files: [{ path: config, mode: "0644", content: mismatch.config(lab, side) }],
    unit: { config, before: [], stopPost: [] },
  };
}

/** How many hold the pair's anchor. */
function holdersOf({ lab }: PairOnSwitch, watch: LabWatch): number {
  return watch.holders(lab.addresses[0] ?? "").length;
}

/** Once the outcome has been the same for two seconds, or the time for that is over. */
export async function holdersOfPlanted(ground: LabGround): Promise<ReadonlyMap<string, number>> {
  const all = [...mismatches, { name: "control", outcome: "one master", config: matching } as const];
  const half = Math.ceil(all.length / 2);
  const found = await Promise.all(
    [all.slice(0, half), all.slice(half)].map(async (some) => {
      const pairs = onSwitches(some);
      const { lab, watch } = await ground.lab(planOf(pairs));
      const now = () => pairs.map((one) => holdersOf(one, watch)).join();
      const wanted = some.map(({ outcome }) => (outcome === "two masters" ? 2 : 1)).join();
      const deadline = Date.now() + 25_000;
      for (let since = Date.now(); Date.now() - since < 2000 && Date.now() < deadline;) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        if (now() !== wanted) since = Date.now();
      }
      const holders = pairs.map((one, index) => [some[index]?.name ?? "", holdersOf(one, watch)] as const);
      await lab.close();
      return holders;
    }),
  );
  return new Map(found.flat());
}
