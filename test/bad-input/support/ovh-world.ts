/** An OVHcloud account with two good servers and what can be wrong beside them. Nothing in these tests may change it. */
import { startOvhSimulator } from "../../../lib/clouds/ovh/simulator";
import type { OvhSimulator } from "../../../lib/clouds/ovh/simulator";

export interface OvhWorld {
  readonly simulator: OvhSimulator;
  readonly secrets: readonly string[];
  readonly look: () => string;
  readonly server: string;
  /** Routed to the server, without virtual MACs. */
  readonly ips: readonly [string, string];
  /** Routed to another server. */
  readonly elsewhere: string;
  /** Has a virtual MAC that was made by hand. */
  readonly taken: string;
  /** Routed to a server that does not support virtual MACs. */
  readonly withoutMacs: string;
  /** Routed to a server whose only virtual MAC is in use. */
  readonly withoutRoom: string;
  /** In gra and rbx, with an http farm and an open front-end on port 8443. */
  readonly balancer: string;
  readonly farm: number;
  readonly frontend: number;
  /** Can be routed to the load balancer; the last one is nobody's yet. */
  readonly spare: readonly [string, string, string];
  /** Cannot be routed to the load balancer: it is of another region. */
  readonly far: string;
  readonly moving: MovingWorld;
}

/** What groups may have and may not. */
export interface MovingWorld {
  /** Parked. */
  readonly ip: string;
  /** Parked, a whole block; and an address of it. */
  readonly block: string;
  readonly inBlock: string;
  readonly other: string;
  readonly farServer: string;
  readonly vps: string;
  /** A Public Cloud project with one next hop. */
  readonly project: string;
  readonly nexthop: string;
  /** Two addresses on `other` that share a virtual MAC. */
  readonly shared: readonly [string, string];
  /** A block on `other`. */
  readonly blockOnServer: string;
  /** A server's own address. */
  readonly dedicated: string;
}

export async function makeOvhWorld(): Promise<OvhWorld> {
  const simulator = await startOvhSimulator();
  const { scene, env, oauth2, accessToken } = simulator;
  const [server, other] = [scene.server({ name: "ns1.example.net" }), scene.server({ name: "ns2.example.net" })];
  const old = scene.server({ name: "old.example.net", vmacSupported: false });
  const small = scene.server({ name: "small.example.net", vmacQuota: 1 });
  const on = (service: string) => scene.ip({ routedTo: service }).replace("/32", "");
  const macByHand = (service: string, ip: string) =>
    scene.call("POST", `/dedicated/server/${service}/virtualMac`, {
      ipAddress: ip,
      type: "ovh",
      virtualMachineName: "by hand",
    });
  const taken = on(server);
  macByHand(server, taken);
  macByHand(small, on(small));
  const balancer = scene.loadBalancer({ name: "loadbalancer-demo" });
  const onBalancer = (path: string, body: object) => scene.call("POST", `/ipLoadbalancing/${balancer}/${path}`, body);
  const { farmId: farm } = onBalancer("http/farm", { zone: "all", port: 80 }) as { farmId: number };
  const open = { zone: "all", port: "8443", defaultFarmId: farm };
  const { frontendId: frontend } = onBalancer("http/frontend", open) as { frontendId: number };
  const parked = () => scene.ip().replace("/32", "");
  return {
    simulator,
    secrets: [env.OVH_APPLICATION_SECRET, env.OVH_CONSUMER_KEY, oauth2.clientSecret, accessToken],
    // Of credentials the API notes when they were last used.
    look: () => JSON.stringify({ ...simulator.state(), credentials: undefined }),
    server,
    ips: [on(server), on(server)],
    elsewhere: on(other),
    taken,
    withoutMacs: on(old),
    withoutRoom: on(small),
    balancer,
    farm,
    frontend,
    spare: [parked(), parked(), parked()],
    far: scene.ip({ region: "ca-east-bhs" }).replace("/32", ""),
    moving: makeMovingWorld(simulator, other),
  };
}

function makeMovingWorld({ scene }: OvhSimulator, other: string): MovingWorld {
  const bare = (block: string) => block.replace("/32", "");
  const shared = [bare(scene.ip({ routedTo: other })), bare(scene.ip({ routedTo: other }))] as const;
  const machine = (ip: string) => ({ ipAddress: ip, type: "ovh", virtualMachineName: "vm" });
  scene.call("POST", `/dedicated/server/${other}/virtualMac`, machine(shared[0]));
  const [mac = ""] = scene.call("GET", `/dedicated/server/${other}/virtualMac`) as string[];
  scene.call("POST", `/dedicated/server/${other}/virtualMac/${mac}/virtualAddress`, machine(shared[1]));
  const nexthop = "198.51.100.99";
  return {
    ip: bare(scene.ip()),
    block: scene.ip({ ip: "198.51.100.16/28" }),
    inBlock: "198.51.100.17",
    other,
    farServer: scene.server({ name: "far.example.net", region: "ca-east-bhs" }),
    vps: scene.vps({ name: "vps-1.example.net" }),
    project: scene.project({ name: "0123456789abcdef0123456789abcdef", nexthops: [nexthop] }),
    nexthop,
    shared,
    blockOnServer: scene.ip({ ip: "198.51.100.32/28", routedTo: other }),
    dedicated: bare(scene.ip({ ip: "192.0.2.77", type: "dedicated", routedTo: other })),
  };
}
