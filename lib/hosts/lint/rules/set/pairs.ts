import type { Position } from "../../../keepalived/position";
import type { SetViolation } from "../../rule";
import type { InstanceGroup, MemberInstance } from "../../set";

/** The first member of each group with every other one: what all have in common is said once for each that differs. */
export function* pairs(groups: readonly InstanceGroup[]): Generator<readonly [MemberInstance, MemberInstance]> {
  for (const [first, ...others] of groups) {
    if (first === undefined) continue;
    for (const other of others) yield [first, other];
  }
}

/** Where a setting stands, or the instance that lacks it. */
export function placeOf({ instance, member }: MemberInstance, ...keywords: readonly string[]): Position {
  const directives = keywords.flatMap(
    (keyword) => instance.settings.last(keyword) ?? member.config.globals.last(keyword) ?? [],
  );
  return directives[0]?.position ?? instance.position;
}

/** Both sides of a value that should be the same. */
export function differs(
  [first, second]: readonly [MemberInstance, MemberInstance],
  what: string,
  values: readonly [string, string],
  keywords: readonly string[],
): SetViolation {
  return {
    member: second.member,
    position: placeOf(second, ...keywords),
    message: `${second.instance.name}: ${what} is ${values[0]} on ${first.member.name} and ${values[1]} on ${second.member.name}.`,
    related: [{ member: first.member, position: placeOf(first, ...keywords), message: `${values[0]} here` }],
  };
}
