/** What the conformance suite needs to know of groups and blocks on a simulated OVHcloud account. */
import type { OvhSimulator } from "../../../lib/clouds/ovh/simulator";
import { textOf } from "../../../lib/resources/value";
import type { ObjectValue } from "../../../lib/resources/value";
import { configOf } from "../../support/ionos";
import { ovhMember } from "../../support/ovh";
import type { Fixture } from "./ground";

const [ADDRESS, OTHER, BLOCK] = ["203.0.113.1", "203.0.113.2", "203.0.113.16/28"];

export function groupFixtures(simulator: OvhSimulator): Readonly<Record<string, Fixture>> {
  const { scene } = simulator;
  const servers = Object.fromEntries(
    ["a", "b", "c", "stranger"].map((name) => [name, scene.server({ name: `ns-${name}` })]),
  );
  for (const ip of [ADDRESS, OTHER]) scene.ip({ ip });
  scene.ip({ ip: BLOCK });
  const members = (...names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, ovhMember(servers[name] ?? "")]));
  const group = (values: ObjectValue = {}) =>
    configOf("ipfailover_group", { ip: ADDRESS, members: members("a", "b"), master: "a", ...values });
  const block = (description: string) => configOf("ipfailover_ip_block", { adopt: BLOCK, description });

  return {
    ipfailover_group: {
      config: group(),
      changed: group({ master: "b" }),
      importId: (state) => `${textOf(state.id)}?a=${servers.a}&b=${servers.b}`,
      count: () => [ADDRESS, OTHER].filter((ip) => typeof scene.routedTo(ip) === "string").length,
      destroy: () => scene.remove(ADDRESS),
      group: {
        members: ["a", "b"],
        shownBy: "holder",
        withThirdMember: group({ members: members("a", "b", "c") }),
        withOtherMaster: group({ master: "b" }),
        withOtherAddress: group({ ip: OTHER }),
        move: (to) => scene.route(ADDRESS, to === "nobody" ? null : (servers[to] ?? "")),
        where: () => Object.keys(servers).find((name) => servers[name] === scene.routedTo(ADDRESS)) ?? "nobody",
      },
    },
    ipfailover_ip_block: {
      config: block("vip"),
      changed: block("renamed"),
      immediate: true,
      adopted: true,
      importId: (state) => textOf(state.id),
      count: () => (scene.routedTo(BLOCK) === undefined ? 0 : 1),
      destroy: () => scene.remove(BLOCK),
    },
  };
}
