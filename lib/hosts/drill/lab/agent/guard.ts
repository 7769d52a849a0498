/**
 * The agent changes networks, mounts and firewalls, and sends signals to processes: it must never do so in a namespace
 * that it shares with whoever started it.
 */
import { readlinkSync } from "node:fs";

export const guardedNamespaces = ["user", "net", "mnt", "pid"] as const;
export type Namespaces = Readonly<Record<(typeof guardedNamespaces)[number], string>>;

export function ownNamespaces(): Namespaces {
  const entries = guardedNamespaces.map((name) => [name, readlinkSync(`/proc/self/ns/${name}`)] as const);
  return Object.fromEntries(entries) as Record<(typeof guardedNamespaces)[number], string>;
}

/** @throws Error that names each namespace which is the host's */
export function refuseSharedNamespaces(host: Namespaces, own: Namespaces = ownNamespaces()): void {
  const shared = guardedNamespaces.filter((name) => !host[name] || host[name] === own[name]);
  if (shared.length === 0) return;
  throw new Error(
    `The lab refuses to run: its ${shared.join(", ")} namespace${shared.length === 1 ? " is" : "s are"} the host's. ` +
      "It is started by `unshare --user --net --mount --pid --fork` and by nothing else.",
  );
}
