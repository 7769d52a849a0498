import { bareAddress, isSingleAddress, tryBlock } from "../../../clouds/block";
import type { Cloud } from "../../../clouds/cloud";
import { bareName, sameName, wrongName } from "../../../clouds/host-name";
import type { ReverseDnsPort } from "../../../clouds/ports/reverse-dns";
import { advice, problem } from "../../diagnostic";
import type { Diagnostic } from "../../diagnostic";
import type { ResourceType } from "../../resource-type";
import { knownString, textOf } from "../../value";
import type { ObjectValue, Value } from "../../value";
import { moveFromIonosReverseRecord, moveFromOvhIpReverse } from "./move";
import { reverseDnsSchema } from "./schema";

export const reverseDns: ResourceType = {
  schema: reverseDnsSchema,
  validate: ({ ip, name }) => [...validateAddress(ip), ...validateName(name)],
  advise: () => [],
  unsupported: (cloud) => (cloud.reverseDns ? undefined : `${cloud.name} has no reverse DNS that could be managed.`),
  check: () => [],

  claims({ ip }) {
    const block = tryBlock(knownString(ip) ?? "");
    if (block === undefined) return [];
    const detail = `ip ${bareAddress(block)} has two ipfailover_reverse_dns in this stack, and an address resolves back to one name. Remove one.`;
    return [{ what: `Reverse DNS of ${bareAddress(block)}`, path: ["ip"], detail }];
  },

  async preflight({ cloud, signal }, planned, prior) {
    const [ip, name] = [knownString(planned.ip), knownString(planned.name)];
    if (ip === undefined || name === undefined) return { diagnostics: [], steps: [] };
    const address = bareAddress(ip);
    const problems = await port(cloud).check(address, signal);
    const present = prior === null && problems.length === 0 ? await port(cloud).read(address, signal) : undefined;
    const replaced = present === undefined || sameName(present, name) ? [] : [replaces(address, present)];
    return { diagnostics: [...problems, ...replaced], steps: [`let ${address} resolve back to ${name}`] };
  },

  create: ({ cloud, signal }, planned) => set(cloud, planned, signal),
  update: ({ cloud, signal }, _prior, planned) => set(cloud, planned, signal),

  async remove({ cloud, signal }, { ip }) {
    await port(cloud).remove(bareAddress(textOf(ip)), signal);
    return [];
  },

  async read({ cloud, signal }, prior) {
    const ip = bareAddress(textOf(prior.ip));
    const name = await port(cloud).read(ip, signal);
    if (name === undefined) return null;
    const recorded = knownString(prior.name);
    const same = recorded !== undefined && sameName(recorded, name);
    return { ...prior, id: ip, name: same ? recorded : bareName(name) };
  },

  parseId(_cloud, id) {
    const block = tryBlock(id);
    return block !== undefined && isSingleAddress(block) ? { ip: bareAddress(block) } : undefined;
  },
  idExample: () => "the address, such as 203.0.113.10",

  moves: { ovh_ip_reverse: moveFromOvhIpReverse, ionoscloud_dns_reverse_record: moveFromIonosReverseRecord },
};

function port(cloud: Cloud): ReverseDnsPort {
  if (!cloud.reverseDns) throw new Error(`${cloud.name} has no reverse DNS.`);
  return cloud.reverseDns;
}

async function set(cloud: Cloud, planned: ObjectValue, signal: AbortSignal) {
  const ip = bareAddress(textOf(planned.ip));
  const name = await port(cloud).set({ ip, name: bareName(textOf(planned.name)) }, signal);
  return { attributes: { id: ip, name } };
}

function replaces(ip: string, present: string): Diagnostic {
  return advice(
    "replaces-record",
    ["name"],
    "The address has a name already",
    `ip ${ip} resolves back to ${bareName(present)} now, which this replaces. To take that over as it is, import it.`,
  );
}

function validateAddress(ip: Value | undefined): readonly Diagnostic[] {
  const text = knownString(ip);
  if (text === undefined || text.trim() === "") return [];
  const block = tryBlock(text);
  if (block !== undefined && isSingleAddress(block)) return [];
  const what = block === undefined ? "is no IP address" : "is a block";
  const detail = `ip "${text}" ${what}. Reverse DNS is of one address: write it as 203.0.113.10 or 2001:db8::10.`;
  return [problem(["ip"], `ip ${what}`, detail)];
}

function validateName(name: Value | undefined): readonly Diagnostic[] {
  const text = knownString(name);
  const wrong = text === undefined || text.trim() === "" ? undefined : wrongName(text);
  if (text === undefined || wrong === undefined) return [];
  const detail = `name is "${text}": ${wrong}. Write a full host name, such as mail.example.com.`;
  return [problem(["name"], "name is no host name", detail)];
}
