/** Rules between resources of one stack. Equal texts are equal values: literal ones and references alike. */
import { conflicts } from "../resources/conflicts";
import { problem, type Diagnostic } from "../resources/diagnostic";
import { schemas } from "../resources/schemas";
import { asReference, configValue } from "./resolved-config";
import { differsByInstance, text, type Declared, type Json } from "./stack-elements";

export interface Finding {
  readonly at: Declared;
  readonly diagnostic: Diagnostic;
}

const GROUP = "ipfailover_group";
const BLOCK = "ipfailover_ip_block";

export function siblingProblems(declared: readonly Declared[]): readonly Finding[] {
  const groups = declared.filter(({ type }) => type === GROUP);
  const blocks = declared.filter(({ type }) => type === BLOCK);
  return [...claimedTwice(declared), ...keptAddressesOfReservedBlocks(groups, blocks), ...blocksOfOneName(blocks)];
}

/** What the resources say themselves that only one may have. */
function claimedTwice(declared: readonly Declared[]): Finding[] {
  const at = new Map(declared.map((one) => [one.construct.node.path, one]));
  const objects = [...at].flatMap(([address, { type, json }]) => {
    const schema = schemas.resources[type];
    return schema ? [{ address, type, config: configValue(schema, json, asReference) }] : [];
  });
  return conflicts(objects).flatMap(({ address, diagnostic }) => {
    const found = at.get(address);
    return found ? [{ at: found, diagnostic }] : [];
  });
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

/** Blocks of one resource with `count` or `for_each`. */
function blocksOfOneName(blocks: readonly Declared[]): Finding[] {
  return blocks
    .filter(isReserved)
    .filter(({ json }) => isOneName(json.name) && (Number(json.count) > 1 || json.for_each !== undefined))
    .map((at) => ({
      at,
      diagnostic: problem(
        ["name"],
        "Several blocks have one name",
        `name is the same for all of them: ${text(at.json.name)}. A reserved block is found again by its name, so each ` +
          "needs its own on the contract.",
      ),
    }));
}

/** The name of the block resource that an address refers to. */
export function referredBlock(ip: string | undefined): string | undefined {
  return /\$\{.*\bipfailover_ip_block\.([A-Za-z0-9_-]+)/.exec(ip ?? "")?.[1];
}

function isReserved({ json }: Declared): boolean {
  return json.adopt === undefined;
}

function isOneName(name: Json | undefined): boolean {
  return typeof name === "string" && !differsByInstance(name);
}
