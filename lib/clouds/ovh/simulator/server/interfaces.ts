import { createHash } from "node:crypto";
import type { Router } from "../../../../simulator";
import { type Context, ok, type Route } from "../context";
import { noSuchObject } from "../errors";
import { listing, passes } from "../listing";
import type { DedicatedServer } from "../world";
import { BASE, serverOf } from "./server";

/** A server has two virtual network interfaces: the vendor's clients look for them. They cannot be changed here. */
function interfacesOf({ name }: DedicatedServer) {
  return (["public", "vrack"] as const).map((mode) => {
    const digest = createHash("sha1").update(`${name}/${mode}`).digest("hex");
    return {
      uuid: digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, "$1-$2-4$3-8$4-$5"),
      name: mode,
      mode,
      enabled: true,
      networkInterfaceController: [`02:01:${(digest.slice(0, 8).match(/../g) ?? []).join(":")}`],
      serverName: name,
      vrack: null,
    };
  });
}

export function addInterfaceRoutes(routes: Router<Route>): void {
  const all = `${BASE}/virtualNetworkInterface`;
  const at = (context: Context, uuid: string) => {
    const found = interfacesOf(serverOf(context)).find((entry) => entry.uuid === uuid);
    if (!found) throw noSuchObject("uuid", uuid);
    return found;
  };
  routes.add("GET", all, (context) => {
    const found = interfacesOf(serverOf(context)).filter(({ enabled, mode, name, vrack }) =>
      passes(context, { enabled, mode, name, vrack }),
    );
    return listing(
      context,
      found.map(({ uuid }) => uuid),
      (uuid) => at(context, String(uuid)),
    );
  });
  routes.add("GET", `${all}/:uuid`, (context) => ok(at(context, context.params.uuid ?? "")));
}
