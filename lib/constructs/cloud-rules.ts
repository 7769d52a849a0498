/**
 * What a cloud demands beyond what every cloud does, as far as it can be told at synth. The adapter says the same at
 * plan, in the same words; the constructs know the cloud only by its name.
 */
import ipaddr from "ipaddr.js";
import { problem, type Diagnostic } from "../resources/diagnostic";
import { schemas } from "../resources/schemas";
import { isObject, type ObjectValue } from "../resources/value";
import { configValue } from "./resolved-config";
import type { Finding } from "./sibling-rules";
import { text, type Declared } from "./stack-elements";

const GROUP = "ipfailover_group";

export function cloudProblems(resources: readonly Declared[], providers: readonly Declared[]): readonly Finding[] {
  const clouds = new Map(providers.map(({ name, json }) => [name, text(json.cloud)]));
  const schema = schemas.resources[GROUP];
  return resources.flatMap((at) => {
    if (at.type !== GROUP || !schema || clouds.get(providerAlias(at)) !== "ionos") return [];
    return checkIonosGroup(configValue(schema, at.json)).map((diagnostic) => ({ at, diagnostic }));
  });
}

/** The alias of the resource's provider configuration; empty for the default one. */
function providerAlias({ json }: Declared): string {
  return (text(json.provider) ?? "").split(".")[1] ?? "";
}

function checkIonosGroup({ ip, network, members }: ObjectValue): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  if (network === null) {
    const detail =
      "On IONOS a failover group lives in a LAN: set network to { datacenter_id, lan_id } of the members' public LAN.";
    found.push(problem(["network"], "network is missing", detail));
  }
  for (const [key, member] of Object.entries(isObject(members) ? members : {})) {
    if (!isObject(member) || member.nic !== null) continue;
    const detail = `On IONOS members["${key}"].nic is required: set it to the id of the server's NIC on the group's LAN.`;
    found.push(problem(["members", key, "nic"], "nic is missing", detail));
  }
  if (typeof ip === "string" && ipaddr.IPv6.isValid(ip)) {
    const detail = `IONOS shares only reserved IPv4 addresses between NICs; ip is ${ip}. Use an address of an ipfailover_ip_block.`;
    found.push(problem(["ip"], "ip is an IPv6 address", detail));
  }
  return found;
}
