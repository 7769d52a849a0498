/** Configurations to plant faults in. */

export interface ConfOptions {
  readonly globals?: readonly string[];
  /** Blocks above the instance, and below it. */
  readonly above?: readonly string[];
  readonly below?: readonly string[];
  /** The instance's head. */
  readonly head?: string;
  /** Settings of the instance by keyword: another value, none with "", or left out with null. */
  readonly set?: Readonly<Record<string, string | null>>;
  /** More lines of the instance. */
  readonly lines?: readonly string[];
  readonly addresses?: readonly string[];
  readonly peers?: readonly string[] | null;
}

/** One member of a pair, with nothing wrong that keepalived or an error of the linter would name. */
export function conf(options: ConfOptions = {}): string {
  const settings: Record<string, string | null> = {
    state: "BACKUP",
    interface: "eth0",
    virtual_router_id: "51",
    priority: "150",
    advert_int: "1",
    unicast_src_ip: "192.0.2.11",
    ...options.set,
  };
  const { globals = [], above = [], below = [], lines = [], addresses = ["192.0.2.100/32 dev eth0"] } = options;
  const { peers = ["192.0.2.12"] } = options;
  const list = (name: string, values: readonly string[]) => [
    `    ${name} {`,
    ...values.map((value) => `        ${value}`),
    "    }",
  ];
  return [
    ...(globals.length > 0 ? ["global_defs {", ...globals.map((line) => `    ${line}`), "}"] : []),
    ...above,
    `${options.head ?? "vrrp_instance web"} {`,
    ...Object.entries(settings).flatMap(([keyword, value]) =>
      value === null ? [] : [`    ${keyword}${value === "" ? "" : ` ${value}`}`],
    ),
    ...(peers === null ? [] : list("unicast_peer", peers)),
    ...(addresses.length > 0 ? list("virtual_ipaddress", addresses) : []),
    ...lines.map((line) => `    ${line}`),
    "}",
    ...below,
    "",
  ].join("\n");
}

/** The second member of the pair. */
export function partner(options: ConfOptions = {}): string {
  return conf({
    peers: ["192.0.2.11"],
    ...options,
    set: { priority: "100", unicast_src_ip: "192.0.2.12", ...options.set },
  });
}

/** A check that runs nothing, so that it works for every user: it only opens a file. */
export const check = (name: string, ...lines: readonly string[]) =>
  `vrrp_script ${name} {\n    script "</etc/hosts"\n${lines.map((line) => `    ${line}\n`).join("")}}`;

export const track = (kind: string, ...lines: readonly string[]) => [
  `track_${kind} {`,
  ...lines.map((line) => `    ${line}`),
  "}",
];
