import type { ObjectValue } from "../../../lib/resources/value";
import { textOf } from "../../../lib/resources/value";
import { configOf, groupConfig, membersConfig, openSession, startPlace } from "../../support/ionos";
import type { Fixture, Ground, GroundOptions } from "./ground";
import { conformanceSuite } from "./suite";

async function setUp({ stuck = false }: GroundOptions = {}): Promise<Ground> {
  const place = await startPlace({
    memberNames: ["a", "b", "c", "stranger"],
    ...(stuck ? { settleMs: 3_600_000 } : {}),
  });
  const { simulator, datacenterId, lanId } = place;
  const { scene } = simulator;
  const [ip = "", otherIp = ""] = place.ips;
  const nicOf = (name: string) => place.members[name]?.nic ?? "";
  const lan = () => scene.look(`/datacenters/${datacenterId}/lans/${lanId}`);
  const entries = () => (lan()?.ipFailover ?? []) as { ip: string; nicUuid: string }[];
  const addresses = (name: string) => (scene.look(scene.pathOf(nicOf(name)) ?? "")?.ips ?? []) as string[];
  const config = (values: ObjectValue = {}) =>
    groupConfig(place, { members: membersConfig(place, ["a", "b"]), ...values });
  const names = Object.keys(place.members);

  const groups: Fixture = {
    config: config(),
    changed: config({ address_role: "additional" }),
    importId: (state) => `${textOf(state.id)}?a=${nicOf("a")}&b=${nicOf("b")}`,
    count: () => {
      const used = [...entries().map((entry) => entry.ip), ...names.flatMap(addresses)];
      return new Set(used.filter((used) => place.ips.includes(used))).size;
    },
    destroy: () => scene.remove(`/datacenters/${datacenterId}/lans/${lanId}`),
    group: {
      members: ["a", "b"],
      shownBy: "registered_master",
      withThirdMember: config({ members: membersConfig(place, ["a", "b", "c"]) }),
      withOtherMaster: config({ master: "b" }),
      withOtherAddress: config({ ip: otherIp }),
      move(to) {
        if (to === "stranger") scene.setNicIps(nicOf("stranger"), [ip]);
        scene.setIpFailover(datacenterId, lanId, to === "nobody" ? [] : [{ ip, nicUuid: nicOf(to) }]);
      },
      where: () => {
        const registered = entries().find((entry) => entry.ip === ip)?.nicUuid;
        return names.find((name) => nicOf(name) === registered) ?? "nobody";
      },
    },
  };

  const block = (name: string) => configOf("ipfailover_ip_block", { name, location: "de/fra", size: 2 });
  const blocks: Fixture = {
    config: block("vip"),
    changed: block("renamed"),
    importId: (state) => textOf(state.id),
    count: () => simulator.state().items.filter(({ type, id }) => type === "ipblock" && id !== place.blockId).length,
    destroy: (state) => scene.remove(`/ipblocks/${textOf(state.id)}`),
  };

  const record = (name: string) => configOf("ipfailover_reverse_dns", { ip, name });
  const records = () => simulator.state().items.filter(({ type }) => type === "reverserecord");
  const reverse: Fixture = {
    config: record("mail.example.com"),
    changed: record("web.example.com"),
    immediate: true,
    importId: (state) => textOf(state.id),
    count: () => records().length,
    destroy: () => scene.remove(records()[0]?.path ?? ""),
  };

  return {
    cloud: "ionos",
    account: String(simulator.contractNumber),
    open: (provider) => openSession(simulator, provider),
    secrets: [simulator.token, simulator.password],
    faults: simulator.faults,
    requests: () => simulator.journal,
    forgetRequests: () => simulator.clearJournal(),
    fixtures: {
      ipfailover_group: groups,
      ipfailover_ip_block: blocks,
      ipfailover_reverse_dns: reverse,
      ipfailover_frontend: { unsupported: /nothing like OVHcloud's IP Load Balancer/ },
      ipfailover_frontend_binding: { unsupported: /nothing like OVHcloud's IP Load Balancer/ },
      ipfailover_load_balancer_activation: { unsupported: /nothing like OVHcloud's IP Load Balancer/ },
      ipfailover_virtual_mac: { unsupported: /IONOS has no virtual MACs: .*ipfailover_group/ },
    },
    close: () => simulator.close(),
  };
}

conformanceSuite("ionos", setUp);
