import { violatedConditions } from "../../../lib/clouds/ovh/refresh-conditions";
import type { StoredConfiguration, StoredFarm, StoredFrontend } from "../../../lib/clouds/ovh/refresh-conditions";

const LB = "loadbalancer-demo";

const frontend = (values: Partial<StoredFrontend> = {}): StoredFrontend => ({
  protocol: "http",
  id: 1001,
  displayName: null,
  defaultFarmId: 2001,
  redirectLocation: null,
  ...values,
});
const bare = (values: Partial<StoredFrontend> = {}) => frontend({ defaultFarmId: null, ...values });
const farm = (values: Partial<StoredFarm> = {}): StoredFarm => ({
  protocol: "http",
  id: 2001,
  displayName: null,
  vrackNetworkId: null,
  ...values,
});
const route = (rules: number, frontendId = 1001, protocol: "http" | "tcp" = "http") => ({
  protocol,
  id: 3001,
  displayName: null,
  frontendId,
  rules,
});

function judge(values: Partial<StoredConfiguration>): readonly string[] {
  const configuration = { loadBalancer: LB, vrack: null, networks: [], frontends: [frontend()], farms: [], routes: [] };
  return violatedConditions({ ...configuration, ...values }).map(({ detail }) => detail);
}

describe("a refresh may be made", () => {
  it.each<[string, Partial<StoredConfiguration>]>([
    ["when each front-end has a default farm", { farms: [farm()] }],
    ["when a front-end redirects", { frontends: [bare({ redirectLocation: "https://example.com" })] }],
    ["when a front-end has a route with rules", { frontends: [bare()], routes: [route(0), route(1)] }],
    [
      "when load balancer and farms are in the vRack",
      { vrack: "pn-1", networks: [7], farms: [farm({ vrackNetworkId: 7 })] },
    ],
    ["when the load balancer is in a vRack and has no farm", { vrack: "pn-1", networks: [7] }],
  ])("%s", (_, values) => expect(judge(values)).toEqual([]));
});

describe("a refresh may not be made", () => {
  it.each<[string, Partial<StoredConfiguration>, string]>([
    ["without a front-end", { frontends: [] }, "loadbalancer-demo has no front-end"],
    [
      "when a front-end leads nowhere",
      { frontends: [bare({ displayName: "web" })] },
      'http front-end 1001 ("web") of loadbalancer-demo has no default farm, no redirectLocation and no route with rules. Give it a default farm or a redirectLocation, or a route with a rule, or delete it.',
    ],
    [
      "when its route has no rules",
      { frontends: [bare()], routes: [route(0)] },
      "no route with rules (route 3001 has none). Give it a default farm or a redirectLocation, or one of its routes a rule",
    ],
    ["when the route is another front-end's", { frontends: [bare()], routes: [route(1, 1002)] }, "front-end 1001"],
    [
      "when the route is of another protocol",
      { frontends: [bare()], routes: [route(1, 1001, "tcp")] },
      "http front-end 1001",
    ],
    [
      "when a tcp front-end leads nowhere: it cannot redirect",
      { frontends: [bare({ protocol: "tcp" })] },
      "tcp front-end 1001 of loadbalancer-demo has no default farm and no route with rules. Give it a default farm, or a route with a rule",
    ],
    [
      "when a udp front-end has no farm: there are no udp routes",
      { frontends: [bare({ protocol: "udp" })] },
      "udp front-end 1001 of loadbalancer-demo has no default farm. Give it a default farm, or delete it.",
    ],
    [
      "when a farm is in a vRack and the load balancer is not",
      { farms: [farm({ vrackNetworkId: 7 })] },
      "http farm 2001 is in vRack network 7, and loadbalancer-demo is in no vRack",
    ],
    [
      "when a farm is not in the load balancer's vRack",
      { vrack: "pn-1", networks: [7, 8], farms: [farm()] },
      "http farm 2001 has no vrackNetworkId, and loadbalancer-demo is in vRack pn-1. Set it to one of the load balancer's networks (7, 8)",
    ],
    ["when the load balancer has no network in its vRack", { vrack: "pn-1" }, "has no network there"],
  ])("%s", (_, values, words) => {
    const found = judge(values);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(words);
  });

  it("and every reason is told, with its object", () => {
    const found = judge({
      vrack: "pn-1",
      frontends: [bare(), bare({ protocol: "udp", id: 1002 }), frontend({ id: 1003 })],
      farms: [farm(), farm({ id: 2002, vrackNetworkId: 7 })],
    });
    expect(found).toEqual([
      expect.stringContaining("http front-end 1001"),
      expect.stringContaining("udp front-end 1002"),
      expect.stringContaining("has no network there"),
      expect.stringContaining("http farm 2001"),
    ]);
  });
});
