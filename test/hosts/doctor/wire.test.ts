/** Adverts, firewalls, and who holds the address: what the doctor makes of the network. */
import { parseInterfaces } from "../../../lib/hosts/doctor/addresses";
import { capture, parseCapture } from "../../../lib/hosts/doctor/capture";
import { advertChecks, listeningSeconds } from "../../../lib/hosts/doctor/checks/adverts";
import { firewallChecks } from "../../../lib/hosts/doctor/checks/firewall";
import { holderCheck } from "../../../lib/hosts/doctor/checks/holder";
import { interfaceChecks, kernelChecks, ownAddressCheck } from "../../../lib/hosts/doctor/checks/network";
import type { ConfOptions } from "../lint/conf";
import { fakeHost, ipOutput } from "./fake-host";
import type { FakeHost } from "./fake-host";
import { instance, told } from "./told";

describe("interfaces and addresses", () => {
  const up = parseInterfaces(ipOutput());
  const down = parseInterfaces(
    '[{"ifname":"eth0","flags":["BROADCAST"],"addr_info":[{"local":"192.0.2.11"}]},{"ifname":"eth1","flags":["UP"],"addr_info":[]}]',
  );

  it.each([
    ["an interface that is up", up, "eth0", "ok: eth0 is up."],
    ["one that is down", down, "eth0", "error: eth0 is down."],
    ["one without a cable", down, "eth1", "error: eth1 has no carrier."],
    ["one that is not there", up, "eth7", "error: eth7 does not exist."],
    ["a host that does not say", undefined, "eth0", "open: Whether eth0 is up."],
  ])("%s", (_name, interfaces, device, expected) => {
    const one = instance({ set: { interface: device }, addresses: [`192.0.2.100/32 dev ${device}`] });
    expect(told(interfaceChecks(one, interfaces))).toEqual([expected]);
  });

  it.each([
    ["here", {}, "ok: 192.0.2.11 is on eth0."],
    ["on another interface", { interface: "eth1" }, "error: 192.0.2.11 is on eth0, not on eth1."],
    ["nowhere", { unicast_src_ip: "192.0.2.99" }, "error: 192.0.2.99 is not on this host."],
  ])("an own address that is %s", (_name, set, expected) => {
    expect(told(ownAddressCheck(instance({ set }), up))).toEqual([expected]);
  });

  const kernel = (files: Readonly<Record<string, string>>, one = instance(), interfaces = up ?? []) =>
    told(
      kernelChecks(
        fakeHost({
          files: Object.fromEntries(Object.entries(files).map(([name, value]) => [`/proc/sys/net/${name}`, value])),
        }),
        one,
        interfaces,
      ),
    );

  it("finds what the kernel would do to adverts and addresses", () => {
    const elsewhere = instance({ addresses: ["192.0.2.100/32 dev eth1"] });
    const strict = {
      "ipv4/conf/all/rp_filter": "1\n",
      "ipv4/conf/eth0/rp_filter": "0\n",
      "ipv4/conf/eth1/rp_filter": "2\n",
    };
    expect(kernel({ "ipv4/ip_nonlocal_bind": "0\n" })).toEqual(["info: net.ipv4.ip_nonlocal_bind is 0."]);
    expect(kernel(strict)).toEqual([]);
    expect(kernel(strict, elsewhere)).toEqual(["warning: rp_filter of eth0 is 1."]);
    expect(kernel({ "ipv4/conf/eth0/proxy_arp": "1\n" })).toEqual(["warning: proxy_arp of eth0 is 1."]);
    const onLo = parseInterfaces('[{"ifname":"lo","flags":["UP"],"addr_info":[{"local":"192.0.2.100"}]}]') ?? [];
    expect(kernel({ "ipv4/conf/all/arp_ignore": "0\n" }, instance(), onLo)).toEqual([
      "error: 192.0.2.100 is on lo, and arp_ignore is 0.",
    ]);
    const six = instance({
      addresses: ["2001:db8::100"],
      set: { unicast_src_ip: "2001:db8::11" },
      peers: ["2001:db8::12"],
    });
    expect(kernel({ "ipv6/conf/eth0/keep_addr_on_down": "0\n" }, six)).toEqual([
      "warning: keep_addr_on_down of eth0 is 0.",
    ]);
  });
});

