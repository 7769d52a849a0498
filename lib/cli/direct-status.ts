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

function declaredGroup({ ip, network, member = [], master }: DirectOptions): ObjectValue {
  const [datacenterId, lanId, ...rest] = (network ?? "").split("/");
  if (!datacenterId || !lanId || rest.length > 0) {
    throw new UserError(`--network is "${network ?? ""}"; write DATACENTER/LAN.`);
  }
  const members = Object.fromEntries(member.map(parseMember));
  const config = {
    ip: ip ?? null,
    network: { datacenter_id: datacenterId, lan_id: lanId },
    members,
    master: master ?? null,
  };
  const errors = core.validateResource("ipfailover_group", config);
  if (errors.length > 0) throw new UserError(errors.map(({ detail }) => detail).join(" "));
  return config;
}

function parseMember(text: string): readonly [string, ObjectValue] {
  const [, key, server, nic] = /^([^=]+)=([^/]+)\/([^/]+)$/.exec(text) ?? [];
  if (!key || !server || !nic) throw new UserError(`--member is "${text}"; write NAME=SERVER/NIC.`);
  return [key, { server, nic, priority: null }];
}
