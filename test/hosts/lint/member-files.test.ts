/** With a member's files at hand: scripts, units, and what else sets up an address. */
import { lint } from "../../../lib/hosts/lint/lint";
import { member } from "../support/members";
import { memoryTree } from "../support/memory-tree";
import type { MemoryFile } from "../support/memory-tree";
import { conf, track } from "./conf";

type Files = Readonly<Record<string, MemoryFile | string>>;

const script = "#!/bin/sh\nexit 0\n";

const host: Files = {
  "/etc/passwd": "root:x:0:0::/root:/bin/sh\nweb:x:33:33::/:/bin/sh\n",
  "/bin/sh": { mode: 0o755 },
  "/usr/bin/true": { mode: 0o755 },
  "/usr/local/lib/check": { content: script, mode: 0o755 },
  "/etc/keepalived/keepalived.conf": "",
  "/lib/systemd/system/keepalived.service": "[Service]\nType=notify\n",
  "/etc/systemd/system/keepalived.service.d/10-restart.conf": "[Service]\nRestart=always\nExecStopPost=/usr/bin/true\n",
};

const secure = ["enable_script_security", "script_user root"];

const withScript = (command: string, ...globals: readonly string[]) =>
  conf({
    globals: globals.length > 0 ? globals : secure,
    above: [`vrrp_script chk {\n    script "${command}"\n}`],
    lines: track("script", "chk"),
  });

function report(config: string, files: Files = {}, { whole = true } = {}) {
  return lint([member(config, { tree: memoryTree({ ...host, ...files }, { whole }) })]);
}

const messages = (rule: string, config: string, files: Files = {}) =>
  report(config, files)
    .findings.filter((finding) => finding.rule === rule)
    .map(({ message }) => message);

const fine = withScript("/usr/local/lib/check -x");

it("has no finding about a script that can be run and a unit that restarts", () => {
  const fileRules = ["script-", "unit-", "config-", "address-static", "notify-"];
  const found = report(fine).findings.filter(({ rule }) => fileRules.some((prefix) => rule.startsWith(prefix)));
  expect(found).toEqual([]);
});

const scripts: readonly (readonly [name: string, rule: string, config: string, files: Files, message: string])[] = [
  [
    "is missing",
    "script-missing",
    withScript("/usr/local/lib/chek"),
    {},
    "script of chk: There is no /usr/local/lib/chek.",
  ],
  [
    "is missing on the path",
    "script-missing",
    withScript("killall -0 haproxy"),
    {},
    "script of chk: There is no killall.",
  ],
  [
    "is a folder",
    "script-missing",
    withScript("/usr/local/lib"),
    {},
    "script of chk: /usr/local/lib is no regular file.",
  ],
  [
    "is not executable",
    "script-not-executable",
    fine,
    { "/usr/local/lib/check": { content: script, mode: 0o644 } },
    "script of chk: /usr/local/lib/check has mode 0644.",
  ],
  [
    "was written on Windows",
    "script-interpreter",
    fine,
    { "/usr/local/lib/check": { content: "#!/bin/sh\r\nexit 0\r\n", mode: 0o755 } },
    "script of chk: the first line of /usr/local/lib/check ends with a carriage return.",
  ],
  [
    "wants an interpreter that is not there",
    "script-interpreter",
    fine,
    { "/usr/local/lib/check": { content: "#!/usr/bin/python3 -u\n", mode: 0o755 } },
    "script of chk: /usr/local/lib/check wants /usr/bin/python3, which does not exist.",
  ],
  [
    "can be written by everybody",
    "script-unsafe",
    fine,
    { "/usr/local/lib/check": { content: script, mode: 0o757 } },
    "script of chk: /usr/local/lib/check has mode 0757.",
  ],
  [
    "lies in a folder of somebody else's",
    "script-unsafe",
    fine,
    { "/usr/local/lib/": { owner: 33 } },
    "script of chk: /usr/local/lib belongs to user 33.",
  ],
  [
    "lies in a folder that a group may write to",
    "script-unsafe",
    fine,
    { "/usr/local/": { mode: 0o775, group: 50 } },
    "script of chk: /usr/local has mode 0775.",
  ],
  [
    "is run by a user who does not exist",
    "script-user-unknown",
    withScript("/usr/local/lib/check", "enable_script_security", "script_user nobody"),
    {},
    'There is no user "nobody" in /etc/passwd.',
  ],
  [
    "calls a cloud from notify_master",
    "notify-calls-api",
    conf({ globals: secure, lines: ["notify_master /usr/local/lib/move"] }),
    {
      "/usr/local/lib/move": {
        content: "#!/bin/sh\n# curl is not run here\ncurl -s https://api.example\n",
        mode: 0o755,
      },
    },
    "notify_master of web: /usr/local/lib/move runs curl in line 3.",
  ],
];

it.each(scripts)("finds a script that %s", (_name, rule, config, files, message) => {
  expect(messages(rule, config, files)).toEqual([message]);
});

it("lets a script be changed by the user that runs it", () => {
  const config = withScript("/usr/local/lib/check", "enable_script_security", "script_user web");
  expect(
    messages("script-unsafe", config, { "/usr/local/lib/check": { content: script, mode: 0o755, owner: 33 } }),
  ).toEqual([]);
});

it("takes a sticky folder as safe, as keepalived does", () => {
  expect(messages("script-unsafe", fine, { "/usr/local/": { mode: 0o1777 } })).toEqual([]);
});

it("runs nothing for a check that only opens a file", () => {
  expect(messages("script-missing", withScript("</run/ready"))).toEqual([]);
});

