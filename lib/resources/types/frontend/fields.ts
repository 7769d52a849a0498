/** A front-end's attributes as the cloud's port takes them, and back. */
import { samePorts } from "../../../clouds/listener";
import type { Protocol } from "../../../clouds/listener";
import type { FrontendDraft, FrontendFields, FrontendRef, FrontendSpec } from "../../../clouds/ports/frontends";
import { isUnknown, isWhollyKnown, knownString, sameValue, textOf } from "../../value";
import type { ObjectValue, Value } from "../../value";
import { inRecordedSpelling, textsInRecordedOrder, textsOf } from "../address-list";
import { frontendSchema } from "./schema";

type Field = keyof FrontendFields;

const names: Readonly<Record<Field, string>> = {
  port: "port",
  zone: "zone",
  dedicatedIps: "dedicated_ips",
  allowedSource: "allowed_source",
  deniedSource: "denied_source",
  defaultFarmId: "default_farm_id",
  defaultSslId: "default_ssl_id",
  disabled: "disabled",
  displayName: "display_name",
  ssl: "ssl",
  hsts: "hsts",
  httpHeaders: "http_headers",
  redirectLocation: "redirect_location",
};
const fieldNames = Object.keys(names) as readonly Field[];

const text = (value: Value | undefined) => knownString(value) ?? null;
const number = (value: Value | undefined) => (typeof value === "number" ? value : null);
const flag = (value: Value | undefined) => value === true;
const readings: { readonly [K in Field]: (value: Value | undefined) => FrontendFields[K] } = {
  port: textOf,
  zone: textOf,
  dedicatedIps: textsOf,
  allowedSource: textsOf,
  deniedSource: textsOf,
  defaultFarmId: number,
  defaultSslId: number,
  disabled: flag,
  displayName: text,
  ssl: flag,
  hsts: flag,
  httpHeaders: textsOf,
  redirectLocation: text,
};

/** Everything is known at apply. */
export function fieldsOf(values: ObjectValue): FrontendFields {
  return Object.fromEntries(fieldNames.map((field) => [field, readings[field](values[names[field]])])) as {
    [K in Field]: FrontendFields[K];
  };
}

export function protocolOf({ protocol }: ObjectValue): Protocol {
  return protocol === "tcp" || protocol === "udp" ? protocol : "http";
}

export function specOf(planned: ObjectValue): FrontendSpec {
  return { loadBalancer: textOf(planned.load_balancer), protocol: protocolOf(planned), fields: fieldsOf(planned) };
}

export function draftOf(planned: ObjectValue): FrontendDraft {
  const known = Object.fromEntries(
    fieldNames.map((field) => {
      const value = planned[names[field]] ?? null;
      return [field, isWhollyKnown(value) ? readings[field](value) : undefined] as const;
    }),
  );
  return {
    loadBalancer: knownString(planned.load_balancer),
    protocol: isUnknown(planned.protocol) ? undefined : protocolOf(planned),
    fields: known as FrontendDraft["fields"],
  };
}

export function attributesOfRef(ref: FrontendRef): ObjectValue {
  return { load_balancer: ref.loadBalancer, protocol: ref.protocol, frontend_id: Number(ref.id) };
}

/** What the cloud tells, in the recorded spelling wherever that means the same. */
export function attributesOf(fields: FrontendFields, recorded: ObjectValue): ObjectValue {
  const port = knownString(recorded.port);
  return {
    ...Object.fromEntries(fieldNames.map((field) => [names[field], fields[field]])),
    port: port !== undefined && samePorts(port, fields.port) ? port : fields.port,
    dedicated_ips: inRecordedSpelling(recorded.dedicated_ips, fields.dedicatedIps),
    allowed_source: inRecordedSpelling(recorded.allowed_source, fields.allowedSource),
    denied_source: inRecordedSpelling(recorded.denied_source, fields.deniedSource),
    http_headers: textsInRecordedOrder(recorded.http_headers, fields.httpHeaders),
  };
}

/** The fields in which the two differ, as the second has them. */
export function changedFields(before: ObjectValue, after: ObjectValue): Partial<FrontendFields> {
  const fields = fieldsOf(after);
  const changed = fieldNames.filter((field) => {
    const name = names[field];
    const [a, b] = [before[name] ?? null, after[name] ?? null];
    return !sameValue(a, b) && !frontendSchema.attributes[name]?.equivalent?.(a, b);
  });
  return Object.fromEntries(changed.map((field) => [field, fields[field]]));
}

/** The attributes of those fields alone. */
export function attributesAmong(attributes: ObjectValue, fields: Partial<FrontendFields>): ObjectValue {
  const wanted = new Set((Object.keys(fields) as Field[]).map((field) => names[field]));
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => wanted.has(name)));
}
