/** What is wrong with a declaration is told, all of it, where it is and how to mend it. */
import { Duration } from "../../../lib/hosts/model/duration";
import { readDeclaration } from "../../../lib/hosts/model/read";
import { findingsBetween } from "../../../lib/hosts/model/rules/declarations";
import { findingsOf, firstGroup, groupsOf, host, pair, type Json } from "../support/declarations";

const v6host = (number: number): Json =>
  host(number, { heartbeat: { address: `10.0.0.${number}`, address6: `fd00::${number}`, interface: "ens7" } });

test("the least that can be said is filled up with what was measured", () => {
  const group = firstGroup(pair());
  expect(group).toMatchObject({
    anchor: "203.0.113.10",
    vrrpVersion: 3,
    profile: "measured",
    failBack: "never",
    presence: "holder",
    dualStack: "excluded",
  });
  expect(group.timing).toEqual({ advertInterval: Duration.milliseconds(100), downTimer: 9 });
  expect([...group.members.values()].map(({ priority, keepalivedVersion }) => [priority, keepalivedVersion])).toEqual([
    [150, "2.2.7"],
    [100, "2.2.7"],
  ]);
});

test("the master gets the highest priority, wherever it stands", () => {
  const { members } = firstGroup(pair({ master: "b" }));
  expect([...members.values()].map(({ name, priority }) => [name, priority])).toEqual([
    ["a", 100],
    ["b", 150],
  ]);
});

test("IPv4 comes before IPv6, so that the anchor stays when an IPv6 address joins", () => {
  expect(firstGroup(pair({ addresses: ["2001:DB8:0::10", "203.0.113.10"] })).addresses).toEqual([
    "203.0.113.10",
    "2001:db8::10",
  ]);
});

test("a virtual router id is the same for the same name, and can be chosen", () => {
  expect(firstGroup(pair()).vrid).toBe(firstGroup(pair({ profile: "fast" })).vrid);
  expect(firstGroup(pair({ vrid: 51 })).vrid).toBe(51);
});

test("everything that is wrong is told at once", () => {
  const broken = pair(
    { addresses: ["203.0.113"], profile: "quick", vrid: 0, vip: "x" },
    {
      a: host(11, { zones: 1 }),
      b: { heartbeat: { address: "10.0.0.12/24", interface: "a name of many characters" } },
    },
  );
  expect(findingsOf(broken).map((line) => line.split(":")[0])).toEqual([
    "members.a.zones",
    "members.b.heartbeat.address",
    "members.b.heartbeat.interface",
    "groups.web.vip",
    "groups.web.addresses.0",
    "groups.web.vrid",
    "groups.web.profile",
  ]);
});

