/** The switch's rules as a table of nftables: made anew as one, so that nothing is ever let through in between. */
import type { SwitchRules } from "./wire";

/**
 * A sequence begins again after that many packets, which is 100 seconds at ten adverts a second. All of a table's
 * sequences have to fit into one message to the kernel, which an ordinary user cannot make larger.
 */
export const sequenceLength = 1024;

const position = `numgen inc mod ${sequenceLength}`;

/** Counts the packets that reach this rule, from 0 on, and is true for those whose position is in the sequence. */
export function inSequence(name: string): string {
  return `${position} @${name}`;
}

/** Once a packet has come here, the switch remembers it. */
export function remember(name: string): string {
  return `add @${name} { meta mark }`;
}

export function isRemembered(name: string): string {
  return `meta mark @${name}`;
}

export function switchTable({ rules, sequences = {}, memories = [] }: SwitchRules): string {
  const table = "bridge ipfailover_drill";
  const sets = Object.entries(sequences)
    .filter(([, positions]) => positions.length > 0)
    .flatMap(([name, positions]) => [
      `set ${name} {`,
      `typeof ${position}`,
      `elements = { ${positions.join(", ")} }`,
      "}",
    ]);
  sets.push(...memories.flatMap((name) => [`set ${name} {`, "type mark", "flags dynamic", "size 4", "}"]));
  const chain = ["chain switch {", "type filter hook forward priority 0", ...rules, "}"];
  return [`table ${table}`, `delete table ${table}`, `table ${table} {`, ...sets, ...chain, "}", ""].join("\n");
}
