/** Where things lie on a member. */
export const paths = {
  keepalived: "/etc/keepalived/keepalived.conf",
  /** Scripts: every part of this path belongs to root alone, or keepalived refuses to run them. */
  scripts: "/usr/local/lib/ipfailover",
  /** `GROUP.state` for each group: the first word is MASTER, BACKUP, FAULT or STOP. */
  states: "/run/ipfailover",
  /** Programs that are told of each change of state. */
  hooks: "/etc/ipfailover/hooks.d",
  firewall: "/etc/ipfailover/firewall.nft",
  /** Number other than 0: the member gives its addresses up. */
  drain: "/etc/ipfailover/drain",
} as const;

export function stateFile(group: string): string {
  return `${paths.states}/${group}.state`;
}
