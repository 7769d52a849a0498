import type { Router } from "../../../../simulator";
import type { Reverse } from "../../wire";
import { contains, tryAddress } from "../blocks";
import { bodyOf, type Context, done, ok, type Route } from "../context";
import { noSuchObject, refused, wrongType } from "../errors";
import { type Fields, readNew } from "../fields";
import { listing } from "../listing";
import type { IpRecord } from "../world";
import { ipAt } from "./routes";

const NEW: Fields = { ipReverse: { type: "ip", required: true }, reverse: { type: "string", required: true } };

function addressAt({ params }: Context): string {
  const address = tryAddress(params.ipReverse);
  if (address === undefined) throw wrongType("ipReverse", params.ipReverse, "ip");
  return address;
}

function reverseAt(context: Context): Reverse {
  const ipReverse = addressAt(context);
  const reverse = ipAt(context).reverses[ipReverse];
  if (reverse === undefined) throw noSuchObject("ipReverse", ipReverse);
  return { ipReverse, reverse };
}

/** 400 while the name does not resolve to the address: "X does not resolve to Y". */
function checkForward({ cloud }: Context, name: string, address: string): void {
  if (cloud.behaviour.forwardRecords === "assumed") return;
  const bare = name.replace(/\.$/, "").toLowerCase();
  const known = Object.hasOwn(cloud.world.forwards, bare) ? cloud.world.forwards[bare] : undefined;
  if (!known?.includes(address)) throw refused(`${bare} does not resolve to ${address}`);
}

function set(context: Context, ip: IpRecord): Reverse {
  const values = readNew(NEW, bodyOf(context), context.cloud.behaviour);
  const [ipReverse, name] = [values.ipReverse as string, values.reverse as string];
  if (!contains(ip.block, ipReverse)) throw refused(`[ipReverse] ${ipReverse} is not in ${ip.block}`);
  if (!/^([a-z0-9_]([a-z0-9_-]*[a-z0-9])?\.)+[a-z0-9-]+\.?$/i.test(name)) throw wrongType("reverse", name, "hostname");
  checkForward(context, name, ipReverse);
  const reverse = name.endsWith(".") ? name : `${name}.`;
  ip.reverses[ipReverse] = reverse;
  return { ipReverse, reverse };
}

/** There is no PUT: a second POST changes it. */
export function addReverseRoutes(routes: Router<Route>): void {
  routes.add("GET", "/ip/:ip/reverse", (context) => {
    const { reverses } = ipAt(context);
    return listing(context, Object.keys(reverses), (id) => ({ ipReverse: id, reverse: reverses[id] }));
  });
  routes.add("POST", "/ip/:ip/reverse", (context) => ok(set(context, ipAt(context))));
  routes.add("GET", "/ip/:ip/reverse/:ipReverse", (context) => ok(reverseAt(context)));
  routes.add("DELETE", "/ip/:ip/reverse/:ipReverse", (context) => {
    const { ipReverse } = reverseAt(context);
    delete ipAt(context).reverses[ipReverse];
    return done;
  });
}
