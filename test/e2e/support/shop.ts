/** A load balancer on a simulated OVHcloud with farms, somebody else's front-end, servers and addresses; and a stack on it. */
import { startOvhSimulator } from "../../../lib/clouds/ovh/simulator";
import type { OvhSimulator, OvhSimulatorOptions } from "../../../lib/clouds/ovh/simulator";
import type { RunResult, Tool } from "../../support/terraform";
import { Stack } from "./stack";
import type { Block } from "./stack";

export const ZONES = ["gra", "rbx"];
export const OWN = "198.51.100.7";

export interface Shop {
  readonly simulator: OvhSimulator;
  readonly loadBalancer: string;
  readonly farm: number;
  readonly servers: readonly [a: string, b: string, stranger: string];
  /** Parked, without their masks. */
  readonly ips: readonly [string, string, string];
}

export async function startShop(options: OvhSimulatorOptions = {}): Promise<Shop> {
  const simulator = await startOvhSimulator(options);
  const { scene } = simulator;
  const loadBalancer = scene.loadBalancer({ zones: ZONES, ipv4: OWN });
  const path = `/ipLoadbalancing/${loadBalancer}`;
  const { farmId: farm } = scene.call("POST", `${path}/http/farm`, { zone: "all" }) as { farmId: number };
  scene.call("POST", `${path}/http/frontend`, { port: "8080", zone: "all", defaultFarmId: farm });
  scene.apply(loadBalancer);
  const server = (region: string) => scene.server({ region });
  const address = () => scene.ip().replace("/32", "");
  return {
    simulator,
    loadBalancer,
    farm,
    servers: [server("eu-west-gra"), server("eu-west-rbx"), server("eu-west-sbg")],
    ips: [address(), address(), address()],
  };
}

export class ShopStack extends Stack {
  constructor(
    tool: Tool,
    readonly shop: Shop,
  ) {
    super(tool, { cloud: "ovh" }, shop.simulator.env);
  }

  group(values: Block = {}): Block {
    const [a, b] = this.shop.servers;
    return {
      ip: this.shop.ips[0],
      members: { a: { server: a }, b: { server: b } },
      master: "a",
      ...values,
    };
  }

  /** Front-ends on ports from 9000 on, which go live with the activation. */
  frontends(count: number, values: Block = {}): Record<string, Block> {
    return Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `port-${9000 + i}`,
        {
          load_balancer: this.shop.loadBalancer,
          protocol: "http",
          port: String(9000 + i),
          default_farm_id: this.shop.farm,
          goes_live: "with-activation",
          ...values,
        },
      ]),
    );
  }

  activation(triggers: Readonly<Record<string, string>>): Block {
    return { shop: { load_balancer: this.shop.loadBalancer, triggers } };
  }
}

/** One way to plan and apply a stack. Exit codes: 0, 1, and 2 for a plan with changes. */
export interface Door {
  readonly name: string;
  prepare(stack: Stack): Promise<void>;
  plan(stack: Stack): Promise<RunResult>;
  apply(stack: Stack): Promise<RunResult>;
  destroy(stack: Stack): Promise<RunResult>;
}

export const throughTerraform: Door = {
  name: "Terraform",
  prepare: (stack) => stack.init(),
  plan: (stack) => stack.run(["plan", "-detailed-exitcode", "-no-color"]),
  apply: (stack) => stack.run(["apply", "-auto-approve", "-no-color"]),
  destroy: (stack) => stack.run(["destroy", "-auto-approve", "-no-color"]),
};

export const throughTheEngine: Door = {
  name: "the engine",
  prepare: () => Promise.resolve(),
  plan: (stack) => stack.engine(["plan", "--detailed-exitcode"]),
  apply: (stack) => stack.engine(["apply", "--auto-approve"]),
  destroy: (stack) => stack.engine(["destroy", "--auto-approve"]),
};

/** What is live in each zone, which has to be the same: on which addresses each front-end answers, by protocol and port. */
export function liveOf({ simulator, loadBalancer }: Shop): Readonly<Record<string, readonly string[]>> {
  const zones = ZONES.map((zone) => {
    const frontends = simulator.live()[loadBalancer]?.[zone]?.frontends ?? [];
    return Object.fromEntries(
      frontends.map(({ protocol, port, addresses }) => [
        `${protocol} ${port}`,
        addresses
          .filter((address) => !address.includes(":"))
          .map((address) => address.replace("/32", ""))
          .sort(),
      ]),
    );
  });
  const [first = {}, ...others] = zones;
  for (const other of others) expect(other).toEqual(first);
  return first;
}

/** Requests since the journal was cleared: `POST` of moves, parks or refreshes, by the end of their path. */
export function postsOf({ simulator }: Shop, what: "move" | "park" | "refresh"): number {
  return simulator.journal.filter(({ method, path }) => method === "POST" && path.endsWith(`/${what}`)).length;
}
