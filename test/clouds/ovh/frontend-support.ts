/** A simulated load balancer with a farm and a certificate, and processes of ours that have front-ends on it. */
import { createOvhApi } from "../../../lib/clouds/ovh/api";
import { loadBalancerApi } from "../../../lib/clouds/ovh/api-load-balancer";
import { createBalancers } from "../../../lib/clouds/ovh/balancers";
import { ipApi } from "../../../lib/clouds/ovh/api-ip";
import { serverApi } from "../../../lib/clouds/ovh/api-server";
import { openOvh } from "../../../lib/clouds/ovh";
import { createIpList } from "../../../lib/clouds/ovh/ip-list";
import { createLoadBalancerPorts } from "../../../lib/clouds/ovh/load-balancer-ports";
import { createMoving } from "../../../lib/clouds/ovh/moving";
import { createRefresher } from "../../../lib/clouds/ovh/refresher";
import { createVirtualMacList } from "../../../lib/clouds/ovh/virtual-mac-list";
import type { OvhSimulatorOptions } from "../../../lib/clouds/ovh/simulator";
import { selfSignedCertificate } from "../../../lib/provider/transport/certificate";
import { createSession } from "../../../lib/resources/configured-session";
import type { Session } from "../../../lib/resources/session";
import type { ObjectValue } from "../../../lib/resources/value";
import { configOf } from "../../support/ionos";
import { BASE, closeAll, LB, startBalancer } from "./support";

export const FRONTEND = "ipfailover_frontend";
export const BINDING = "ipfailover_frontend_binding";

const sessions: Session[] = [];

/** For `afterEach`. */
export async function closeEverything(): Promise<void> {
  for (const session of sessions.splice(0)) session.close();
  await closeAll();
}

export type Place = Awaited<ReturnType<typeof startPlace>>;
/** Fields of a front-end as the vendor spells them. */
export type Values = Readonly<Record<string, unknown>>;

export async function startPlace(options: OvhSimulatorOptions & { readonly zones?: readonly string[] } = {}) {
  const place = await startBalancer(options);
  const { scene, simulator, config } = place;
  const call = <T>(method: string, path: string, body?: object) => scene.call(method, `${BASE}${path}`, body) as T;
  const farm = (protocol: string) =>
    call<{ farmId: number }>("POST", `/${protocol}/farm`, { zone: "all", port: 80 }).farmId;
  const farms: Readonly<Record<string, number>> = { http: place.farmId, tcp: farm("tcp"), udp: farm("udp") };
  const certificate = () => {
    const { pem, key } = selfSignedCertificate();
    return call<{ id: number }>("POST", "/ssl", { certificate: pem, key }).id;
  };
  scene.apply(LB);

  return {
    ...place,
    farms,
    certificate,
    /** A session of our own core. `readToWriteMs`: how soon lists are looked at again. */
    open(settings: { readonly refresh?: boolean; readonly readToWriteMs?: number } = {}): Session {
      const { refresh = true, readToWriteMs = 5 } = settings;
      const { call: send, close } = createOvhApi(config);
      const api = loadBalancerApi(send);
      const { moves } = createMoving(send, createIpList(ipApi(send)), createVirtualMacList(serverApi(send)));
      const balancers = createBalancers(api);
      const refresher = createRefresher({ api, balancers, refresh });
      const cloud = openOvh({ ...config, refresh });
      const ports = createLoadBalancerPorts({ api, balancers, moves, refresher, goesLive: refresh, readToWriteMs });
      const session = createSession({ ...cloud, ...ports, close: () => (close(), cloud.close()) });
      sessions.push(session);
      return session;
    },
    /** What is stored of a front-end, as its owner sees it. */
    stored: (protocol: string, id: unknown) => call<Values>("GET", `/${protocol}/frontend/${String(id)}`),
    ids: (protocol: string) => call<number[]>("GET", `/${protocol}/frontend`),
    /** Somebody else changes a front-end. */
    put: (protocol: string, id: unknown, body: object) =>
      call<undefined>("PUT", `/${protocol}/frontend/${String(id)}`, body),
    /** What is really live of a front-end in a zone; undefined when it does not answer there. */
    applied(protocol: string, id: unknown, zone = "gra"): Values | undefined {
      const service = simulator.state().services[LB];
      if (service?.kind !== "ipLoadbalancing") throw new Error(LB);
      return service.applied[zone]?.objects.find(
        (object) => object.kind === `${protocol}/frontend` && String(object.id) === String(id),
      )?.values;
    },
    /** The addresses on which a front-end really answers in a zone. */
    answersOn: (id: unknown, zone = "gra") =>
      simulator.live()[LB]?.[zone]?.frontends.find(({ frontendId }) => String(frontendId) === String(id))?.addresses,
    /** Bodies of the requests with that method and end of path. */
    sent: (method: string, end: RegExp) =>
      simulator.journal.filter((entry) => entry.method === method && end.test(entry.path)).map(({ body }) => body),
  };
}

export const frontendConfig = (values: ObjectValue = {}) =>
  configOf(FRONTEND, { load_balancer: LB, protocol: "http", port: "80", ...values });
export const bindingConfig = (values: ObjectValue = {}) => configOf(BINDING, { load_balancer: LB, ...values });
