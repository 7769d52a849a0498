/** Expressions that change when something of a load balancer was written: what an activation is triggered by. */
import type { TerraformResource, TerraformStack } from "cdktf";
import { object, resolve, text, type JsonObject } from "./stack-elements";

/** Arguments of Terraform's own, in every resource. */
const META: ReadonlySet<string> = new Set([
  "//",
  "connection",
  "count",
  "depends_on",
  "for_each",
  "lifecycle",
  "provider",
  "provisioner",
]);

/** The computed `revision` of one of ours, of all its instances. */
export function revisionOf(resource: TerraformResource): string {
  const { fqn } = plain(resource);
  if (resource.forEach !== undefined) return `\${join(",", values(${fqn})[*].revision)}`;
  if (resource.count !== undefined) return `\${join(",", ${fqn}[*].revision)}`;
  return `\${${fqn}.revision}`;
}

/**
 * A digest of what the stack configures of somebody else's resource. Not of the whole object: what the cloud reports of
 * it changes by itself, and what is ignored is somebody else's to change.
 */
export function configuredValues(stack: TerraformStack, resource: TerraformResource): string {
  const { fqn } = plain(resource);
  const all =
    resource.forEach !== undefined ? `values(${fqn})[*]` : resource.count !== undefined ? `${fqn}[*]` : undefined;
  const ignored = resource.lifecycle?.ignoreChanges ?? [];
  const names =
    ignored === "all"
      ? []
      : Object.keys(declaration(stack, resource)).filter((name) => !META.has(name) && !ignored.includes(name));
  const values = ["id", ...names.sort()].map((name) => `${all ?? fqn}.${name}`);
  // An address that moves need not count as a pending change: by this beginning the activation knows.
  const begin = resource.terraformResourceType === "ovh_ip_move" ? "moved-" : "";
  return `${begin}\${sha1(jsonencode([${values.join(", ")}]))}`;
}

/** The load balancer that a resource of the vendor's bindings belongs to, as its text. */
export function serviceOf(stack: TerraformStack, resource: TerraformResource): string | undefined {
  const type = resource.terraformResourceType;
  if (type === "ovh_vrack_iploadbalancing") return text(declaration(stack, resource).ip_loadbalancing);
  // The vendor's refresh is what the activation is instead of.
  if (!type.startsWith("ovh_iploadbalancing_") || type === "ovh_iploadbalancing_refresh") return undefined;
  return text(declaration(stack, resource).service_name);
}

function declaration(stack: TerraformStack, resource: TerraformResource): JsonObject {
  const { type, name } = plain(resource);
  const rendered = resolve(stack, resource.toTerraform()) as { resource?: Record<string, Record<string, JsonObject>> };
  return object(rendered.resource?.[type]?.[name]);
}

/** The address without the token that `fqn` is. */
function plain(resource: TerraformResource): { readonly fqn: string; readonly type: string; readonly name: string } {
  const type = resource.terraformResourceType;
  const name = resource.friendlyUniqueId;
  return { fqn: `${type}.${name}`, type, name };
}
