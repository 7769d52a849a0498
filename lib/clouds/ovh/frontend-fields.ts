/** A front-end on the wire and as the contract has it, and what a PUT has to say to make the one into the other. */
import { tryBlock } from "../block";
import { samePorts } from "../listener";
import type { Listener, Protocol } from "../listener";
import type { FrontendFields } from "../ports/frontends";
import type { WithProtocol } from "./balancers";
import type { Frontend } from "./wire";

type Field = keyof FrontendFields;

const all: readonly Protocol[] = ["http", "tcp", "udp"];
const streams: readonly Protocol[] = ["http", "tcp"];

/** The vendor's name of each field, and the protocols that have it. */
const wire: Readonly<Record<Field, { readonly name: keyof Frontend; readonly of: readonly Protocol[] }>> = {
  port: { name: "port", of: all },
  zone: { name: "zone", of: all },
  dedicatedIps: { name: "dedicatedIpfo", of: all },
  allowedSource: { name: "allowedSource", of: streams },
  deniedSource: { name: "deniedSource", of: streams },
  defaultFarmId: { name: "defaultFarmId", of: all },
  defaultSslId: { name: "defaultSslId", of: streams },
  disabled: { name: "disabled", of: all },
  displayName: { name: "displayName", of: all },
  ssl: { name: "ssl", of: streams },
  hsts: { name: "hsts", of: ["http"] },
  httpHeaders: { name: "httpHeader", of: ["http"] },
  redirectLocation: { name: "redirectLocation", of: ["http"] },
};
const fields = Object.keys(wire) as readonly Field[];

/** The API takes blocks alone; how a client spelled a block is not kept by every reading. */
export const blockOf = (text: string) => tryBlock(text) ?? text;

export function fieldsOf(frontend: Frontend): FrontendFields {
  return {
    port: frontend.port,
    zone: frontend.zone,
    dedicatedIps: frontend.dedicatedIpfo ?? [],
    allowedSource: frontend.allowedSource ?? [],
    deniedSource: frontend.deniedSource ?? [],
    defaultFarmId: frontend.defaultFarmId ?? null,
    defaultSslId: frontend.defaultSslId ?? null,
    disabled: frontend.disabled,
    displayName: frontend.displayName || null,
    ssl: frontend.ssl ?? false,
    hsts: frontend.hsts ?? false,
    httpHeaders: frontend.httpHeader ?? [],
    redirectLocation: frontend.redirectLocation || null,
  };
}

export function listenerOf(frontend: WithProtocol<Frontend>): Listener {
  return { ...fieldsOf(frontend), protocol: frontend.protocol };
}

/** Lists are sets: the API keeps no order. */
export function sameField(field: Field, a: FrontendFields[Field], b: FrontendFields[Field]): boolean {
  if (field === "port") return samePorts(a as string, b as string);
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  const spelled = (list: readonly string[]) => new Set(field === "httpHeaders" ? list : list.map(blockOf));
  const [one, other] = [spelled(a as readonly string[]), spelled(b as readonly string[])];
  return one.size === other.size && [...one].every((item) => other.has(item));
}

/** What a new front-end is made with; what is left out has the vendor's default. */
export function bodyOfNew(wanted: FrontendFields, protocol: Protocol): Readonly<Record<string, unknown>> {
  const body = fields
    .filter((field) => wire[field].of.includes(protocol))
    .map((field) => [wire[field].name, onWire(field, wanted[field])] as const)
    .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0));
  return Object.fromEntries(body);
}

/** Only what differs: absent is unchanged, an explicit null or `[]` resets. Undefined when nothing differs. */
export function bodyOfChange(
  before: FrontendFields,
  wanted: FrontendFields,
  protocol: Protocol,
): Readonly<Record<string, unknown>> | undefined {
  const body = fields
    .filter((field) => wire[field].of.includes(protocol) && !sameField(field, before[field], wanted[field]))
    .map((field) => [wire[field].name, onWire(field, wanted[field])] as const);
  return body.length === 0 ? undefined : Object.fromEntries(body);
}

/** The same in everything that the protocol has. */
export function sameFields(a: FrontendFields, b: FrontendFields, protocol: Protocol): boolean {
  return bodyOfChange(a, b, protocol) === undefined;
}

function onWire(field: Field, value: FrontendFields[Field]): unknown {
  return Array.isArray(value) && field !== "httpHeaders" ? (value as readonly string[]).map(blockOf) : value;
}
