import type { Fields } from "../fields";
import type { ObjectKind } from "./configuration";

/** One kind of object of a load balancer: its fields as in the vendor's schema. */
export interface Noun {
  readonly kind: ObjectKind;
  /** The name of its id: `frontendId`. */
  readonly idName: string;
  readonly fields: Fields;
  /** Query parameters of its list, all compared for equality but `port`. */
  readonly filters: readonly string[];
}

const STRING = { type: "string" } as const;
const ID = { type: "integer", min: 0 } as const;
const NO = { type: "boolean", default: false } as const;
const PORT = { type: "integer", min: 1, max: 49_151 } as const;
const READ_ONLY_ID = { type: "integer", access: "read-only" } as const;

const anyFrontend: Fields = {
  port: { type: "ports", required: true },
  zone: { type: "string", required: true },
  dedicatedIpfo: { type: "ipBlock[]" },
  defaultFarmId: ID,
  disabled: NO,
  displayName: STRING,
};
const streamFrontend: Fields = {
  ...anyFrontend,
  allowedSource: { type: "ipBlock[]" },
  deniedSource: { type: "ipBlock[]" },
  defaultSslId: ID,
  ssl: NO,
  vrackNetworkId: READ_ONLY_ID,
  vrackVrouterId: READ_ONLY_ID,
};
const httpFrontend: Fields = {
  ...streamFrontend,
  hsts: NO,
  httpHeader: { type: "string[]" },
  redirectLocation: STRING,
};

const probe: Fields = {
  type: { type: "string", values: ["http", "internal", "mysql", "oco", "pgsql", "smtp", "tcp"] },
  interval: { type: "integer", min: 30, default: 30 }, // seconds
  port: PORT,
  method: { type: "string", values: ["GET", "HEAD", "OPTIONS", "internal"] },
  match: { type: "string", values: ["contains", "default", "internal", "matches", "status"] },
  pattern: STRING,
  negate: { type: "boolean" },
  url: STRING,
  forceSsl: { type: "boolean" },
};
const anyFarm: Fields = {
  zone: { type: "string", required: true, access: "on-create" },
  port: PORT,
  displayName: STRING,
  vrackNetworkId: ID,
};
const streamFarm = (balances: readonly string[], stickiness: readonly string[]): Fields => ({
  ...anyFarm,
  balance: { type: "string", values: balances }, // "roundrobin if null"
  stickiness: { type: "string", values: stickiness },
  probe: { type: "object", fields: probe },
});

const anyServer: Fields = {
  address: { type: "ipv4", required: true, access: "on-create" },
  status: { type: "string", required: true, values: ["active", "inactive"] },
  port: PORT,
  displayName: STRING,
};
const streamServer: Fields = {
  ...anyServer,
  weight: { type: "integer", min: 0, max: 256, default: 1 },
  probe: NO,
  ssl: NO,
  backup: NO,
  chain: STRING,
  onMarkedDown: { type: "string", values: ["shutdown-sessions"] },
  proxyProtocolVersion: { type: "string", values: ["v1", "v2", "v2-ssl", "v2-ssl-cn"] },
};

const tcpAction: Fields = { type: { type: "string", required: true }, target: STRING };
const httpAction: Fields = { ...tcpAction, status: { type: "integer", min: 100, max: 599 } };
const route = (action: Fields): Fields => ({
  action: { type: "object", required: true, fields: action },
  displayName: STRING,
  frontendId: ID,
  weight: { type: "integer", min: 0, max: 255, default: 0 },
});
const rule: Fields = {
  field: { type: "string", required: true },
  match: {
    type: "string",
    required: true,
    values: ["contains", "endswith", "exists", "in", "internal", "is", "matches", "startswith"],
  },
  negate: NO,
  pattern: STRING,
  subField: STRING,
  displayName: STRING,
};

/** Filters of fields that a protocol lacks do not count. */
const those = (names: readonly string[], fields: Fields) => names.filter((name) => Object.hasOwn(fields, name));

const frontend = (kind: ObjectKind, fields: Fields): Noun => ({
  kind,
  idName: "frontendId",
  fields,
  filters: those(["defaultFarmId", "defaultSslId", "port", "zone"], fields),
});
const farm = (kind: ObjectKind, fields: Fields): Noun => ({
  kind,
  idName: "farmId",
  fields,
  filters: ["vrackNetworkId", "zone"],
});
const server = (kind: ObjectKind, fields: Fields): Noun => ({
  kind,
  idName: "serverId",
  fields,
  filters: those(["address", "status", "cookie"], fields),
});

export const NOUNS: readonly Noun[] = [
  frontend("http/frontend", httpFrontend),
  frontend("tcp/frontend", streamFrontend),
  frontend("udp/frontend", anyFrontend),
  farm("http/farm", streamFarm(["first", "leastconn", "roundrobin", "source", "uri"], ["cookie", "sourceIp"])),
  farm("tcp/farm", streamFarm(["first", "leastconn", "roundrobin", "source"], ["sourceIp"])),
  farm("udp/farm", { ...anyFarm, port: { ...PORT, required: true } }),
  server("http/farm/server", { ...streamServer, cookie: STRING }),
  server("tcp/farm/server", streamServer),
  server("udp/farm/server", anyServer),
  { kind: "http/route", idName: "routeId", fields: route(httpAction), filters: ["frontendId"] },
  { kind: "tcp/route", idName: "routeId", fields: route(tcpAction), filters: ["frontendId"] },
  { kind: "http/route/rule", idName: "ruleId", fields: rule, filters: [] },
  { kind: "tcp/route/rule", idName: "ruleId", fields: rule, filters: [] },
  {
    kind: "ssl",
    idName: "id",
    fields: {
      certificate: { type: "string", required: true, access: "on-create" },
      key: { type: "string", required: true, access: "on-create" },
      chain: { type: "string", access: "on-create" },
      displayName: STRING,
    },
    filters: ["serial", "fingerprint", "type"],
  },
  {
    kind: "vrack/network",
    idName: "vrackNetworkId",
    fields: {
      subnet: { type: "ipBlock", required: true, access: "on-create" },
      natIp: { type: "ipBlock", required: true },
      vlan: { type: "integer", min: 0, max: 4096, default: 0 },
      displayName: STRING,
      farmId: { type: "integer[]", access: "on-create" },
    },
    filters: ["subnet", "vlan"],
  },
];