it("needs no script_user where Debian's default user was created", () => {
  const config = withScript("/usr/local/lib/check", "enable_script_security");
  expect(messages("script-user", config)).toHaveLength(1);
  expect(messages("script-user", config, { "/etc/passwd": "keepalived_script:x:9:9::/:/bin/sh\n" })).toEqual([]);
});

it.each([
  [0o755, "error", "skips executable files"],
  [0o666, "error", "everybody may change it"],
])("finds a configuration with mode %o", (mode, severity, message) => {
  const found = report(fine, { "/etc/keepalived/keepalived.conf": { mode } }).findings;
  expect(found).toContainEqual(
    expect.objectContaining({ rule: "config-mode", severity, message: expect.stringContaining(message) as string }),
  );
});

it("finds a password that everybody may read, and does not show it", () => {
  const config = conf({ lines: ["authentication {", "auth_type PASS", "auth_pass hush", "}"] });
  expect(messages("config-mode", config)).toEqual([expect.stringContaining("holds a password")]);
  expect(messages("config-mode", config, { "/etc/keepalived/keepalived.conf": { mode: 0o640 } })).toEqual([]);
});

it("finds a unit that nobody starts again, whatever an earlier drop-in said", () => {
  const dropIn = "/etc/systemd/system/keepalived.service.d/90-no.conf";
  expect(messages("unit-restart", fine, { [dropIn]: "[Service]\nRestart=no\n" })).toEqual([
    "The unit keepalived.service has Restart=no.",
  ]);
});

it.each([
  ["/etc/netplan/50-cloud-init.yaml", "      addresses:\n        - 192.0.2.100/24\n", 2],
  ["/etc/network/interfaces", "iface eth0 inet static\n  address 192.0.2.100\n", 2],
  ["/etc/systemd/network/10-public.network", "[Network]\nAddress=192.0.2.100/32\n", 2],
])("finds a failover address that the system sets up too: %s", (file, content, line) => {
  const found = report(fine, { [file]: content }).findings.filter(({ rule }) => rule === "address-static");
  expect(found).toMatchObject([{ file, line }]);
});

it.each([
  ["another address that starts alike", "Address=192.0.2.10\nAddress=192.0.2.1001\nAddress=9192.0.2.100\n"],
  ["a gateway", "Gateway=192.0.2.100\n"],
  ["a comment", "# Address=192.0.2.100\n"],
])("leaves %s alone", (_name, content) => {
  expect(messages("address-static", fine, { "/etc/systemd/network/1.network": content })).toEqual([]);
});

it.each([
  ["/etc/netplan/50-cloud-init.yaml", "network:\n  ethernets:\n    eth0:\n      dhcp4: true\n"],
  ["/etc/network/interfaces", "auto eth0\niface eth0 inet dhcp\n"],
  ["/etc/systemd/network/10-public.network", "[Match]\nName=eth1 eth0\n[Network]\nDHCP=yes\nKeepConfiguration=yes\n"],
])("says that DHCP may hand out the failover address: %s", (file, content) => {
  expect(messages("interface-dhcp", fine, { [file]: content })).toEqual(["eth0 asks DHCP here."]);
  expect(messages("interface-dhcp", fine, { [file]: content.replaceAll("eth0", "eth7") })).toEqual([]);
  expect(messages("network-restart", fine, { [file]: content })).toEqual([]);
});

it("says that a restart of systemd-networkd removes the address", () => {
  const file = "/etc/systemd/network/10-public.network";
  const content = "[Match]\nName=eth0\n[Network]\nAddress=192.0.2.11/24\n";
  expect(messages("network-restart", fine, { [file]: content })).toEqual(["eth0 has no KeepConfiguration= here."]);
});

describe("what it cannot look at", () => {
  const open = (config: string, files: Files = {}, options = {}) =>
    report(config, files, options).notChecked.map(({ what }) => what);

  it("is said: scripts outside of a tree that holds a part of the member only", () => {
    const part = { "/usr/local/lib/check": { content: script, mode: 0o755 } };
    const config = withScript("/usr/local/lib/check").replace("track_script", 'notify "/opt/tool x"\n track_script');
    const { findings, notChecked } = lint([member(config, { tree: memoryTree(part, { whole: false }) })]);
    expect(findings.filter(({ rule }) => rule === "script-missing")).toEqual([]);
    expect(notChecked.map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        "scripts outside of the given tree (/opt/tool)",
        "whether the scripts' users exist: the tree has no /etc/passwd",
      ]),
    );
  });

  it("is said: scripts of a configuration without a tree", () => {
    const { notChecked } = lint([member(fine)]);
    expect(notChecked).toContainEqual({
      member: "a",
      what: "the scripts (/usr/local/lib/check), systemd's unit and the system's network configuration",
      how: expect.stringContaining("--root a=DIR") as string,
    });
  });

  it("is said: blocks that are passed over", () => {
    const config = conf({
      below: ["virtual_server 192.0.2.100 80 {\n    real_server 10.0.0.1 80 {\n        weight 1\n    }\n}"],
    });
    expect(open(config)).toContainEqual(expect.stringContaining("virtual_server: it is passed over"));
    expect(report(config).findings.map(({ rule }) => rule)).not.toContain("unknown-keyword");
  });

  it("is said: conditions for somebody else", () => {
    expect(open(`@other include x\n${conf()}`)).toContainEqual('lines for @other: the member was read as "a"');
  });

  it("is said: keywords of a keepalived that is newer than the tables", () => {
    const { notChecked } = lint([member(conf(), { version: "3.0.0" })]);
    expect(notChecked.map(({ what }) => what)).toContain("keywords that are newer than keepalived 2.4.3");
  });
});
