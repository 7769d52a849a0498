import { bareAddress, tryBlock } from "../../../clouds/block";
import type { Cloud } from "../../../clouds/cloud";
import type {
  IpBlockDraft,
  IpBlockObservation,
  IpBlockPort,
  IpBlockReserving,
  IpBlockSpec,
} from "../../../clouds/ports/ip-blocks";
import { problem } from "../../diagnostic";
import type { Diagnostic } from "../../diagnostic";
import type { ResourceType } from "../../resource-type";
import type { MoveSource } from "../../session";
import type { Claim } from "../../siblings";
import { claimToGiveBack } from "../shared-claims";
import { isList, isUnknown, knownString, textOf } from "../../value";
import type { ObjectValue, Value } from "../../value";
import { ipBlockSchema } from "./schema";

const reserving = ["name", "location", "size"] as const;

export const ipBlock: ResourceType = {
  schema: ipBlockSchema,

  validate(config) {
    const adopts = config.adopt !== null && config.adopt !== undefined;
    const given = reserving.filter((name) => config[name] !== null && config[name] !== undefined);
    if (adopts) {
      return given.map((name) =>
        problem(
          [name],
          `${name} has no place beside adopt`,
          `${name} is set together with adopt, and an adopted block is left as it is. Remove ${name}, or remove adopt to reserve a new block.`,
        ),
      );
    }
    if (given.length === 0) {
      const detail =
        "adopt is not set, nor are name, location and size. Set adopt to a block that exists, or the others to reserve one.";
      return [problem(["adopt"], "Which block is meant is not said", detail)];
    }
    return [
      ...reserving
        .filter((name) => !given.includes(name))
        .map((name) =>
          problem(
            [name],
            `${name} is missing`,
            `${name} is required to reserve a block: set name, location and size, or adopt with the id of a block that exists.`,
          ),
        ),
      ...validateLocation(config.location),
    ];
  },

  advise: () => [],
  unsupported: (cloud) => (cloud.ipBlocks ? undefined : `${cloud.name} has no IP blocks that could be managed.`),
  check: (rules, config) => rules.checkIpBlock?.(draftOf(config)) ?? [],

  claims({ name, adopt, ips }) {
    // An adopted block is nobody's to give back: several may stand for it, and addresses of it may stay in use.
    if (adopt !== null && adopt !== undefined) return [];
    const text = knownString(name);
    const names: readonly Claim[] =
      text === undefined
        ? []
        : [
            {
              what: `IP block name "${text}"`,
              path: ["name"],
              detail: `name "${text}" stands in two blocks of this stack, and a name is how a block is found again. Give each its own.`,
            },
          ];
    const known = isList(ips) ? ips.flatMap((ip) => knownString(ip) ?? []) : [];
    return [...names, ...known.map((ip) => claimToGiveBack(ip, []))];
  },

  recordsWhatItMade: true,

  async preflight({ cloud, signal }, planned, prior) {
    if (prior === null && typeof planned.adopt === "string") {
      const block = await port(cloud).read(planned.adopt, signal);
      return { diagnostics: block ? [] : [await notFound(cloud, planned.adopt, signal)], steps: [] };
    }
    const spec = prior === null ? specOf(planned) : undefined;
    if (!spec) return { diagnostics: [], steps: [] };
    return {
      diagnostics: await reservingOf(cloud).preflight(spec, signal),
      steps: [`reserve ${spec.size === 1 ? "an address" : `${spec.size} addresses`} in ${spec.location}`],
    };
  },

  async create({ cloud, signal }, planned) {
    if (typeof planned.adopt === "string") {
      const block = await port(cloud).read(planned.adopt, signal);
      if (!block) return { attributes: {}, diagnostics: [await notFound(cloud, planned.adopt, signal)] };
      return { attributes: attributesOf(await described(cloud, block, planned, signal)) };
    }
    const spec = specOf(planned);
    if (!spec) throw new Error("name, location and size must be known to reserve a block.");
    const { block, diagnostics } = await reservingOf(cloud).reserve(spec, signal);
    return { attributes: attributesOf(block), diagnostics };
  },

  async update({ cloud, signal }, prior, planned) {
    const id = textOf(prior.id);
    const name = knownString(planned.name);
    if (name !== undefined && name !== prior.name) await reservingOf(cloud).rename(id, name, signal);
    const block = await port(cloud).read(id, signal);
    if (!block) throw new Error(`IP block ${id} is gone; plan again.`);
    return {
      attributes: {
        ...attributesOf(await described(cloud, block, planned, signal)),
        ips: inRecordedOrder(prior.ips, block.ips),
        ...(name === undefined ? {} : { name }),
      },
    };
  },

  async remove({ cloud, signal }, prior) {
    if (typeof prior.adopt === "string") return [];
    await reservingOf(cloud).release(textOf(prior.id), signal);
    return [];
  },

  async read({ cloud, signal }, prior) {
    const block = await port(cloud).read(textOf(prior.id), signal);
    if (!block) return null;
    return { ...prior, ...attributesOf(block), ips: inRecordedOrder(prior.ips, block.ips) };
  },

  /** What cannot be reserved can only have been adopted. */
  parseId({ ipBlocks }, id) {
    if (ipBlocks?.reserving) return /^[^/\s]+$/.test(id) ? { id } : undefined;
    return tryBlock(id) === undefined ? undefined : { id: bareAddress(id), adopt: id };
  },
  idExample: ({ ipBlocks }) => (ipBlocks?.reserving ? "the block's id" : "the address, or the block in CIDR notation"),

  moves: { ionoscloud_ipblock: moveFromIonosIpBlock },
};

