/**
 * IONOS Cloud API v6: one function per endpoint, nothing more.
 * https://api.ionos.com/docs/cloud/v6/
 */
import { createHttpClient } from "../../http/client";
import type { HttpAnswer, HttpRequest } from "../../http/client";
import { packageVersion } from "../../version";
import type { IonosConfig } from "./credentials";
import type {
  Collection,
  Contract,
  Datacenter,
  ErrorBody,
  IpBlock,
  IpFailoverEntry,
  Lan,
  LoadBalancer,
  LoggedRequest,
  Nic,
  RequestStatus,
  Server,
} from "./wire";

export const DEFAULT_ENDPOINT = "https://api.ionos.com/cloudapi/v6";
/** By this name our own requests are found again in the request log. */
export const USER_AGENT = `cdktf-ip-failover/${packageVersion}`;

/** A data centre with its LANs, servers and load balancers, as `depth=3` gives them. */
export type DatacenterTree = Omit<Datacenter, "entities"> & {
  readonly entities?: { readonly lans?: Collection<Lan>; readonly loadbalancers?: Collection<LoadBalancer> };
};

/** An asynchronous answer: the object as requested, and where to follow the request. */
export type Accepted<T> = HttpAnswer<T>;

export type IonosApi = ReturnType<typeof createIonosApi>;

export function createIonosApi(config: IonosConfig) {
  const http = createHttpClient({
    baseUrl: baseUrl(config.endpoint ?? DEFAULT_ENDPOINT),
    headers: {
      accept: "application/json",
      "user-agent": USER_AGENT,
      authorization: authorization(config),
      ...(config.contractNumber === undefined ? {} : { "x-contract-number": config.contractNumber }),
    },
    explain,
  });
  const get = async <T>(path: string, query: HttpRequest["query"], signal: AbortSignal): Promise<T> =>
    (await http.send<T>({ method: "GET", path, query: query ?? {} }, signal)).body;

  /** All pages: the API cuts lists off at their limit. https://docs.ionos.com/cloud → pagination */
  async function list<T>(path: string, query: NonNullable<HttpRequest["query"]>, signal: AbortSignal): Promise<T[]> {
    const limit = 1000;
    const items: T[] = [];
    for (;;) {
      const page = await get<Collection<T>>(path, { ...query, limit, offset: items.length }, signal);
      const found = page.items ?? [];
      items.push(...found);
      if (found.length < limit && page._links?.next === undefined) return items;
      if (found.length === 0) return items;
    }
  }

  const nicPath = (nic: NicAddress) => `/datacenters/${nic.datacenterId}/servers/${nic.serverId}/nics/${nic.nicId}`;
  const lanPath = (lan: LanAddress) => `/datacenters/${lan.datacenterId}/lans/${lan.lanId}`;

  return {
    close: () => http.close(),
    contracts: (signal: AbortSignal) => get<Contract | Collection<Contract>>("/contracts", { depth: 1 }, signal),

    datacenter: (id: string, signal: AbortSignal) => get<DatacenterTree>(`/datacenters/${id}`, { depth: 3 }, signal),
    servers: (datacenterId: string, signal: AbortSignal) =>
      list<Server>(`/datacenters/${datacenterId}/servers`, { depth: 3 }, signal),

    lan: (lan: LanAddress, signal: AbortSignal) => get<Lan>(lanPath(lan), { depth: 0 }, signal),
    /** Replaces the whole list and nothing else of the LAN. */
    patchIpFailover: (lan: LanAddress, ipFailover: readonly IpFailoverEntry[], signal: AbortSignal) =>
      http.send<Lan>({ method: "PATCH", path: lanPath(lan), body: { ipFailover } }, signal),

    nic: (nic: NicAddress, signal: AbortSignal) => get<Nic>(nicPath(nic), { depth: 0 }, signal),
    /** Replaces the NIC's whole list of addresses. */
    patchNicIps: (nic: NicAddress, ips: readonly string[], signal: AbortSignal) =>
      http.send<Nic>({ method: "PATCH", path: nicPath(nic), body: { ips } }, signal),

    ipBlocks: (signal: AbortSignal) => list<IpBlock>("/ipblocks", { depth: 1 }, signal),
    ipBlock: (id: string, signal: AbortSignal) => get<IpBlock>(`/ipblocks/${id}`, { depth: 0 }, signal),
    createIpBlock: (properties: { name: string; location: string; size: number }, signal: AbortSignal) =>
      http.send<IpBlock>({ method: "POST", path: "/ipblocks", body: { properties } }, signal),
    renameIpBlock: (id: string, name: string, signal: AbortSignal) =>
      http.send<IpBlock>({ method: "PATCH", path: `/ipblocks/${id}`, body: { name } }, signal),
    deleteIpBlock: (id: string, signal: AbortSignal) =>
      http.send<undefined>({ method: "DELETE", path: `/ipblocks/${id}` }, signal),

    requestStatus: (id: string, signal: AbortSignal) => get<RequestStatus>(`/requests/${id}/status`, undefined, signal),
    /** The request log. Times are compared in whole seconds. */
    requests: (
      filter: { readonly method?: "POST"; readonly url?: string; readonly createdAfter: Date },
      signal: AbortSignal,
    ) =>
      list<LoggedRequest>(
        "/requests",
        {
          depth: 2,
          ...(filter.method === undefined ? {} : { "filter.method": filter.method }),
          "filter.createdAfter": filter.createdAfter.toISOString().slice(0, 19).replace("T", " "),
          ...(filter.url === undefined ? {} : { "filter.url": filter.url }),
        },
        signal,
      ),
  };
}

export interface LanAddress {
  readonly datacenterId: string;
  readonly lanId: string;
}

export interface NicAddress {
  readonly datacenterId: string;
  readonly serverId: string;
  readonly nicId: string;
}

/** The vendor's own clients take the host alone as well and add the path. */
function baseUrl(endpoint: string): string {
  const trimmed = endpoint.replace(/\/+$/, "");
  const url = /^https?:\/\//.test(trimmed) ? trimmed : `https://${trimmed}`;
  return url.endsWith("/cloudapi/v6") ? url : `${url}/cloudapi/v6`;
}

/** With a token the API ignores user name and password, as the vendor's clients do. */
function authorization({ token, username, password }: IonosConfig): string {
  if (token !== undefined) return `Bearer ${token}`;
  return `Basic ${Buffer.from(`${username ?? ""}:${password ?? ""}`).toString("base64")}`;
}

export function explain(body: unknown): { code?: string; message?: string } {
  const messages = (body as ErrorBody | undefined)?.messages;
  if (!Array.isArray(messages) || messages.length === 0) return {};
  const list = messages as NonNullable<ErrorBody["messages"]>;
  const code = list[0]?.errorCode;
  return {
    message: list.map(({ message }) => message).join("; "),
    ...(code === undefined ? {} : { code: String(code) }),
  };
}
