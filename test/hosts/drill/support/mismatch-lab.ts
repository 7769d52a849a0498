/** Pairs that do not fit together, each on a switch of its own. */
import type { LabMember, LabPlan } from "../../../../lib/hosts/drill/lab/plan";
import type { LabWatch } from "../../../../lib/hosts/drill/lab/watch";
import type { Mismatch, MismatchLab } from "../../mismatches";

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

export function planOf(pairs: readonly PairOnSwitch[]): LabPlan {
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
    processes: [],
  };
}

/** How many hold the pair's anchor. */
export function holdersOf({ lab }: PairOnSwitch, watch: LabWatch): number {
  return watch.holders(lab.addresses[0] ?? "").length;
}