function port(cloud: Cloud): IpBlockPort {
  if (!cloud.ipBlocks) throw new Error(`${cloud.name} has no IP blocks.`);
  return cloud.ipBlocks;
}

function reservingOf(cloud: Cloud): IpBlockReserving {
  const { reserving } = port(cloud);
  if (!reserving) throw new Error(`${cloud.name} reserves no IP blocks: set adopt to one that exists.`);
  return reserving;
}

/** The block, with the description that the configuration gives it. */
async function described(
  cloud: Cloud,
  block: IpBlockObservation,
  { description }: ObjectValue,
  signal: AbortSignal,
): Promise<IpBlockObservation> {
  const { details } = block;
  if (typeof description !== "string" || !details || description === details.description) return block;
  await port(cloud).describe?.(block.id, description, signal);
  return { ...block, details: { ...details, description } };
}

function draftOf(config: ObjectValue): IpBlockDraft {
  const text = (value: Value | undefined) => (isUnknown(value) ? undefined : (knownString(value) ?? null));
  return {
    adopt: text(config.adopt),
    reserves: reserving.filter((name) => config[name] !== null && config[name] !== undefined),
    description: text(config.description),
  };
}

function specOf({ name, location, size }: ObjectValue): IpBlockSpec | undefined {
  if (typeof name !== "string" || typeof location !== "string" || typeof size !== "number") return undefined;
  return { name, location, size };
}

function attributesOf({ id, name, location, size, ips, details }: IpBlockObservation): ObjectValue {
  return {
    id,
    name: name ?? null,
    location: location ?? null,
    size: size ?? null,
    ips,
    description: details?.description ?? null,
    type: details?.type ?? null,
    country: details?.country ?? null,
    campus: details?.campus ?? null,
    regions: details?.regions ?? null,
    routed_to: details?.routedTo ?? null,
  };
}

/** An index into `ips` must mean the same address for ever. */
function inRecordedOrder(recorded: Value | undefined, ips: readonly string[]): readonly string[] {
  const order = isList(recorded) ? recorded.filter((ip): ip is string => typeof ip === "string") : [];
  const kept = order.filter((ip) => ips.includes(ip));
  return [...kept, ...ips.filter((ip) => !kept.includes(ip))];
}

function validateLocation(location: Value | undefined): readonly Diagnostic[] {
  if (typeof location !== "string" || isUnknown(location) || /^[a-z]+\/[a-z]+(\/\d+)?$/.test(location)) return [];
  return [
    problem(
      ["location"],
      "location is malformed",
      `location is "${location}"; write region and place, such as "de/fra" or "de/fra/2".`,
    ),
  ];
}

async function notFound(cloud: Cloud, id: string, signal: AbortSignal): Promise<Diagnostic> {
  return problem(["adopt"], "IP block not found", await port(cloud).missing(id, signal));
}

function moveFromIonosIpBlock({ state }: MoveSource): ObjectValue | undefined {
  const { id, name, location, size, ips } = state;
  if (typeof id !== "string") return undefined;
  return { id, name: name ?? null, location: location ?? null, size: size ?? null, ips: ips ?? null, cloud: "ionos" };
}
