/** The resources that carry user data of ours, and what that user data makes them wait for. */
import { Annotations, TerraformResource, type TerraformStack } from "cdktf";
import { elementsOf, isExpression, resourceJson, textsIn } from "./stack-elements";

/** As it begins, as it stands in a value or, escaped, in an expression. */
const BEGINNING = /#cloud-config(?:\n|\\n)# First start of ([A-Za-z0-9_-]+)\./;

/** A resource whose configuration has the user data in it. */
interface Carrier {
  readonly resource: TerraformResource;
  readonly member: string;
  readonly path: readonly (string | number)[];
}

/**
 * Clouds replace a server when its user data changes. Ours is for the first start only, so later changes of it are
 * ignored, and the rest of the lifecycle is kept.
 */
export function ignoreLaterUserData(stack: TerraformStack, members: readonly string[]): void {
  for (const { resource, path } of carriersOf(stack, members)) {
    const attribute = ignoredPath(resource, path);
    if (attribute === undefined) {
      warnOnce(resource, path);
      continue;
    }
    const ignored = resource.lifecycle?.ignoreChanges;
    if (ignored === "all" || ignored?.includes(attribute)) continue;
    resource.lifecycle = { ...resource.lifecycle, ignoreChanges: [...(ignored ?? []), attribute] };
  }
}

/** Terraform's words for the place: the whole attribute, or one within blocks, which it counts. */
function ignoredPath(resource: TerraformResource, path: readonly (string | number)[]): string | undefined {
  if (path.length === 1) return String(path[0]);
  // Of the vendors whose resources have it in a block, IONOS is the one whose bindings were looked at.
  if (!resource.terraformResourceType.startsWith("ionoscloud_")) return undefined;
  return path.reduce<string>((text, part, index) => {
    if (typeof part === "number") return `${text}[${part}]`;
    const isBlock = index < path.length - 1 && typeof path[index + 1] !== "number";
    return `${text}${index > 0 ? "." : ""}${part}${isBlock ? "[0]" : ""}`;
  }, "");
}

function warnOnce(resource: TerraformResource, path: readonly (string | number)[]): void {
  const message =
    `${path.join(".")} holds user data for the first start, and changes of it would replace the server. Add it to ` +
    "ignoreChanges in the resource's lifecycle.";
  if (resource.node.metadata.some(({ data }) => data === message)) return;
  Annotations.of(resource).addWarning(message);
}

/**
 * A reference in the user data of one member that waits for another member: its server could not be made before its own
 * user data. One sentence for each reference.
 * @param parts the members that servers and NICs belong to, by `type.name`
 * @param placeOf where the declaration refers to a resource
 */
export function userDataCycles(
  stack: TerraformStack,
  texts: ReadonlyMap<string, string>,
  parts: ReadonlyMap<string, string>,
  placeOf: (address: string) => string,
): readonly string[] {
  const resources = new Map(resourcesOf(stack).map((resource) => [addressOf(resource), resource]));
  const carriers = carriersOf(stack, [...texts.keys()]).map(
    ({ resource, member }) => [addressOf(resource), member] as const,
  );
  const waiting = new Map([...parts, ...carriers]);
  return [...texts].flatMap(([member, text]) =>
    [...new Set(references(text))].flatMap((first) => {
      const chain = chainTo(first, waiting, (address) => {
        const resource = resources.get(address);
        return resource ? references(JSON.stringify(resourceJson(stack, resource))) : [];
      });
      if (!chain) return [];
      const other = waiting.get(chain.at(-1) ?? "") ?? "";
      const circle = [`user data of ${member}`, ...chain, `user data of ${other}`];
      return [
        `${placeOf(first)}: userData("${member}") refers to ${first}, which is made with or after member ${other}, and the user data of all ` +
          `members refers to each other: ${circle.join(" -> ")}. Use an address that you choose, or one that is ` +
          "reserved in an ipfailover_ip_block.",
      ];
    }),
  );
}

/** The shortest way from an address to one of those that wait for user data. */
function chainTo(
  first: string,
  targets: ReadonlyMap<string, string>,
  next: (address: string) => readonly string[],
): readonly string[] | undefined {
  const seen = new Set([first]);
  let ways: readonly (readonly string[])[] = [[first]];
  while (ways.length > 0) {
    const found = ways.find((way) => targets.has(way.at(-1) ?? ""));
    if (found) return found;
    ways = ways.flatMap((way) =>
      next(way.at(-1) ?? "").flatMap((address) => {
        if (seen.has(address)) return [];
        seen.add(address);
        return [[...way, address]];
      }),
    );
  }
  return undefined;
}

function carriersOf(stack: TerraformStack, members: readonly string[]): readonly Carrier[] {
  return resourcesOf(stack).flatMap((resource) =>
    textsIn(resourceJson(stack, resource)).flatMap(({ text, path }) => {
      const member = BEGINNING.exec(text)?.[1];
      return member !== undefined && members.includes(member) ? [{ resource, member, path }] : [];
    }),
  );
}

function resourcesOf(stack: TerraformStack): readonly TerraformResource[] {
  return elementsOf(stack).filter((element): element is TerraformResource =>
    TerraformResource.isTerraformResource(element),
  );
}

export function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

/** `type.name` of each resource in the expressions of a text; data sources, variables and locals wait for nobody. */
function references(text: string): readonly string[] {
  if (!isExpression(text)) return [];
  return [...text.matchAll(/(?<![A-Za-z0-9_.-])([a-z0-9]+_[a-z0-9_]+)\.([A-Za-z0-9_-]+)/g)].map(
    ([, type, name]) => `${type ?? ""}.${name ?? ""}`,
  );
}
