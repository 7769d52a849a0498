/** The hosts' half of groups, declared in a stack. */
import { Fn, Lazy, TerraformStack, Testing } from "cdktf";
import type { Construct } from "constructs";
import {
  ActiveActivePair,
  Duration,
  FailoverGroup,
  HighAvailability,
  IpBlock,
  type HighAvailabilityGroup,
  type HighAvailabilityMember,
  type HighAvailabilityProps,
} from "../../lib";
import { findLocals, loadConfig, openState } from "../../lib/engine";
import { firstStart } from "../../lib/hosts/deliver/first-start";
import { readDeclaration } from "../../lib/hosts/model/read";
import { localPrefix } from "../../lib/hosts/model/travel";
import * as version from "../../lib/version";
import { PROVIDER, removeWorkspaces, workspace } from "../engine/run/workspace";
import { aGroup, aStack, LAN, problemsOf, resource, synthesize, VendorResource, warningsOf } from "./support/stacks";

jest.mock("../../lib/version", () => ({ packageVersion: "0.1.0" }));

const member = (number: number, more: Partial<HighAvailabilityMember> = {}): HighAvailabilityMember => ({
  heartbeat: { address: `10.0.0.${number}`, interface: "ens7" },
  public: { interface: "ens6", static: { gateways: ["203.0.113.1"] } },
  ...more,
});
const members = { a: member(11), b: member(12) };

function pairOf(stack: Construct, { groups, ...props }: Partial<HighAvailabilityProps> = {}): HighAvailability {
  return new HighAvailability(stack, "ha", { members, groups: groups ?? [aGroup(stack, "web")], ...props });
}

/** As the stack's JSON has it. */
function declarationIn(stack: TerraformStack): { groups: Record<string, Record<string, unknown>> } {
  const { locals } = synthesize(stack) as { locals?: Record<string, never> };
  return locals![`${localPrefix}ha`]!;
}

afterEach(removeWorkspaces);

describe("a declaration of hosts", () => {
  test("stands in the stack's JSON, with the group's address, members and cloud, for render and drill", () => {
    const stack = aStack();
    const block = new IpBlock(stack, "addresses", { location: "de/fra", size: 1 });
    pairOf(stack, { groups: [aGroup(stack, "web", { ip: block.ip(0) })], profile: "fast" });
    expect(problemsOf(stack)).toEqual([]);
    expect(declarationIn(stack).groups).toEqual({
      web: {
        cloud: "ionos",
        addresses: ["${ipfailover_ip_block.addresses.ips[0]}"],
        members: { a: { priority: 100 }, b: { priority: 50 } },
        master: "a",
        profile: "fast",
      },
    });
  });

  test("promises its times in an output, so that every plan shows a change of them", () => {
    const stack = aStack();
    pairOf(stack, { checks: { http: { command: ["/bin/true"], interval: Duration.seconds(2), timeout: "1s" } } });
    expect(synthesize(stack).output?.ha_promise?.value).toEqual({
      web: "web is taken over after: crash 0.88 to 0.98 s, stop 0.08 s, failed check at most 5.08 s.",
    });
  });

  test("is known with everything that the state records, zones too", async () => {
    const stack = aStack();
    const block = new IpBlock(stack, "addresses", { location: "de/fra", size: 1 });
    pairOf(stack, { groups: [aGroup(stack, "web", { ip: block.ip(0) })] });
    const made = workspace(synthesize(stack));
    const recorded = (type: string, name: string, attributes: object) => ({
      mode: "managed",
      type,
      name,
      provider: 'provider["registry.terraform.io/cdktf-ip-failover/ipfailover"]',
      instances: [{ schema_version: 0, attributes }],
    });
    made.writeState({
      version: 4,
      terraform_version: "1.11.4",
      serial: 1,
      lineage: "l",
      outputs: {},
      resources: [
        recorded("ipfailover_ip_block", "addresses", { ips: ["203.0.113.10"] }),
        recorded("ipfailover_group", "web", { availability_zones: { a: "ZONE_1", b: "ZONE_1" } }),
      ],
      check_results: null,
    });
    const config = loadConfig({ directory: made.directory, cwd: made.directory, env: {}, foreign: "any" });
    const store = await openState(config.statePath, { lock: false });
    const { groups, findings } = readDeclaration(
      findLocals({ config, state: store.state }, localPrefix).get(`${localPrefix}ha`),
    );
    await store.close();
    expect(groups[0]?.addresses).toEqual(["203.0.113.10"]);
    expect(findings.map(({ message }) => message)).toEqual([expect.stringContaining("are all in zone ZONE_1")]);
  });

  test("takes several groups, each with what differs", () => {
    const stack = aStack();
    const ha = new HighAvailability(stack, "ha", { members, profile: "calm" });
    const pair = new ActiveActivePair(stack, "pair", {
      members: {
        a: { server: "server-a", nic: "nic-a", priority: 100 },
        b: { server: "server-b", nic: "nic-b", priority: 50 },
      },
      addresses: { a: "203.0.113.10", b: "203.0.113.20" },
      network: LAN,
    });
    const settings: HighAvailabilityGroup = { name: "mail", profile: "fast", additionalAddresses: ["2001:db8::20"] };
    ha.addGroup(pair.group("a")).addGroup(pair.group("b"), settings);
    expect(problemsOf(stack)).toEqual([]);
    const { groups } = declarationIn(stack);
    expect(groups["pair-a"]).toMatchObject({ profile: "calm", members: { a: { priority: 100 }, b: { priority: 50 } } });
    expect(groups.mail).toMatchObject({
      profile: "fast",
      addresses: ["203.0.113.20", "2001:db8::20"],
      members: { a: { priority: 50 }, b: { priority: 100 } },
      address_role: "additional",
    });
  });
});

