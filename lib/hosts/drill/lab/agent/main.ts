/**
 * Runs inside the lab's namespaces, as the first process of the lab, of a member, or on the client and the router:
 *   node main.js lab FOLDER NAMESPACES-OF-THE-HOST
 *   node main.js member
 *   node main.js station
 * Whoever started it speaks to it over its pipes. When they close, it ends, and with it its namespace of processes.
 */
import { createPeer } from "../peer";
import type { Peer } from "../peer";
import { refuseSharedNamespaces } from "./guard";
import type { Namespaces } from "./guard";
import { labMethods } from "./lab";
import { memberMethods } from "./member";
import { stationMethods } from "./station";

const [role, ...args] = process.argv.slice(2);
const ends = { input: process.stdin, output: process.stdout, closed: () => process.exit(0) };
let peer: Peer<Record<never, never>> | undefined;
const tell = (event: unknown) => peer?.tell(event);

// The first process of a namespace gets no signal that it does not ask for, and a terminal's Ctrl-C is for the drill.
process.on("SIGINT", () => undefined);

switch (role) {
  case "lab": {
    const [folder = "", host = "{}"] = args;
    refuseSharedNamespaces(JSON.parse(host) as Namespaces);
    peer = createPeer({ ...ends, methods: labMethods(folder, tell), event: tell });
    break;
  }
  case "member":
    peer = createPeer({ ...ends, methods: memberMethods(tell) });
    break;
  case "station":
    peer = createPeer({ ...ends, methods: stationMethods() });
    break;
  default:
    throw new Error(`"${role}" is no role of the lab's agent.`);
}
