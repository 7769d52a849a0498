/** The switch's rules as a table of nftables: made anew as one, so that nothing is ever let through in between. */
import type { SwitchRules } from "./wire";

/** A sequence begins again after that many packets: at ten adverts a second that is almost seven minutes. */
export const sequenceLength = 4096;

/** Counts the packets that reach this rule, from 0 on, and is true for those whose position is in the sequence. */
export function inSequence(name: string): string {
  return `numgen inc mod ${sequenceLength} @${name}`;
}

export function switchTable({ rules, sequences = {} }: SwitchRules): string {
  const table = "bridge ipfailover_drill";
  const sets = Object.entries(sequences)
    .filter(([, positions]) => positions.length > 0)
    .flatMap(([name, positions]) => [
      `set ${name} {`,
      `typeof numgen inc mod ${sequenceLength}`,
      `elements = { ${positions.join(", ")} }`,
      "}",
    ]);
  const chain = ["chain switch {", "type filter hook forward priority 0", ...rules, "}"];
  return [`table ${table}`, `delete table ${table}`, `table ${table} {`, ...sets, ...chain, "}", ""].join("\n");
}
