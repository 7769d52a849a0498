import type { Cloud } from "../cloud";
import { notAllowedByIam } from "../errors";
import type { Service } from "../world";

/** IAM: every call is an action of a product, `loadbalancer:apiovh:http/frontend/edit`, and a policy may lack it. */

const PRODUCTS = [
  ["/ipLoadbalancing", "loadbalancer"],
  ["/dedicated/server", "dedicatedServer"],
  ["/cloud/project", "publicCloudProject"],
  ["/vrack", "vrack"],
  ["/vps", "vps"],
  ["/ip", "ip"],
] as const;

const OF_KINDS: Readonly<Partial<Record<Service["kind"], string>>> = {
  cloudProject: "publicCloudProject",
  dedicatedCloud: "pccVMware",
  dedicatedServer: "dedicatedServer",
  ipLoadbalancing: "loadbalancer",
  vps: "vps",
  vrack: "vrack",
};

/** A POST here is an action of its own, anywhere else it makes something. */
const COMMANDS = ["cancel", "ipMove", "move", "park", "refresh", "updateFarmId"];

const VERBS: Readonly<Record<string, string>> = { GET: "get", PUT: "edit", POST: "create", DELETE: "delete" };
const VRACK_VERBS: Readonly<Record<string, string>> = { ...VERBS, POST: "attach", DELETE: "detach" };

/** As the vendor's schema names it; undefined for calls without one. `pattern` is a route: `/ip/:ip/move`. */
export function actionOf(method: string, pattern: string): string | undefined {
  const [prefix, product] = PRODUCTS.find(([start]) => pattern === start || pattern.startsWith(`${start}/`)) ?? [];
  if (prefix === undefined) return undefined;
  const words = pattern
    .slice(prefix.length)
    .split("/")
    .filter((word) => word !== "" && !word.startsWith(":"));
  if (method === "POST" && COMMANDS.includes(words.at(-1) ?? "")) return `${product}:apiovh:${words.join("/")}`;
  const isRoot = words.length === 0 && product !== "ip";
  const verb = method === "PUT" && isRoot ? "put" : (product === "vrack" ? VRACK_VERBS : VERBS)[method];
  return `${product}:apiovh:${[...words, verb].join("/")}`;
}

function check({ behaviour }: Cloud, action: string): void {
  const isDenied = behaviour.deniedActions.some((denied) =>
    denied.endsWith("*") ? action.startsWith(denied.slice(0, -1)) : action === denied,
  );
  if (isDenied) throw notAllowedByIam(action);
}

export function checkAction(cloud: Cloud, method: string, pattern: string): void {
  const action = actionOf(method, pattern);
  if (action !== undefined) check(cloud, action);
}

/** A move needs an action of the product that it goes to as well. */
export function checkDestinationAction(cloud: Cloud, to: string | null): void {
  const service = to !== null && Object.hasOwn(cloud.world.services, to) ? cloud.world.services[to] : undefined;
  const product = service && OF_KINDS[service.kind];
  if (product !== undefined) check(cloud, `${product}:apiovh:ip/additionalIp/move`);
}
