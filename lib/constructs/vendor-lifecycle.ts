/**
 * What a vendor's own resources need so that they live beside a failover group in one stack. Measured with the vendor's
 * provider: a resource that lists what the group also writes sees it as drift, and IONOS refuses to delete a server or
 * NIC that a group still uses while Terraform destroys before it updates.
 */
import { Annotations, TerraformResource, Token, type TerraformResourceLifecycle } from "cdktf";

/** Servers whose NIC may be written inside them, in a `nic { … }` block. */
const SERVERS: ReadonlySet<string> = new Set([
  "ionoscloud_server",
  "ionoscloud_cube_server",
  "ionoscloud_vcpu_server",
  "ionoscloud_gpu_server",
]);
const NIC = "ionoscloud_nic";
const FRONTEND = /^ovh_iploadbalancing_(http|tcp|udp)_frontend$/;

/** Makes a member's server or NIC fit for a group. Does nothing to what is no resource of a known vendor. */
export function protectMember(part: unknown): void {
  if (!TerraformResource.isTerraformResource(part)) return;
  if (part.terraformResourceType === NIC) protect(part, ["ips"]);
  if (SERVERS.has(part.terraformResourceType)) protect(part, hasInlineNic(part) ? ["nic[0].ips"] : []);
}

/** Leaves the dedicated addresses of a vendor's front-end to the bindings. Does nothing to what is none. */
export function protectFrontend(part: unknown): void {
  if (!TerraformResource.isTerraformResource(part) || !FRONTEND.test(part.terraformResourceType)) return;
  part.lifecycle = { ...part.lifecycle, ...ignoring(part.lifecycle, ["dedicated_ipfo"]) };
}

/** Protocol and number of a front-end of the vendor's bindings; undefined for what is none. */
export function vendorFrontend(
  part: TerraformResource,
): { readonly protocol: string; readonly id: string } | undefined {
  const [, protocol] = FRONTEND.exec(part.terraformResourceType) ?? [];
  if (protocol === undefined) return undefined;
  // The vendor's id of a udp front-end begins with the load balancer; the others' is the number.
  const attribute = protocol === "udp" ? "frontend_id" : "id";
  return { protocol, id: Token.asString(part.interpolationForAttribute(attribute)) };
}

/** Has a replacement made before the old object goes, unless the user has decided otherwise. */
export function createBeforeDestroy(resource: TerraformResource): void {
  resource.lifecycle = { ...resource.lifecycle, createBeforeDestroy: resource.lifecycle?.createBeforeDestroy ?? true };
}

/** May be called again: it only ever adds what is missing, and keeps everything that the user set. */
function protect(resource: TerraformResource, written: readonly string[]): void {
  createBeforeDestroy(resource);
  if (resource.lifecycle?.createBeforeDestroy === false) warnOfOrder(resource);
  resource.lifecycle = { ...resource.lifecycle, ...ignoring(resource.lifecycle, written) };
}

function ignoring(
  lifecycle: TerraformResourceLifecycle | undefined,
  written: readonly string[],
): Pick<TerraformResourceLifecycle, "ignoreChanges"> {
  const ignored = lifecycle?.ignoreChanges;
  if (ignored === "all" || written.length === 0) return {};
  return { ignoreChanges: [...new Set([...(ignored ?? []), ...written])] };
}

/** Generated bindings keep what was configured for `nic` in `nicInput`. */
function hasInlineNic(server: TerraformResource): boolean {
  return (server as TerraformResource & { readonly nicInput?: unknown }).nicInput !== undefined;
}

function warnOfOrder(resource: TerraformResource): void {
  const message =
    "createBeforeDestroy is false, but this is a member of a failover group: when it is replaced, Terraform deletes " +
    "the old one first, which the cloud refuses while the group uses it. Leave createBeforeDestroy out.";
  if (resource.node.metadata.some((entry) => entry.data === message)) return;
  Annotations.of(resource).addWarning(message);
}