const errors: readonly (readonly [what: string, declaration: unknown, message: string])[] = [
  ["a declaration that is none", [], ": [] is no object with names and values."],
  [
    "no members",
    { members: {}, groups: {} },
    "members: members has no entry. Name each host that may hold an address.",
  ],
  ["no group", { members: { a: host(11) }, groups: {} }, "groups: groups has no entry."],
  [
    "a name that keepalived's language would read otherwise",
    { members: { a: host(11), b: host(12) }, groups: { "web}": { addresses: ["203.0.113.10"] } } },
    'groups.web}: The name "web}" does not do',
  ],
  ["a missing heartbeat", pair({}, { a: {}, b: host(12) }), "members.a.heartbeat: heartbeat is missing. Every member"],
  [
    "a heartbeat on no interface",
    pair({}, { a: { heartbeat: { address: "10.0.0.11" } }, b: host(12) }),
    "members.a.heartbeat: Neither interface nor mac is given.",
  ],
  [
    "a hardware address that is none",
    pair({}, { a: { heartbeat: { address: "10.0.0.11", mac: "02:00" } }, b: host(12) }),
    'members.a.heartbeat.mac: mac is "02:00". Write a hardware address such as',
  ],
  [
    "an interface that would break out of its line",
    pair({}, { a: host(11, { public: { interface: "e0 }\n" } }), b: host(12) }),
    "members.a.public.interface",
  ],
  [
    "a keepalived that is too old",
    pair({}, { a: host(11, { keepalived_version: "2.0.20" }), b: host(12) }),
    "members.a.keepalived_version: keepalived_version is 2.0.20; 2.1.0 is the oldest",
  ],
  [
    "a keepalived that would count otherwise",
    pair({}, { a: host(11, { keepalived_version: "2.1.5" }), b: host(12) }),
    'groups.web.down_timer: down_timer 9 needs keepalived 2.2.3 on every member, and a has 2.1.5, which would count to 3. Set down_timer to 3 and advert_interval to "300ms"',
  ],
  ["one member", pair({}, { a: host(11) }), "groups.web.members: The group has one member, so there is nobody"],
  [
    "a master that is nobody",
    pair({ master: "c" }),
    'groups.web.master: master is "c". It is one of this group\'s members, a or b.',
  ],
  ["a member that is nobody", pair({ members: { a: {}, c: {} } }), "groups.web.members.c: c is no member. The members"],
  [
    "priorities too close for the interval",
    pair({ members: { a: { priority: 100 }, b: { priority: 99 } } }),
    "groups.web.members.b.priority: priority 99 of b and 100 of a are 1 apart. At an advert interval of 100ms there must be 13",
  ],
  [
    "the owner's priority",
    pair({ members: { a: { priority: 255 }, b: {} } }),
    "groups.web.members.a.priority: priority is 255. It is a whole number from 1 to 254.",
  ],
  [
    "more members than have priorities of their own",
    pair({}, Object.fromEntries([1, 2, 3, 4, 5].map((number) => [`m${number}`, host(number)]))),
    "groups.web.members: priority is missing. By themselves the first 4 members get 150, 100, 50 and 20",
  ],
  [
    "two members with one address",
    pair({}, { a: host(11), b: host(11) }),
    "groups.web.members.b: The heartbeat's address 10.0.0.11 is that of a too.",
  ],
  [
    "a failover address that nobody can have",
    pair({ addresses: ["224.0.0.5"] }),
    'groups.web.addresses.0: addresses[0] is "224.0.0.5", which no other host reaches.',
  ],
  [
    "a heartbeat that stays on its host",
    pair({}, { a: { heartbeat: { address: "127.0.0.1", interface: "ens7" } }, b: host(12) }),
    'members.a.heartbeat.address: address is "127.0.0.1", which no other host reaches.',
  ],
  [
    "an interface that reaches nobody",
    pair({}, { a: { heartbeat: { address: "10.0.0.11", interface: "lo" } }, b: host(12) }),
    'members.a.heartbeat.interface: interface is "lo". Write the name of a network interface',
  ],
  [
    "a gateway that a member is itself",
    pair({ gateway: { address: "203.0.113.10" } }),
    "groups.web.gateway.address: gateway.address is 203.0.113.10, which a member of the group has itself",
  ],
  [
    "a cloud of another spelling",
    pair({ cloud: "IONOS" }),
    'groups.web.cloud: cloud is "IONOS". It is ionos, ovh or dedibox; leave it out for any other one.',
  ],
  [
    "a failover address for a heartbeat",
    pair({}, { a: { heartbeat: { address: "203.0.113.10", interface: "ens6" } }, b: host(12) }),
    "groups.web.members.a: The heartbeat's address 203.0.113.10 is the one that moves.",
  ],
  [
    "a failover address that is configured statically",
    pair(
      {},
      { a: host(11, { public: { interface: "ens6", static: { addresses: ["203.0.113.10/24"] } } }), b: host(12) },
    ),
    "groups.web.members.a: public.static.addresses of a has 203.0.113.10/24, which moves with the group",
  ],
  [
    "an interval off the grid",
    pair({ advert_interval: "15ms" }),
    "groups.web.advert_interval: advert_interval is 15ms. VRRP version 3 counts in steps of 10ms.",
  ],
  [
    "fractions of a second in version 2",
    pair({ vrrp_version: 2, advert_interval: "1500ms" }),
    "groups.web.advert_interval: advert_interval is 1.5s. VRRP version 2 counts in steps of 1s.",
  ],
  [
    "a duration without a unit",
    pair({ advert_interval: 100 }),
    "groups.web.advert_interval: advert_interval is 100. It is a duration with its unit, from 10ms to 40.95s.",
  ],
  [
    "a profile of version 3 in version 2",
    pair({ vrrp_version: 2, profile: "fast" }),
    "groups.web.profile: Profiles are for VRRP version 3.",
  ],
  [
    "IPv6 alone in version 2",
    pair({ vrrp_version: 2, addresses: ["2001:db8::10"] }, { a: v6host(11), b: v6host(12) }),
    "groups.web.vrrp_version: VRRP version 2 has no IPv6.",
  ],
  [
    "an instance for IPv6 without an address to speak from",
    pair({ dual_stack: "sync-group", addresses: ["203.0.113.10", "2001:db8::10"] }),
    "groups.web.members.a: An instance for IPv6 sends its adverts over IPv6, and a has no heartbeat.address6.",
  ],
  [
    "addresses on all members and no anchor",
    pair({ presence: "everywhere" }),
    'groups.web.anchor: presence is "everywhere", so all members have the addresses',
  ],
  [
    "a check without an absolute path",
    pair({ checks: { http: { command: ["curl", "x"] } } }),
    'groups.web.checks.http.command: command[0] is "curl". Give the program\'s absolute path.',
  ],
  [
    "a check of many lines",
    pair({ checks: { http: { command: ["/bin/sh", "-c", "a\nb"] } } }),
    "groups.web.checks.http.command.2: It has a line break in it.",
  ],
  [
    "a check faster than keepalived can count",
    pair({ checks: { http: { command: ["/bin/true"], interval: "500ms", timeout: "1s" } } }),
    "groups.web.checks.http.interval: interval is 500ms. keepalived before 2.3.2 ignores fractions of a second here",
  ],
  [
    "a program's name that is none",
    pair({ track: { processes: ['nginx"'] } }),
    "groups.web.track.processes.0: processes[0] is",
  ],
  ["a file by its relative path", pair({ track: { files: { x: "load" } } }), "groups.web.track.files.x: x is"],
  ["a fail-back that takes too long", pair({ fail_back: "20m" }), 'groups.web.fail_back: fail_back is "20m".'],
  ["an address twice", pair({ addresses: ["203.0.113.10", "203.0.113.10"] }), "groups.web.addresses: addresses has"],
  [
    "a virtual MAC without the configuration that sets it",
    pair({}, { a: host(11, { public: { interface: "ens6", virtual_mac: "02:00:5e:00:53:01" } }), b: host(12) }),
    "members.a.public.virtual_mac: virtual_mac is set on the interface by its static configuration",
  ],
  [
    "netplan for an interface without a name",
    pair({}, { a: host(11, { public: { mac: "02:00:5e:00:53:01", static: { manager: "netplan" } } }), b: host(12) }),
    "groups.web.members.a: netplan merges its files by the interface's name",
  ],
  [
    "a reserved heartbeat that moves",
    pair({ reserved_heartbeats: ["203.0.113.10"] }),
    "groups.web.reserved_heartbeats: 203.0.113.10 moves with the group.",
  ],
];