describe("what is wrong with hosts is an error at synth", () => {
  test("all of it at once, at the construct", () => {
    const stack = aStack();
    const b = member(12, { public: { interface: "ens6" }, keepalivedVersion: "1.3" });
    pairOf(stack, { members: { a: member(11), b }, vrrpVersion: 3, downTimer: 0 });
    expect(problemsOf(stack)).toEqual([
      expect.stringContaining("[production/ha] members.b.keepalived_version: keepalived_version is 1.3"),
      expect.stringContaining("[production/ha] groups.web.down_timer: down_timer is 0."),
      expect.stringContaining("[production/ha] groups.web.down_timer: down_timer 9 needs keepalived 2.2.3"),
      expect.stringContaining('[production/ha] groups.web.members.b: address_role is "primary", so DHCP gives'),
    ]);
  });

  test("a virtual MAC on IONOS, with the reason", () => {
    const stack = aStack();
    const carrier = { interface: "ens6", static: { gateways: ["203.0.113.1"] }, virtualMac: "52:54:00:01:02:03" };
    pairOf(stack, { members: { a: member(11, { public: carrier }), b: member(12) } });
    expect(problemsOf(stack).join()).toContain("IONOS lets frames pass only from the NIC's own hardware address");
  });

  test("a member whose only address is the primary one that moves", () => {
    const stack = aStack();
    const heartbeat = { address: "203.0.113.10", interface: "ens6" };
    pairOf(stack, { members: { a: member(11, { heartbeat }), b: member(12) } });
    expect(problemsOf(stack).join()).toContain("Give a an address of its own for the heartbeat");
  });

  test("a group whose members nobody can name", () => {
    const stack = aStack();
    const group = new FailoverGroup(stack, "web", {
      ip: "203.0.113.10",
      network: LAN,
      members: Lazy.anyValue({ produce: () => ({ a: { server: "a" } }) }),
      master: "a",
    });
    pairOf(stack, { groups: [group] });
    expect(problemsOf(stack).join()).toContain("the members of production/web are known only later");
  });

  test("two declarations for one host", () => {
    const stack = aStack();
    pairOf(stack);
    const groups = [aGroup(stack, "mail", { ip: "203.0.113.20", addressRole: "additional" })];
    new HighAvailability(stack, "again", { members, groups });
    expect(problemsOf(stack)).toEqual([
      expect.stringContaining(
        "[production/again] members.a: The heartbeat's address 10.0.0.11 is that of a in ha too.",
      ),
      expect.stringContaining(
        "[production/again] members.b: The heartbeat's address 10.0.0.12 is that of b in ha too.",
      ),
    ]);
  });

  test("a warning is told once, however often the stack is synthesized", () => {
    const stack = aStack();
    pairOf(stack, { members: { a: member(11, { zone: "ZONE_1" }), b: member(12, { zone: "ZONE_1" }) } });
    problemsOf(stack);
    problemsOf(stack);
    expect(warningsOf(stack).filter((text) => text.includes("all in zone ZONE_1"))).toHaveLength(1);
  });
});

