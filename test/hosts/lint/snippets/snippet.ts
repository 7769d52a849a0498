export interface Snippet {
  readonly rule: string;
  readonly good: string;
  readonly bad: string;
  /** What the line holds that the finding names; absent when it is about the whole file. */
  readonly at?: string;
  /** What the real `keepalived -t` answers where it is not the rule's usual code. */
  readonly configTest?: number;
}

const second = (lines: readonly string[]) =>
  ["vrrp_instance other {", ...lines.map((line) => `    ${line}`), "}"].join("\n");

/** Another instance, on eth1. */
export const other = (vrid: number, address: string, ...more: readonly string[]) =>
  second([
    "interface eth1",
    `virtual_router_id ${vrid}`,
    "priority 150",
    ...more,
    "virtual_ipaddress {",
    `    ${address} dev eth1`,
    "}",
  ]);
