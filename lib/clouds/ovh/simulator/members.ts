import type { Router } from "../../../simulator";
import { type Cloud, namesOf, service, time } from "./cloud";
import { ok, type Route } from "./context";
import { listing } from "./listing";

/** What addresses can be routed to besides dedicated servers and load balancers: only to be looked at. */

const MODEL = {
  name: "vps",
  offer: "VPS",
  version: "2019v1",
  vcore: 1,
  memory: 2048,
  disk: 20,
  datacenter: [],
  availableOptions: [],
  maximumAdditionnalIp: 16,
};

function showVps(cloud: Cloud, name: string) {
  const { displayName, regions, iamId } = service(cloud, "vps", name);
  return {
    name,
    displayName: displayName ?? name,
    state: "running",
    zone: regions[0] ?? "",
    zoneType: "region",
    cluster: "",
    offerType: "ssd",
    model: MODEL,
    vcore: 1,
    memoryLimit: 2048,
    netbootMode: "local",
    keymap: null,
    slaMonitoring: false,
    monitoringIpBlocks: [],
    iam: { id: iamId, urn: `urn:v1:eu:resource:vps:${name}`, displayName: displayName ?? name },
  };
}

function showProject(cloud: Cloud, name: string) {
  const { displayName, createdAt, iamId } = service(cloud, "cloudProject", name);
  return {
    project_id: name,
    projectName: displayName,
    description: displayName,
    planCode: "project.2018",
    status: "ok",
    access: "full",
    unleash: false,
    manualQuota: false,
    orderId: null,
    expiration: null,
    creationDate: time(createdAt),
    iam: { id: iamId, urn: `urn:v1:eu:resource:publicCloudProject:${name}` },
  };
}

export function addMemberRoutes(routes: Router<Route>): void {
  for (const [path, kind, show] of [
    ["/vps", "vps", showVps],
    ["/cloud/project", "cloudProject", showProject],
  ] as const) {
    routes.add("GET", path, (context) =>
      listing(context, namesOf(context.cloud, kind), (name) => show(context.cloud, String(name))),
    );
    routes.add("GET", `${path}/:serviceName`, ({ cloud, params }) => ok(show(cloud, params.serviceName ?? "")));
  }
  routes.add("GET", "/vps/:serviceName/ips", (context) => {
    const { ip } = service(context.cloud, "vps", context.params.serviceName);
    return listing(context, [ip], () => ({
      ipAddress: ip,
      type: "primary",
      version: "v4",
      geolocation: "fr",
      gateway: null,
      macAddress: null,
      reverse: null,
    }));
  });
  routes.add("GET", "/vps/:serviceName/datacenter", ({ cloud, params }) => {
    const [region = ""] = service(cloud, "vps", params.serviceName).regions;
    return ok({ name: region, longName: region, country: "fr" });
  });
}