describe("adverts", () => {
  const line = (direction: string, from: string, more: { readonly vrid?: number; readonly priority?: number } = {}) =>
    `eth0  ${direction.padEnd(3)} IP ${from} > 192.0.2.12: VRRPv3, Advertisement, vrid ${more.vrid ?? 51}, prio ${more.priority ?? 150}, intvl 10cs, length 12`;

  const judged = (
    holder: boolean | undefined,
    lines: readonly string[],
    others: Parameters<typeof advertChecks>[3] = [],
  ) => told(advertChecks(instance(), holder, { seconds: 3, adverts: parseCapture(lines.join("\n")) }, others));

  it("are read in every form that tcpdump has", () => {
    const lines = [
      line("Out", "192.0.2.11"),
      "eth1  M   IP 192.0.2.12 > 224.0.0.18: VRRPv2, Advertisement, vrid 7, prio 100, authtype simple, intvl 1s, length 20",
      "eth0  In  IP6 fe80::1 > ff02::12: ip-proto-112 VRRPv3, Advertisement, vrid 9, prio 50, intvl 100cs, length 24",
      "eth0  In  IP 192.0.2.9 > 192.0.2.11: ICMP echo request",
    ];
    expect(parseCapture(lines.join("\n"))).toEqual([
      {
        interface: "eth0",
        direction: "out",
        from: "192.0.2.11",
        to: "192.0.2.12",
        version: 3,
        vrid: 51,
        priority: 150,
      },
      { interface: "eth1", direction: "in", from: "192.0.2.12", to: "224.0.0.18", version: 2, vrid: 7, priority: 100 },
      { interface: "eth0", direction: "in", from: "fe80::1", to: "ff02::12", version: 3, vrid: 9, priority: 50 },
    ]);
  });

  it.each([
    [
      "a master that sends",
      true,
      [line("Out", "192.0.2.11")],
      ["ok: Sends adverts: 1 in 3 s.", "open: Whether the others hear them: this member sends, and nobody answers."],
    ],
    ["a holder that sends nothing", true, [], ["error: Holds the address and sent no advert in 3 s."]],
    [
      "one of two masters",
      true,
      [line("Out", "192.0.2.11"), line("In", "192.0.2.12", { priority: 100 })],
      [
        "ok: Sends adverts: 1 in 3 s.",
        "open: Whether the others hear them: this member sends, and nobody answers.",
        "error: Holds the address and hears adverts of 192.0.2.12 (priority 100).",
      ],
    ],
    [
      "a backup that hears",
      false,
      [line("In", "192.0.2.12"), line("In", "192.0.2.12")],
      [
        "ok: Hears adverts of 192.0.2.12 (priority 150), and stays backup.",
        "open: Whether the others would hear this member: a backup sends nothing.",
      ],
    ],
    [
      "a backup that hears nobody, for another group's adverts do not count",
      false,
      [line("In", "192.0.2.12", { vrid: 52 })],
      [
        "error: Hears no advert of a peer in 3 s and is not master.",
        "open: Whether the others would hear this member: a backup sends nothing.",
      ],
    ],
    [
      "a backup that hears a stranger",
      false,
      [line("In", "192.0.2.12"), line("In", "192.0.2.66")],
      [
        "ok: Hears adverts of 192.0.2.12 (priority 150), and stays backup.",
        "warning: Hears adverts of 192.0.2.66 (priority 150), which are no peers.",
        "open: Whether the others would hear this member: a backup sends nothing.",
      ],
    ],
    [
      "a master that could not add the address",
      false,
      [line("Out", "192.0.2.11")],
      ["error: Sends adverts without holding the address."],
    ],
    [
      "a host that does not say who holds",
      undefined,
      [],
      ["open: Whether adverts are sent and heard: it is unknown who holds the address."],
    ],
  ])("of %s", (_name, holder, lines, expected) => {
    expect(judged(holder, lines)).toEqual(expected);
  });

  it("are heard by a peer that runs and stays backup", () => {
    const others = [{ name: "b", runs: true, holds: false }];
    expect(judged(true, [line("Out", "192.0.2.11")], others)).toEqual([
      "ok: Sends adverts: 1 in 3 s.",
      "ok: Is heard by b: keepalived runs there and stays backup.",
    ]);
    expect(judged(true, [line("Out", "192.0.2.11")], [{ name: "b", runs: false, holds: false }])[1]).toMatch(/^open: /);
  });

  it("are left open where nobody can listen, with the way to do it by hand", async () => {
    const missing = await capture(fakeHost(), 1);
    const forbidden = await capture(
      fakeHost({
        programs: { tcpdump: { code: 1, stderr: "tcpdump: any: You don't have permission to capture on that device" } },
      }),
      1,
    );
    expect([missing, forbidden]).toEqual([
      "there is no tcpdump: apt-get install tcpdump",
      "tcpdump cannot listen here: permission to capture on that device",
    ]);
    const [check] = advertChecks(instance(), true, "there is no tcpdump", []);
    expect(check).toMatchObject({
      outcome: "open",
      how: expect.stringContaining("tcpdump -i eth0 -n 'ip proto 112") as string,
    });
  });

  it("are waited for as long as two of them take, and no longer than ten seconds", () => {
    const seconds = (advert: string) => listeningSeconds([instance({ set: { advert_int: advert } })]);
    expect(["1", "2", "200"].map(seconds)).toEqual([3, 5, 10]);
    expect(listeningSeconds([])).toBe(1);
  });
});

