/** A group as it is declared on the command line, for gates that must not depend on any state. */
import { core } from "../resources/core";
import type { ObjectValue } from "../resources/value";
import { UserError } from "./failure";
import { groupStatus } from "./group-status";
import type { GroupStatus } from "./group-status";

export interface DirectOptions {
  readonly cloud: string;
  readonly ip?: string;
  readonly network?: string;
  readonly member?: readonly string[];
  readonly master?: string;
}

export async function directStatus(options: DirectOptions, signal: AbortSignal): Promise<GroupStatus> {
  const declared = declaredGroup(options);
  const config = Object.fromEntries(Object.keys(core.provider.attributes).map((name) => [name, null]));
  const { session, diagnostics } = core.open({ ...config, cloud: options.cloud }, { env: process.env });
  if (!session) throw new UserError(diagnostics.map(({ detail }) => detail).join(" "));
  try {
    return await groupStatus(session, options.ip ?? "", declared, signal);
  } finally {
    session.close();
  }
}

function declaredGroup({ cloud, ip, network, member = [], master }: DirectOptions): ObjectValue {
  const inLan = network === undefined ? null : parseNetwork(network);
  const members = Object.fromEntries(member.map((text) => parseMember(text, inLan !== null)));
  const config = { ip: ip ?? null, network: inLan, members, master: master ?? null };
  const errors = [
    ...core.validateResource("ipfailover_group", config),
    ...core.checkOnCloud(cloud, "ipfailover_group", config),
  ];
  if (errors.length > 0) throw new UserError(errors.map(({ detail }) => detail).join(" "));
  return config;
}

function parseNetwork(network: string): ObjectValue {
  const [datacenterId, lanId, ...rest] = network.split("/");
  if (!datacenterId || !lanId || rest.length > 0) {
    throw new UserError(`--network is "${network}"; write DATACENTER/LAN.`);
  }
  return { datacenter_id: datacenterId, lan_id: lanId };
}

/** What follows the server is its NIC in a LAN, and the next hop on a cloud that routes addresses. */
function parseMember(text: string, inLan: boolean): readonly [string, ObjectValue] {
  const [, key, server, part = null] = /^([^=]+)=([^/]+)(?:\/([^/]+))?$/.exec(text) ?? [];
  if (!key || !server || (inLan && part === null)) {
    throw new UserError(
      `--member is "${text}"; write NAME=${inLan ? "SERVER/NIC" : "SERVICE, or NAME=PROJECT/NEXTHOP"}.`,
    );
  }
  return [key, { server, nic: inLan ? part : null, nexthop: inLan ? null : part, priority: null }];
}