describe("user data", () => {
  /** Servers that are replaced when their user data changes, as the clouds' are. */
  function servers(
    {
      names,
      reserved,
      heartbeatOfB,
    }: { names: readonly string[]; reserved?: readonly string[]; heartbeatOfB?: string },
    change: (stack: TerraformStack) => void = () => undefined,
  ): TerraformStack {
    const stack = new TerraformStack(Testing.app(), "production");
    stack.addOverride("terraform", PROVIDER.terraform);
    stack.addOverride("provider", PROVIDER.provider);
    const hosts = Object.fromEntries(names.map((name, index) => [name, member(11 + index)]));
    if (heartbeatOfB !== undefined) hosts.b = member(12, { heartbeat: { address: heartbeatOfB, interface: "ens7" } });
    const ha = new HighAvailability(stack, "ha", {
      members: hosts,
      ...(reserved && { reservedHeartbeats: reserved }),
      readyCheck: { command: ["/bin/sh", "-c", '[ "$${HOME}" = "%%{x}\\y" ]'] },
    });
    const block = new IpBlock(stack, "addresses", { location: "de/fra", size: 3 });
    const made = names.map((name) => {
      const server = new VendorResource(stack, name, "terraform_data");
      server.addOverride("triggers_replace", Fn.base64encode(ha.userData(name)));
      return [name, server] as const;
    });
    const group = aGroup(stack, "web", {
      ip: block.ip(1),
      members: Object.fromEntries(made.map(([name, server]) => [name, { server, nic: `nic-${name}` }])),
    });
    ha.addGroup(group);
    change(stack);
    return stack;
  }

  const actions = async (json: object, earlier: ReturnType<typeof workspace>) => {
    earlier.write(json);
    const { plan } = await earlier.plan();
    expect(plan.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    return plan.changes
      .filter(({ address }) => address.type === "terraform_data" && address.name !== "c")
      .filter(({ action }) => action !== "no-op")
      .map(({ action, address }) => `${action} ${address.name}`);
  };
  const setVersion = (text: string) => ((version as { packageVersion: string }).packageVersion = text);
  afterEach(() => setVersion("0.1.0"));

  test("is what render writes for the same member, with what only the apply knows filled in", async () => {
    const stack = servers({ names: ["a", "b"] });
    const made = workspace(synthesize(stack));
    const { planned } = await made.apply();
    expect(planned.plan.diagnostics).toEqual([]);
    const recorded = made.readState().resources.find(({ type, name }) => type === "terraform_data" && name === "a");
    const { triggers_replace } = recorded!.instances[0]!.attributes as { triggers_replace: { value: string } };
    const config = loadConfig({ directory: made.directory, cwd: made.directory, env: {}, foreign: "any" });
    const store = await openState(config.statePath, { lock: false });
    const declaration = findLocals({ config, state: store.state }, localPrefix).get(`${localPrefix}ha`);
    await store.close();
    const text = Buffer.from(triggers_replace.value, "base64").toString();
    expect(text).toBe(firstStart(readDeclaration(declaration).groups, "a"));
    expect(text).toContain(`'[ "\${HOME}" = "%{x}\\y" ]'`);
  });

  test("replaces no server when this package is upgraded, and none when a member joins", async () => {
    const running = workspace(synthesize(servers({ names: ["a", "b"] })));
    await running.apply();
    setVersion("9.9.9");
    expect(await actions(synthesize(servers({ names: ["a", "b"] })), running)).toEqual([]);
    const three = synthesize(servers({ names: ["a", "b", "c"] }));
    expect(await actions(three, running)).toEqual([]);
    const unprotected = JSON.parse(JSON.stringify(three).replaceAll('"triggers_replace"]', "]")) as object;
    expect(await actions(unprotected, running)).toEqual(["replace a", "replace b"]);
  });

  test("is the same, byte for byte, in another version and when a member joins for whom a heartbeat is reserved", () => {
    const userDataOf = (stack: TerraformStack) => resource(stack, "terraform_data", "a").triggers_replace;
    const reserved = ["10.0.0.13"];
    const first = userDataOf(servers({ names: ["a", "b"], reserved }));
    setVersion("9.9.9");
    expect(userDataOf(servers({ names: ["a", "b"], reserved }))).toBe(first);
    expect(userDataOf(servers({ names: ["a", "b", "c"], reserved }))).toBe(first);
  });

  test("may refer to reserved addresses", () => {
    const stack = servers({ names: ["a", "b"], heartbeatOfB: "${ipfailover_ip_block.addresses.ips[2]}" });
    expect(problemsOf(stack).filter((text) => text.includes("/ha]"))).toEqual([]);
    expect(resource(stack, "terraform_data", "a").triggers_replace).toContain(
      "${ipfailover_ip_block.addresses.ips[2]}",
    );
  });

  test("that waits for another member is an error that names the circle", () => {
    const stack = servers({ names: ["a", "b"], heartbeatOfB: "${ionoscloud_nic.b.ips[0]}" }, (stack) => {
      new VendorResource(stack, "nic", "ionoscloud_nic").overrideLogicalId("b");
      stack.addOverride("resource.ionoscloud_nic.b.server_id", "unused");
      (stack.node.findChild("nic") as VendorResource).addOverride("server_id", "${terraform_data.b.id}");
    });
    expect(problemsOf(stack)).toContainEqual(
      expect.stringMatching(
        /^\[production\/ha\] members\.b\.heartbeat\.address: userData\("a"\) refers to ionoscloud_nic\.b.*: user data of a -> ionoscloud_nic\.b -> terraform_data\.b -> user data of b\. Use an address that you choose/,
      ),
    );
  });

  test("in a vendor's block is ignored within it, and the rest of the lifecycle is kept", () => {
    const stack = aStack();
    const ha = pairOf(stack);
    const server = new VendorResource(stack, "a", "ionoscloud_server", { lifecycle: { ignoreChanges: ["name"] } });
    server.addOverride("volume", { user_data: Fn.base64encode(ha.userData("a")) });
    expect(problemsOf(stack)).toEqual([]);
    expect(resource(stack, "ionoscloud_server", "a").lifecycle).toEqual({
      ignore_changes: ["name", "volume[0].user_data"],
    });
  });

  test("in a block of a vendor whose bindings nobody has looked at is a warning that says what to add", () => {
    const stack = aStack();
    const ha = pairOf(stack);
    const server = new VendorResource(stack, "a", "somebody_server");
    server.addOverride("boot", { user_data: ha.userData("a") });
    expect(problemsOf(stack)).toEqual([]);
    expect(warningsOf(stack)).toContainEqual(expect.stringContaining("[production/a] boot.user_data holds user data"));
  });

  test("in another stack is an error, and a group in another stack is none", () => {
    const app = Testing.app();
    const network = aStack("network", app);
    const stack = new TerraformStack(app, "servers");
    const block = new IpBlock(network, "addresses", { location: "de/fra", size: 1 });
    const ha = new HighAvailability(stack, "ha", { members });
    ha.addGroup(aGroup(network, "web", { ip: block.ip(0) }));
    new VendorResource(stack, "a", "somebody_server").addOverride("user_data", ha.userData("a"));
    app.synth();
    const { user_data } = resource(stack, "somebody_server", "a");
    expect(user_data).toMatch(/\$\{data\.terraform_remote_state\..*addresses.*\}\/32 dev ens6/);
    expect(JSON.stringify(declarationIn(stack))).not.toContain("availability_zones");
    new VendorResource(network, "b", "somebody_server").addOverride("user_data", ha.userData("b"));
    expect(() => synthesize(network)).toThrow("Make the HighAvailability in the stack that has the servers");
  });

  test("of nobody is an error at once", () => {
    const ha = pairOf(aStack());
    expect(() => ha.userData("c")).toThrow("production/ha has no member c; its members are a, b.");
  });
});