describe("who holds the address", () => {
  const answers = (...macs: readonly string[]) =>
    `ARPING 192.0.2.100 from 192.0.2.11 eth0\n${macs.map((mac) => `Unicast reply from 192.0.2.100 [${mac}]  0.9ms\n`).join("")}Sent 2 probes (2 broadcast(s))\nReceived ${macs.length} response(s)\n`;
  const [one, two] = ["02:00:5E:00:53:01", "02:00:5E:00:53:02"];

  const judged = async (here: boolean, stdout: string | undefined, options: ConfOptions = {}) =>
    told(await holderCheck(fakeHost({ programs: { arping: stdout } }), instance(options), here));

  it.each([
    ["this member alone", true, answers(), "ok: 192.0.2.100 is held by this member alone."],
    ["another alone", false, answers(one, one), "ok: 192.0.2.100 is held by 02:00:5e:00:53:01 alone."],
    ["nobody", false, answers(), "error: Nobody answers for 192.0.2.100."],
    ["this member and another", true, answers(one), "error: 192.0.2.100 is held by this member, 02:00:5e:00:53:01."],
    ["two others", false, answers(one, two), "error: 192.0.2.100 is held by 02:00:5e:00:53:01, 02:00:5e:00:53:02."],
    ["a host without arping", true, undefined, "open: Whether one member alone holds 192.0.2.100: there is no arping."],
  ])("is told by asking the LAN: %s", async (_name, here, stdout, expected) => {
    expect(await judged(here, stdout)).toEqual([expected]);
  });

  it("is left open for IPv6", async () => {
    const six = { addresses: ["2001:db8::100"], set: { unicast_src_ip: "2001:db8::11" }, peers: ["2001:db8::12"] };
    expect(await judged(true, answers(), six)).toEqual([
      "open: Whether one member alone holds 2001:db8::100: IPv6 is not asked.",
    ]);
  });
});

describe("the firewall", () => {
  const chain = (hook: string, policy: string, ...rules: readonly string[]) =>
    `table inet filter {\n\tchain ${hook}s {\n\t\ttype filter hook ${hook} priority filter; policy ${policy};\n${rules.map((rule) => `\t\t${rule}\n`).join("")}\t}\n}\n`;
  const judged = async (nft: FakeHost["programs"]) =>
    told(await firewallChecks(fakeHost(nft === undefined ? {} : { programs: nft })));

  it("lets adverts through unless it drops what it does not know", async () => {
    const passing = "ok: No chain of output drops what it does not know.";
    expect(await judged({ nft: "" })).toEqual(["ok: No chain of input drops what it does not know.", passing]);
    expect(await judged({ nft: chain("input", "drop", "tcp dport 22 accept") })).toEqual([
      "error: The chain inputs drops what it does not know, and no rule names protocol 112.",
      passing,
    ]);
    expect(
      await judged({ nft: chain("input", "accept", "tcp dport 22 accept", "counter packets 0 bytes 0 drop") }),
    ).toEqual(["error: The chain inputs drops what it does not know, and no rule names protocol 112.", passing]);
    expect(await judged({ nft: chain("input", "drop", "ip saddr 192.0.2.12 ip protocol vrrp accept") })).toEqual([
      "ok: inputs drops what it does not know, and a rule names protocol 112.",
      passing,
    ]);
  });

  it("is left open where nobody may read it", async () => {
    expect(await judged({ nft: { code: 1, stderr: "Operation not permitted (you must be root)\n" } })).toEqual([
      "open: Whether the firewall lets protocol 112 through: Operation not permitted (you must be root).",
    ]);
    expect(await judged(undefined)).toEqual(["open: Whether the firewall lets protocol 112 through: there is no nft."]);
  });
});
