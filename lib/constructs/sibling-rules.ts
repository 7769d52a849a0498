/** Rules between resources of one stack. Equal texts are equal values: literal ones and references alike. */
import ipaddr from "ipaddr.js";
import { conflicts } from "../resources/conflicts";
import { formatPath, problem, type AttributePath, type Diagnostic } from "../resources/diagnostic";
import { schemas } from "../resources/schemas";
import { asReference, configValue } from "./resolved-config";
import { isExpression, object, text, type Declared, type Json } from "./stack-elements";

export interface Finding {
  readonly at: Declared;
  readonly diagnostic: Diagnostic;
}

const GROUP = "ipfailover_group";
const BLOCK = "ipfailover_ip_block";

export function siblingProblems(declared: readonly Declared[]): readonly Finding[] {
  const groups = declared.filter(({ type }) => type === GROUP);
  const blocks = declared.filter(({ type }) => type === BLOCK);
  return [
    ...addressesInTwoGroups(groups),
    ...nicsPrimaryTwice(groups),
    ...keptAddressesOfReservedBlocks(groups, blocks),
    ...blockNamesUsedTwice(blocks),
    ...claimedTwice(declared, [...groups, ...blocks]),
  ];
}

/** What the resources say themselves that only one may have; what `judged` ones have of each other is told above. */
function claimedTwice(declared: readonly Declared[], judged: readonly Declared[]): Finding[] {
  const conflictsOf = (resources: readonly Declared[]) =>
    conflicts(
      resources.flatMap(({ type, name, json }) => {
        const schema = schemas.resources[type];
        return schema ? [{ address: `${type}.${name}`, type, config: configValue(schema, json, asReference) }] : [];
      }),
    );
  const known = new Set(conflictsOf(judged).map(({ address, diagnostic }) => address + diagnostic.summary));
  const at = new Map(declared.map((one) => [`${one.type}.${one.name}`, one]));
  return conflictsOf(declared).flatMap(({ address, diagnostic }) => {
    const found = at.get(address);
    return found && !known.has(address + diagnostic.summary) ? [{ at: found, diagnostic }] : [];
  });
}

function addressesInTwoGroups(groups: readonly Declared[]): Finding[] {
  return repeated(groups, (group) => [[addressKey(group.json.ip), ["ip"]]]).map(({ at, first, key, path }) => ({
    at,
    diagnostic: problem(
      path,
      "The address is in two groups",
      `ip is ${key}, which is the address of ${first.construct.node.path} too. An address belongs to one group: ` +
        "give this group another address, or put all members into one group.",
    ),
  }));
}

/** IONOS documentation, "IP failover": a NIC may be in several groups, but use only one address as its primary one. */
function nicsPrimaryTwice(groups: readonly Declared[]): Finding[] {
  const found = repeated(groups, (group) => {
    const network = object(group.json.network);
    const lan = [network.datacenter_id, network.lan_id].map(comparable);
    if (lan.includes(undefined) || (group.json.address_role ?? "primary") !== "primary") return [];
    return Object.entries(object(group.json.members)).map(([name, member]) => {
      const nic = comparable(object(member).nic);
      return [nic && [...lan, nic].join("\n"), ["members", name, "nic"]];
    });
  });
  return found.map(({ at, first, key, path }) => ({
    at,
    diagnostic: problem(
      path,
      "The NIC is primary in two groups of one LAN",
      `${formatPath(path)} is ${key.split("\n")[2]}, which has the primary address of ${first.construct.node.path} ` +
        'already, and a NIC has one primary address. Set address_role to "additional" in one of the two groups.',
    ),
  }));
}

function keptAddressesOfReservedBlocks(groups: readonly Declared[], blocks: readonly Declared[]): Finding[] {
  const reserved = new Map(blocks.filter(isReserved).map((block) => [block.name, block]));
  return groups.flatMap((group) => {
    const block = referredBlock(text(group.json.ip));
    const found = block === undefined ? undefined : reserved.get(block);
    if (!found || group.json.on_destroy !== "keep") return [];
    const detail =
      `on_destroy is "keep", so the members keep the address when the stack is destroyed, but its block ` +
      `${found.construct.node.path} is reserved in the same stack and cannot be given back while it is in use. ` +
      'Use "release", or reserve the block elsewhere and adopt it here.';
    return [
      {
        at: group,
        diagnostic: problem(["on_destroy"], "A kept address keeps its block from being given back", detail),
      },
    ];
  });
}

function blockNamesUsedTwice(blocks: readonly Declared[]): Finding[] {
  const reserved = blocks.filter(isReserved);
  const shared = reserved.filter(
    ({ json }) => comparable(json.name) !== undefined && (Number(json.count) > 1 || json.for_each !== undefined),
  );
  const again = repeated(reserved, (block) => [[comparable(block.json.name), ["name"]]]);
  const fix = "A reserved block is found again by its name, so each needs its own on the contract.";
  return [
    ...shared.map((at) => ({
      at,
      diagnostic: problem(
        ["name"],
        "Several blocks have one name",
        `name is the same for all of them: ${text(at.json.name)}. ${fix}`,
      ),
    })),
    ...again.map(({ at, first, key, path }) => ({
      at,
      diagnostic: problem(
        path,
        "Two blocks have one name",
        `name is ${key}, and so is that of ${first.construct.node.path}. ${fix}`,
      ),
    })),
  ];
}

/** The name of the block resource that an address refers to. */
export function referredBlock(ip: string | undefined): string | undefined {
  return /\$\{.*\bipfailover_ip_block\.([A-Za-z0-9_-]+)/.exec(ip ?? "")?.[1];
}

function isReserved({ json }: Declared): boolean {
  return json.adopt === undefined;
}

interface Repetition {
  readonly at: Declared;
  readonly first: Declared;
  readonly key: string;
  readonly path: AttributePath;
}

type Key = readonly [key: string | undefined, path: AttributePath];

/** Everything whose key was seen at another one before. */
function repeated(declared: readonly Declared[], keys: (of: Declared) => readonly Key[]): Repetition[] {
  const seen = new Map<string, Declared>();
  return declared.flatMap((at) =>
    keys(at).flatMap(([key, path]) => {
      if (key === undefined) return [];
      const first = seen.get(key);
      if (!first) seen.set(key, at);
      return first && first !== at ? [{ at, first, key, path }] : [];
    }),
  );
}

/** Undefined for what is absent, or means something else in each instance of a resource with count or for_each. */
function comparable(value: Json | undefined): string | undefined {
  if (typeof value !== "string") return undefined;
  return isExpression(value) && /\b(each|count|self)\./.test(value) ? undefined : value;
}

function addressKey(value: Json | undefined): string | undefined {
  const address = comparable(value)?.replace(/\/(32|128)$/, "");
  return address !== undefined && ipaddr.isValid(address) ? ipaddr.parse(address).toNormalizedString() : address;
}
