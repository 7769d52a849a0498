/** The real keepalived's opinion of everything that is rendered. */
import fc from "fast-check";
import { deliver, membersOf } from "../../../lib/hosts/deliver/deliver";
import type { HaGroup } from "../../../lib/hosts/model/model";
import { anyDeclaration } from "../support/any-declaration";
import { groupsOf, host, pair, type Json } from "../support/declarations";
import { createMachine, describeWithKeepalived, interfaces, type Machine } from "../support/machine";

const dual = ["203.0.113.10", "203.0.113.11", "2001:db8::10", "2001:db8::11"];
const v6 = (number: number): Json =>
  host(number, { heartbeat: { address: `10.0.0.${number}`, address6: `fd00::${number}`, interface: "ens7" } });
const three = { a: host(11), b: host(12), c: host(13) };
const check = { command: ["/bin/true"], interval: "2s", fall: 3 };

const variants: Readonly<Record<string, Json>> = {
  "the default": pair(),
  "three members": pair({}, three),
  "the profile fast": pair({ profile: "fast" }),
  "the profile calm": pair({ profile: "calm" }),
  "VRRP version 2": pair({ vrrp_version: 2 }),
  "VRRP version 2 with IPv6 moved along": pair({ vrrp_version: 2, addresses: dual }),
  "many addresses of both families": pair({ addresses: dual }),
  "both families in a sync group": pair({ addresses: dual, dual_stack: "sync-group" }, { a: v6(11), b: v6(12) }),
  "IPv6 alone": pair({ addresses: ["2001:db8::10"] }, { a: v6(11), b: v6(12) }),
  "everything tracked": pair({
    checks: { http: check, disk: check },
    ready_check: check,
    gateway: { address: "203.0.113.1" },
    track: { interfaces: ["eth0"], processes: ["nginx"], files: { load: "/run/load" } },
  }),
  "everything tracked in a sync group": pair(
    { addresses: dual, dual_stack: "sync-group", checks: { http: check }, track: { processes: ["nginx"] } },
    { a: v6(11), b: v6(12) },
  ),
  "fail-back at once": pair({ fail_back: "at-once" }),
  "fail-back after a while": pair({ fail_back: "5m" }),
  "no public address of their own": pair(
    { addresses: dual },
    Object.fromEntries(
      ["a", "b"].map((name, index) => [
        name,
        host(11 + index, { public: { interface: "ens6", static: { gateways: ["203.0.113.1"] } } }),
      ]),
    ),
  ),
  "addresses on all members": pair({ presence: "everywhere", anchor: "10.0.0.100" }),
  "one NIC for everything": pair(
    {},
    Object.fromEntries(
      ["a", "b"].map((name, index) => [name, { heartbeat: { address: `10.0.0.${11 + index}`, interface: "eth0" } }]),
    ),
  ),
  "interfaces by hardware address": pair(
    {},
    Object.fromEntries(
      ["a", "b"].map((name, index) => [
        name,
        {
          heartbeat: { address: `10.0.0.${11 + index}`, mac: "02:00:5e:00:53:01" },
          public: { mac: "02:00:5e:00:53:02" },
        },
      ]),
    ),
  ),
  "active on both": {
    members: { a: host(11), b: host(12) },
    groups: {
      web: { addresses: ["203.0.113.10"], master: "a" },
      mail: { addresses: ["203.0.113.20"], master: "b" },
    },
  },
  "groups of different members": {
    members: three,
    groups: {
      web: { addresses: ["203.0.113.10"], members: { a: {}, b: {} } },
      mail: { addresses: ["203.0.113.20"], members: { b: {}, c: {} }, vrrp_version: 2 },
    },
  },
  "no startup delay": pair({ startup_delay: "0s" }),
};

describeWithKeepalived("keepalived takes what is rendered", () => {
  let machine: Machine;
  beforeEach(() => (machine = createMachine()));
  afterEach(() => machine.remove());

  /** What it says of each member of each case, in the machine's real places. */
  function judge(cases: Readonly<Record<string, readonly HaGroup[]>>): Readonly<Record<string, string>> {
    const names = Object.entries(cases).flatMap(([name, groups]) =>
      membersOf(groups).map((member) => ({ name: `${name}, member ${member.name}`, member: member.name, groups })),
    );
    names.forEach(({ groups, member }, index) => {
      machine.give(deliver(groups, "files", member).map((file) => ({ ...file, path: `${index}/${file.path}` })));
    });
    const { stdout, stderr } = machine.run(`
      ${interfaces("ens6", "ens7", "eth0", "ipfo-heartbeat", "ipfo-public")}
      for index in $(seq 0 ${names.length - 1}); do
        rm -rf /usr/local/lib/ipfailover /etc/ipfailover
        cp -r /given/$index/*/rootfs/. /
        words=$(keepalived -t -e -f /etc/keepalived/keepalived.conf 2>&1)
        echo "$? $words" | tr '\\n' ' '
        ! [ -e /etc/ipfailover/firewall.nft ] || nft -c -f /etc/ipfailover/firewall.nft 2>&1 | tr '\\n' ' '
        echo
      done`);
    expect(stderr).toBe("");
    const lines = stdout.trimEnd().split("\n");
    return Object.fromEntries(names.map(({ name }, index) => [name, lines[index]?.trim() ?? "no answer"]));
  }

  const allFine = (answers: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.keys(answers).map((name) => [name, "0"]));

  test("in every variant, on every member", () => {
    const answers = judge(Object.fromEntries(Object.entries(variants).map(([name, json]) => [name, groupsOf(json)])));
    expect(answers).toEqual(allFine(answers));
    expect(Object.keys(answers).length).toBeGreaterThan(2 * Object.keys(variants).length - 1);
  });

  test("for whatever can be declared", () => {
    const sample = fc.sample(anyDeclaration, { numRuns: 12, seed: 7 }).map(groupsOf);
    const answers = judge(Object.fromEntries(sample.map((groups, index) => [String(index), groups])));
    expect(answers).toEqual(allFine(answers));
  });

  test("and would say so if it did not", () => {
    const [group] = groupsOf(pair());
    const broken = { ...group!, vrid: 256 };
    expect(judge({ broken: [broken] })["broken, member a"]).toMatch(/^5 .*'256'/);
  });
});