test.each(errors)("%s is an error", (_what, declaration, message) => {
  const found = findingsOf(declaration);
  expect(found.join("\n")).toContain(message);
  expect(readDeclaration(declaration).groups).toEqual([]);
});

describe("on IONOS", () => {
  const withStatic = { interface: "ens6", static: { gateways: ["203.0.113.1"] } };
  const ionos = (group: Json, more: Json = {}) =>
    pair(
      { cloud: "ionos", ...group },
      { a: host(11, { public: withStatic, ...more }), b: host(12, { public: withStatic }) },
    );

  test("a primary address needs a static public interface, for DHCP would hand it to every member", () => {
    const found = findingsOf(ionos({ address_role: "primary" }, { public: { interface: "ens6" } }));
    expect(found).toEqual([expect.stringContaining("a renewed lease puts it back on a backup")]);
    expect(findingsOf(ionos({ address_role: "additional" }, { public: { interface: "ens6" } }))).toEqual([]);
  });

  test("a member whose heartbeat is the primary address has no address of its own, and the error says why", () => {
    const heartbeat = { address: "203.0.113.10", interface: "ens6" };
    expect(findingsOf(ionos({}, { heartbeat }))).toEqual([
      expect.stringMatching(/IONOS's DHCP gives 203.0.113.10 to every member.*Give a an address of its own/),
    ]);
  });

  test("a virtual MAC is refused with the reason", () => {
    const carrier = { ...withStatic, virtual_mac: "02:00:5e:00:53:01" };
    expect(findingsOf(ionos({}, { public: carrier }))).toEqual([
      expect.stringContaining("IONOS lets frames pass only from the NIC's own hardware address"),
    ]);
  });

  test("an address that all members have is refused", () => {
    expect(findingsOf(ionos({ presence: "everywhere", anchor: "10.0.0.100" }))).toEqual([
      expect.stringContaining("all of them would answer"),
    ]);
  });

  test("a static configuration without a gateway is a warning", () => {
    expect(findingsOf(ionos({}, { public: { interface: "ens6", static: {} } }), "warning")).toEqual([
      expect.stringContaining("public.static of a has no gateway"),
    ]);
  });
});

describe("warnings", () => {
  const placed = (a: Json, b: Json) => pair({}, { a: host(11, a), b: host(12, b) });

  test("tell of members that share a zone or a rack", () => {
    expect(findingsOf(placed({ zone: "ZONE_1", rack: "A12" }, { zone: "ZONE_1", rack: "A12" }), "warning")).toEqual([
      expect.stringContaining("a and b are all in zone ZONE_1"),
      expect.stringContaining("a and b are all in rack A12"),
    ]);
  });

  test.each([
    ["in different zones", placed({ zone: "ZONE_1" }, { zone: "ZONE_2" })],
    ["where the cloud chooses", placed({ zone: "AUTO" }, { zone: "AUTO" })],
    ["where nobody knows", placed({ zone: "ZONE_1" }, {})],
  ])("are not given for members %s", (_where, declaration) => {
    expect(findingsOf(declaration, "warning")).toEqual([]);
  });

  test("tell of a host in no group, and of a timing that a little loss triggers", () => {
    const declaration = pair({ members: { a: {}, b: {} }, down_timer: 3 }, { a: host(11), b: host(12), c: host(13) });
    expect(findingsOf(declaration, "warning")).toEqual([
      expect.stringContaining("A backup takes over after 3 lost adverts of 100ms"),
      "members: c is in no group, so nothing is rendered for it.",
    ]);
  });
});

describe("several groups", () => {
  const two = (web: Json, mail: Json, members: Json = { a: host(11), b: host(12) }) => ({
    members,
    groups: {
      web: { addresses: ["203.0.113.10"], ...web },
      mail: { addresses: ["203.0.113.20"], ...mail },
    },
  });

  test("with mirrored masters are active on both members", () => {
    const [web, mail] = groupsOf(two({ master: "a" }, { master: "b" }));
    const priorities = [web, mail].map((group) => [...group!.members.values()].map(({ priority }) => priority));
    expect(priorities).toEqual([
      [150, 100],
      [100, 150],
    ]);
  });

  test("may not share a virtual router id on one LAN, and learn of a free one", () => {
    expect(findingsOf(two({ vrid: 51 }, { vrid: 51 }))).toEqual([
      "groups.mail.vrid: vrid 51 is that of web too, and both are on one LAN. Set vrid of one of them to a number that nobody there uses, such as 1.",
    ]);
  });

  test("may share one where their heartbeats never meet", () => {
    const far = (number: number) => host(0, { heartbeat: { address: `10.9.0.${number}`, interface: "ens7" } });
    const members = { a: host(11), b: host(12), c: far(1), d: far(2) };
    const declaration = two({ vrid: 51, members: { a: {}, b: {} } }, { vrid: 51, members: { c: {}, d: {} } }, members);
    expect(findingsOf(declaration)).toEqual([]);
  });

  test("may not share an address, nor a name in keepalived's configuration", () => {
    expect(findingsOf(two({}, { addresses: ["203.0.113.10"] }))).toEqual([
      "groups.mail.addresses: 203.0.113.10 is in web too. An address has one group: take it out of one of them.",
    ]);
    const check = { command: ["/bin/true"] };
    const declaration = {
      members: { a: host(11), b: host(12) },
      groups: {
        web: { addresses: ["203.0.113.10"], checks: { "x-y": check } },
        "web-x": { addresses: ["203.0.113.20"], checks: { y: check } },
      },
    };
    expect(findingsOf(declaration)).toEqual([
      "groups.web-x: It needs the name web-x-y in keepalived's configuration, and so does web. Rename one.",
    ]);
  });

  test("may not use each other's heartbeats", () => {
    const members = { a: host(11), b: host(12), c: host(13) };
    const declaration = two(
      { members: { a: {}, b: {} }, addresses: ["10.0.0.13"] },
      { members: { b: {}, c: {} } },
      members,
    );
    expect(findingsOf(declaration)).toEqual([
      "groups.web.addresses: 10.0.0.13 is the heartbeat of c, which never moves.",
    ]);
  });
});

test("declarations of one stack are held to one host, one address and one router id each", () => {
  const named = [
    { name: "one", groups: groupsOf(pair({ vrid: 7 })) },
    {
      name: "two",
      groups: groupsOf({
        members: { c: host(11), d: host(12) },
        groups: { mail: { addresses: ["203.0.113.10"], vrid: 7 } },
      }),
    },
  ];
  expect(
    findingsBetween(named).map((finding) => `${finding.in}: ${finding.path.join(".")}: ${finding.message}`),
  ).toEqual([
    expect.stringContaining("two: members.c: The heartbeat's address 10.0.0.11 is that of a in one too."),
    expect.stringContaining("two: members.d: The heartbeat's address 10.0.0.12 is that of b in one too."),
    "two: groups.mail.addresses: 203.0.113.10 is in web of one too. Take it out of one.",
    expect.stringContaining("two: groups.mail.vrid: vrid 7 is that of web too"),
  ]);
  expect(findingsBetween(named.slice(0, 1))).toEqual([]);
});

test("values that are known only later are taken as they are", () => {
  const later = "${ipfailover_ip_block.web.ips[0]}";
  const { groups, findings } = readDeclaration(pair({ addresses: [later] }), { isLater: (text) => text === later });
  expect(findings).toEqual([]);
  expect(groups[0]?.anchor).toBe(later);
});
