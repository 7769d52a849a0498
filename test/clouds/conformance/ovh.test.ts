import { startOvhSimulator } from "../../../lib/clouds/ovh/simulator";
import { openOvhSession } from "../../support/ovh";
import type { Ground, GroundOptions } from "./ground";
import { addressFixtures } from "./ovh-addresses";
import { groupFixtures } from "./ovh-groups";
import { conformanceSuite } from "./suite";

async function setUp({ stuck = false }: GroundOptions = {}): Promise<Ground> {
  const simulator = await startOvhSimulator(stuck ? { settleMs: 3_600_000 } : {});
  return {
    cloud: "ovh",
    account: "xx1111-ovh",
    open: (provider) => openOvhSession(simulator, provider),
    secrets: [simulator.env.OVH_APPLICATION_SECRET, simulator.env.OVH_CONSUMER_KEY],
    faults: simulator.faults,
    requests: () => simulator.journal,
    forgetRequests: () => simulator.clearJournal(),
    fixtures: { ...addressFixtures(simulator), ...groupFixtures(simulator) },
    close: () => simulator.close(),
  };
}

conformanceSuite("ovh", setUp, [
  "ipfailover_group",
  "ipfailover_ip_block",
  "ipfailover_reverse_dns",
  "ipfailover_virtual_mac",
]);
