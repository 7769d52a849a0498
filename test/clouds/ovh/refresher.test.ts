import { createOvhApi } from "../../../lib/clouds/ovh/api";
import { loadBalancerApi } from "../../../lib/clouds/ovh/api-load-balancer";
import { createRefresher } from "../../../lib/clouds/ovh/refresher";
import type { OvhSimulatorOptions } from "../../../lib/clouds/ovh/simulator";
import { closeSimulators, startSimulator } from "./simulator/client";

const LB = "loadbalancer-demo";
const BASE = `/ipLoadbalancing/${LB}`;
const never = new AbortController().signal;
const apis: { close(): void }[] = [];

afterEach(async () => {
  for (const api of apis.splice(0)) api.close();
  await closeSimulators();
});

/** A load balancer with a farm, live; and a way to open what each process has of its own. */
async function start(options: OvhSimulatorOptions = {}) {
  const { simulator, scene } = await startSimulator({ settleMs: 10, ...options });
  scene.loadBalancer({ name: LB });
  const { farmId } = scene.call("POST", `${BASE}/http/farm`, { zone: "all", port: 80 }) as { farmId: number };
  scene.apply(LB);

  function process(settings: { readonly refresh?: boolean } = {}) {
    const { OVH_ENDPOINT, OVH_APPLICATION_KEY, OVH_APPLICATION_SECRET, OVH_CONSUMER_KEY } = simulator.env;
    const { refresh = true } = settings;
    const { call, close } = createOvhApi({
      baseUrl: OVH_ENDPOINT,
      credentials: {
        kind: "keys",
        applicationKey: OVH_APPLICATION_KEY,
        applicationSecret: OVH_APPLICATION_SECRET,
        consumerKey: OVH_CONSUMER_KEY,
      },
      requestsPerMinute: 0,
      refresh,
    });
    apis.push({ close });
    const api = loadBalancerApi(call);
    const refresher = createRefresher(api, { refresh });
    let port = 1000;
    return {
      refresher,
      /** A front-end, stored. */
      write: (values: object = {}) =>
        api.createFrontend(LB, "http", { zone: "all", port: String(port++), defaultFarmId: farmId, ...values }, never),
    };
  }
  return {
    simulator,
    scene,
    process,
    refreshes: () => simulator.journal.filter(({ method, path }) => method === "POST" && path.endsWith("/refresh")),
    live: (zone = "gra") => simulator.live()[LB]?.[zone]?.frontends.length,
    pending: (zone = "gra") => simulator.live()[LB]?.[zone]?.pending,
  };
}

it("makes 20 parallel writes live with one refresh", async () => {
  const { process, refreshes, live, pending } = await start();
  const { refresher, write } = process();
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, async () => {
      await write();
      return refresher.afterWrite(LB, { kind: "create" }, never);
    }),
  );
  expect(outcomes).toEqual(Array(20).fill({ live: true, diagnostics: [] }));
  expect(refreshes()).toHaveLength(1);
  expect([live(), live("rbx"), pending()]).toEqual([20, 20, 0]);
});
