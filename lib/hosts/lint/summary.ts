/** What each group promises, by the arithmetic of VRRP, as far as its members agree. */
import { skewMs } from "../model/promise";
import { Duration } from "../model/duration";
import type { InstanceGroup, LintSet } from "./set";

export interface GroupSummary {
  readonly name: string;
  readonly vrid?: number;
  readonly addresses: readonly string[];
  readonly members: readonly { readonly member: string; readonly priority: number }[];
  /** Until a backup takes over from a master that died without a word; only with two members and more. */
  readonly crashMs?: { readonly from: number; readonly to: number };
}

export function summaries({ groups }: LintSet): readonly GroupSummary[] {
  return groups.map((group) => {
    const [first] = group;
    const instance = first?.instance;
    const crashMs = crash(group);
    return {
      name: instance?.name ?? "",
      ...(instance?.vrid === undefined ? {} : { vrid: instance.vrid }),
      addresses: [...(instance?.addresses ?? []), ...(instance?.excluded ?? [])].map(({ address }) => address),
      members: [...group]
        .sort((a, b) => b.instance.priority - a.instance.priority)
        .map(({ member, instance: { priority } }) => ({ member: member.name, priority })),
      ...(crashMs === undefined ? {} : { crashMs }),
    };
  });
}

/** The backup's clock runs from the last advert that it heard, which is up to one interval old. */
function crash(group: InstanceGroup): GroupSummary["crashMs"] {
  const backup = [...group].sort((a, b) => b.instance.priority - a.instance.priority)[1]?.instance;
  if (backup === undefined) return undefined;
  const { version, priority, advertSeconds, downTimer } = backup;
  const advertInterval = Duration.seconds(advertSeconds);
  const skew = skewMs({ vrrpVersion: version, timing: { advertInterval, downTimer } }, priority);
  return {
    from: Math.round((downTimer - 1) * advertInterval.ms + skew),
    to: Math.round(downTimer * advertInterval.ms + skew),
  };
}
