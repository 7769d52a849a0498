/** A simulated load balancer, and processes of ours that change it and make it live. */
import { createOvhApi } from "../../../lib/clouds/ovh/api";
import { loadBalancerApi } from "../../../lib/clouds/ovh/api-load-balancer";
import { createBalancers } from "../../../lib/clouds/ovh/balancers";
import { createRefresher } from "../../../lib/clouds/ovh/refresher";
import type { OvhSimulatorOptions } from "../../../lib/clouds/ovh/simulator";
import { core } from "../../../lib/resources/core";
import type { Clock } from "../../../lib/simulator";
import type { ObjectValue } from "../../../lib/resources/value";
import { closeSimulators, startSimulator } from "./simulator/client";

export const LB = "loadbalancer-demo";
export const BASE = `/ipLoadbalancing/${LB}`;
export const never = new AbortController().signal;

const open: { close(): void }[] = [];

/** For `afterEach`. */
export async function closeAll(): Promise<void> {
  for (const api of open.splice(0)) api.close();
  await closeSimulators();
}

export type Place = Awaited<ReturnType<typeof startBalancer>>;

/** A load balancer with a farm and a front-end, live in its zones. */
export async function startBalancer(options: OvhSimulatorOptions & { readonly zones?: readonly string[] } = {}) {
  const { zones = ["gra", "rbx"], ...rest } = options;
  const { simulator, scene } = await startSimulator(rest);
  scene.loadBalancer({ name: LB, zones });
  const { farmId } = scene.call("POST", `${BASE}/http/farm`, { zone: "all", port: 80 }) as { farmId: number };
  let port = 1000;
  /** Somebody writes a front-end; returns its id. */
  function write(values: object = {}, protocol = "http"): number {
    const body = { zone: "all", port: String(port++), defaultFarmId: protocol === "http" ? farmId : null, ...values };
    return (scene.call("POST", `${BASE}/${protocol}/frontend`, body) as { frontendId: number }).frontendId;
  }
  const first = write();
  scene.apply(LB);

  const { OVH_ENDPOINT, OVH_APPLICATION_KEY, OVH_APPLICATION_SECRET, OVH_CONSUMER_KEY } = simulator.env;
  const config = {
    baseUrl: OVH_ENDPOINT,
    credentials: {
      kind: "keys",
      applicationKey: OVH_APPLICATION_KEY,
      applicationSecret: OVH_APPLICATION_SECRET,
      consumerKey: OVH_CONSUMER_KEY,
    },
    requestsPerMinute: 0,
    refresh: true,
  } as const;

  return {
    simulator,
    scene,
    config,
    farmId,
    first,
    write,
    /** What one process of ours has by itself. */
    process: (settings: { readonly refresh?: boolean } = {}) => {
      const { call, close } = createOvhApi(config);
      open.push({ close });
      const api = loadBalancerApi(call);
      return createRefresher({ api, balancers: createBalancers(api), refresh: settings.refresh ?? true });
    },
    /** A session of our own core, as a front door has it. */
    session: (settings: ObjectValue = {}) => {
      const nothing = Object.fromEntries(Object.keys(core.provider.attributes).map((name) => [name, null]));
      const { session, diagnostics } = core.open(
        { ...nothing, cloud: "ovh", ...settings },
        { env: { ...simulator.env, HOME: "/nonexistent" } },
      );
      if (!session) throw new Error(JSON.stringify(diagnostics));
      open.push(session);
      return session;
    },
    /** The bodies of all refreshes that were asked for. */
    refreshes: () =>
      simulator.journal
        .filter(({ method, path }) => method === "POST" && path.endsWith("/refresh"))
        .map(({ body }) => body),
    /** How many front-ends are live, by zone. */
    live: () =>
      Object.fromEntries(
        Object.entries(simulator.live()[LB] ?? {}).map(([zone, { frontends }]) => [zone, frontends.length]),
      ),
  };
}

/** Waits for what another party does, looking at every turn of the event loop. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** Lets a minute of the simulated cloud's time pass again and again until the work is done. */
export async function whileTimePasses<T>(clock: Clock, work: Promise<T>): Promise<T> {
  const timer = setInterval(() => clock.advance(60_000), 20);
  return work.finally(() => clearInterval(timer));
}
