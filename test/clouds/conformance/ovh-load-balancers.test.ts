/** What is configured on a load balancer of OVHcloud follows the rules of Terraform and of this project as all else does. */
import { textOf } from "../../../lib/resources/value";
import type { ObjectValue } from "../../../lib/resources/value";
import { configOf } from "../../support/ionos";
import { openOvhSession } from "../../support/ovh";
import { bindingConfig, closeEverything, frontendConfig, startPlace } from "../ovh/frontend-support";
import type { Place } from "../ovh/frontend-support";
import { LB } from "../ovh/support";
import type { Fixture, Ground, GroundOptions } from "./ground";
import { conformanceSuite } from "./suite";

async function setUp({ stuck = false }: GroundOptions = {}): Promise<Ground> {
  const place = await startPlace(stuck ? { settleMs: 3_600_000 } : {});
  const { simulator } = place;
  return {
    cloud: "ovh",
    account: "xx1111-ovh",
    open: (provider) => (provider ? openOvhSession(simulator, provider) : place.open()),
    secrets: [simulator.env.OVH_APPLICATION_SECRET, simulator.env.OVH_CONSUMER_KEY],
    faults: simulator.faults,
    requests: () => simulator.journal,
    forgetRequests: () => simulator.clearJournal(),
    fixtures: fixtures(place),
    close: closeEverything,
  };
}

function fixtures({ scene, farmId, first, ids, stored }: Place): Readonly<Record<string, Fixture>> {
  const [one, two] = [scene.ip(), scene.ip()];
  const frontend = { protocol: "http", id: String(first) };
  const acknowledge = ["restricts-frontend", "opens-frontend"];
  const activation = (web: string) =>
    configOf("ipfailover_load_balancer_activation", { load_balancer: LB, triggers: { web } });
  const shared = { importId: (known: ObjectValue) => textOf(known.id), destroy: () => scene.remove(LB) };
  return {
    ipfailover_frontend: {
      config: frontendConfig({ default_farm_id: farmId, dedicated_ips: [one] }),
      changed: frontendConfig({ default_farm_id: farmId, port: "81", display_name: "changed" }),
      count: () => ids("http").length - 1,
      ...shared,
    },
    ipfailover_frontend_binding: {
      config: bindingConfig({ frontend, acknowledge, ips: [one] }),
      changed: bindingConfig({ frontend, acknowledge, ips: [two] }),
      count: () => ((stored("http", first).dedicatedIpfo ?? []) as readonly string[]).length,
      ...shared,
    },
    ipfailover_load_balancer_activation: {
      config: activation("1"),
      changed: activation("2"),
      immediate: true,
      adopted: true,
      count: () => 1,
      ...shared,
    },
  };
}

conformanceSuite("ovh", setUp, [
  "ipfailover_frontend",
  "ipfailover_frontend_binding",
  "ipfailover_load_balancer_activation",
]);
