/** The vendor's own SDK for Node, pointed at a simulator, and what its answers must look like. */
import * as sdk from "@ionos-cloud/sdk-nodejs";
import { startSimulator } from "./client";
import { differences } from "./sdk-models";

export async function start(settleMs = 0) {
  const { simulator } = await startSimulator({ settleMs });
  // The SDK sleeps before each call, for as long as it would wait at most between two tries. `waitForRequest` sleeps a
  // second whatever it is told, so one test alone waits with it.
  const config = new sdk.Configuration({
    apiKey: simulator.token,
    basePath: `${simulator.url}/cloudapi/v6`,
  });
  config.setMaxWaitTime(0);
  return {
    simulator,
    config,
    datacenters: new sdk.DataCentersApi(config),
    blocks: new sdk.IPBlocksApi(config),
    lans: new sdk.LANsApi(config),
    servers: new sdk.ServersApi(config),
    nics: new sdk.NetworkInterfacesApi(config),
    rules: new sdk.FirewallRulesApi(config),
    volumes: new sdk.VolumesApi(config),
    snapshots: new sdk.SnapshotsApi(config),
    balancers: new sdk.LoadBalancersApi(config),
    labels: new sdk.LabelsApi(config),
    requests: new sdk.RequestsApi(config),
    images: new sdk.ImagesApi(config),
    locations: new sdk.LocationsApi(config),
    contracts: new sdk.ContractResourcesApi(config),
    groups: new sdk.SecurityGroupsApi(config),
    pccs: new sdk.PrivateCrossConnectsApi(config),
    users: new sdk.UserManagementApi(config),
  };
}

interface Reply {
  readonly status: number;
  readonly data: unknown;
  readonly headers: unknown;
}

export const location = (reply: Reply) => (reply.headers as Record<string, string | undefined>).location ?? "";

/** The id in an accepted write's answer, whose shape is that of `model`. */
export function created(model: string, reply: Reply): string {
  expect([reply.status, differences(model, reply.data)]).toEqual([202, []]);
  expect(location(reply)).toMatch(/^http.*\/requests\/[0-9a-f-]+\/status$/);
  return (reply.data as { id: string }).id;
}

export function read<T>(model: string, reply: { readonly status: number; readonly data: T }): T {
  expect([reply.status, differences(model, reply.data)]).toEqual([200, []]);
  return reply.data;
}

/** An accepted change; the answer shows the changed object. */
export function changed(model: string, reply: Reply): void {
  created(model, reply);
}

export function deleted(reply: Reply): void {
  expect([reply.status, reply.data]).toEqual([202, ""]);
}

/** The SDK's models call a LAN's `public` `_public`, and send it so: no API understands that. */
export const publicLan = (name: string) => ({ properties: { name, public: true } as sdk.LanProperties });

export const status = (error: unknown) => (error as { response?: { status: number } }).response?.status;
