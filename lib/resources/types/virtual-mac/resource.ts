import { bareAddress, isSingleAddress, tryBlock } from "../../../clouds/block";
import type { Cloud } from "../../../clouds/cloud";
import type {
  VirtualMacObservation,
  VirtualMacPort,
  VirtualMacRecord,
  VirtualMacSpec,
} from "../../../clouds/ports/virtual-mac";
import { staticRules } from "../../../clouds/registry";
import { problem } from "../../diagnostic";
import type { ResourceType } from "../../resource-type";
import { knownString, textOf } from "../../value";
import type { ObjectValue, Value } from "../../value";
import { whereTo } from "../shared-claims";
import { asRecorded, knownAddresses, validateAddresses } from "./addresses";
import { virtualMacSchema } from "./schema";

export const virtualMac: ResourceType = {
  schema: virtualMacSchema,
  validate: ({ addresses }) => validateAddresses(addresses),
  advise: () => [],
  unsupported: (cloud) =>
    cloud.virtualMacs
      ? undefined
      : (staticRules(cloud.name)?.lacks?.virtualMacs ?? `${cloud.name} has no virtual MACs.`),
  check: ({ lacks }) =>
    lacks?.virtualMacs === undefined ? [] : [problem([], "Not possible on this cloud", lacks.virtualMacs)],

  claims: ({ addresses }) =>
    knownAddresses(addresses).map((address) => ({
      what: `Virtual MAC of ${address}`,
      path: ["addresses"],
      detail: `addresses: ${address} is in two ipfailover_virtual_mac of this stack. An address has one MAC: leave it in one of them.`,
    })),

  replaces: (cloud, prior) => port(cloud).replaces(recordOf(prior)),

  async preflight({ cloud, signal, claimedBy }, planned, prior) {
    const spec = specOf(planned);
    const routed = spec.addresses.filter((address) => claimedBy(whereTo(address)).includes("ipfailover_group"));
    const record = prior === null ? undefined : recordOf(prior);
    const diagnostics = await port(cloud).preflight(spec, record, { routed }, signal);
    const mac = prior === null ? "a virtual MAC" : textOf(prior.mac);
    return { diagnostics, steps: [`give ${spec.addresses.join(", ") || "the addresses"} ${mac}`] };
  },

  async create({ cloud, signal }, planned) {
    return observed(planned, await port(cloud).create(specOf(planned), signal));
  },

  async update({ cloud, signal }, prior, planned) {
    return observed(planned, await port(cloud).change(recordOf(prior), specOf(planned), signal));
  },

  async remove({ cloud, signal }, prior) {
    await port(cloud).remove(recordOf(prior), signal);
    return [];
  },

  async read({ cloud, signal }, prior) {
    const seen = await port(cloud).read(recordOf(prior), signal);
    return seen ? { ...prior, ...attributesOf(seen, prior.addresses) } : null;
  },

  parseId(_cloud, id) {
    const block = tryBlock(id);
    return block !== undefined && isSingleAddress(block) ? { addresses: [bareAddress(block)] } : undefined;
  },
  idExample: () => "one of its addresses, such as 203.0.113.10",

  moves: {},
};

function port(cloud: Cloud): VirtualMacPort {
  if (!cloud.virtualMacs) throw new Error(`${cloud.name} has no virtual MACs.`);
  return cloud.virtualMacs;
}

function specOf({ addresses, type, name }: ObjectValue): VirtualMacSpec {
  return {
    addresses: knownAddresses(addresses),
    type: type === "vmware" ? "vmware" : "ovh",
    name: textOf(name),
  };
}

function recordOf({ addresses, mac }: ObjectValue): VirtualMacRecord {
  return { addresses: knownAddresses(addresses), mac: knownString(mac) };
}

function observed(planned: ObjectValue, seen: VirtualMacObservation) {
  return { attributes: attributesOf(seen, planned.addresses) };
}

function attributesOf(seen: VirtualMacObservation, recorded: Value | undefined): ObjectValue {
  const { addresses, type, name, mac, server } = seen;
  return { id: addresses[0] ?? mac, addresses: asRecorded(recorded, addresses), type, name, mac, server };
}
