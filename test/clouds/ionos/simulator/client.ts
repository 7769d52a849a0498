import {
  type IonosSimulator,
  type IonosSimulatorOptions,
  startIonosSimulator,
} from "../../../../lib/clouds/ionos/simulator";

/** An answer, with as much of the vendor's shapes as tests look at. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Body;
}

export interface Body {
  readonly id: string;
  readonly type: string;
  readonly href: string;
  readonly metadata: Record<string, unknown> & { requestStatus?: Body };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look at any of the vendor's properties
  readonly properties: Record<string, any>;
  readonly entities: Record<string, Body>;
  readonly items: readonly Body[];
  readonly offset: number;
  readonly limit: number;
  readonly _links: Record<string, string>;
  readonly httpStatus: number;
  readonly messages: readonly { errorCode: string; message: string }[];
}

/** A plain HTTP client: no retries, no waiting, no opinion. */
export function createClient(simulator: IonosSimulator, extra: Record<string, string> = {}) {
  async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const url = path.startsWith("http") ? path : `${simulator.url}/cloudapi/v6${path}`;
    const response = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${simulator.token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...extra,
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get("content-type") === "application/json" && text !== "";
    return { status: response.status, headers: response.headers, text, body: (json ? JSON.parse(text) : {}) as Body };
  }
  return {
    send,
    get: (path: string, headers?: Record<string, string>) => send("GET", path, undefined, headers),
    post: (path: string, body?: unknown) => send("POST", path, body),
    put: (path: string, body?: unknown) => send("PUT", path, body),
    patch: (path: string, body?: unknown) => send("PATCH", path, body),
    delete: (path: string) => send("DELETE", path),
  };
}

export type Client = ReturnType<typeof createClient>;

const open: IonosSimulator[] = [];

export async function startSimulator(
  options?: IonosSimulatorOptions,
): Promise<{ simulator: IonosSimulator; api: Client }> {
  const simulator = await startIonosSimulator(options);
  open.push(simulator);
  return { simulator, api: createClient(simulator) };
}

/** For `afterEach`. */
export async function closeSimulators(): Promise<void> {
  await Promise.all(open.splice(0).map((simulator) => simulator.close()));
}

/** A public LAN with NICs `a`, `b` and `c` on servers of their own, and a block of four addresses; nothing configured. */
export async function startScene(options?: IonosSimulatorOptions) {
  const { simulator, api } = await startSimulator(options);
  const { scene } = simulator;
  const dc = scene.datacenter({ name: "dc" });
  const lanId = scene.lan(dc, { name: "public" });
  const block = scene.ipBlock({ size: 4, name: "vip" });
  const [ip = "", other = "", third = "", fourth = ""] = block.ips;
  const [serverA, serverB, serverC] = [
    scene.server(dc, { name: "a" }),
    scene.server(dc, { name: "b" }),
    scene.server(dc),
  ];
  const [a, b, c] = [serverA, serverB, serverC].map((server) => scene.nic(server, { lan: lanId })) as [
    string,
    string,
    string,
  ];
  const lan = `/datacenters/${dc}/lans/${lanId}`;
  const nic = (id: string) => scene.pathOf(id) ?? "";
  const setIps = (id: string, ips: readonly string[] | null) => api.patch(nic(id), { ips });
  const setGroups = (...entries: [string, string][]) =>
    api.patch(lan, { ipFailover: entries.map(([address, nicUuid]) => ({ ip: address, nicUuid })) });
  const ipsOf = async (id: string) => (await api.get(nic(id))).body.properties.ips as string[];
  const groups = async () => (await api.get(lan)).body.properties.ipFailover as { ip: string; nicUuid: string }[];
  return {
    simulator,
    api,
    scene,
    dc,
    lanId,
    lan,
    block,
    ip,
    other,
    third,
    fourth,
    serverA,
    serverB,
    serverC,
    a,
    b,
    c,
    nic,
    setIps,
    setGroups,
    ipsOf,
    groups,
  };
}

export type TestScene = Awaited<ReturnType<typeof startScene>>;

/** The group that most tests start from: `a` is the master of `ip`, `b` a slave. */
export async function startGroup(options?: IonosSimulatorOptions): Promise<TestScene> {
  const scene = await startScene(options);
  const { a, b, ip, setIps, setGroups } = scene;
  for (const answer of [await setIps(a, [ip]), await setGroups([ip, a]), await setIps(b, [ip])]) {
    if (answer.status !== 202) throw new Error(answer.text);
  }
  return scene;
}
