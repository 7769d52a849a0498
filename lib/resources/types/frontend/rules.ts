/** Rules of a front-end that need no request. */
import { clash, LAST_PORT, tryPorts } from "../../../clouds/listener";
import type { Listener } from "../../../clouds/listener";
import { problem } from "../../diagnostic";
import type { Diagnostic } from "../../diagnostic";
import type { Claim } from "../../siblings";
import { isList, isUnknown, isWhollyKnown, knownString } from "../../value";
import type { ObjectValue, Value } from "../../value";
import { checkAddresses, textsOf } from "../address-list";
import { checkLoadBalancer } from "../load-balancer/rules";
import { claimAddress, claimDedicatedIps } from "../shared-claims";
import { fieldsOf, protocolOf } from "./fields";
import { onlyWith } from "./schema";

const addressLists = ["dedicated_ips", "allowed_source", "denied_source"] as const;

export function validateFrontend(config: ObjectValue): readonly Diagnostic[] {
  return [
    ...checkLoadBalancer(config.load_balancer),
    ...checkPort(config.port),
    ...addressLists.flatMap((name) => checkAddresses(config[name], [name])),
    ...checkHeaders(config.http_headers),
    ...checkProtocol(config),
    ...checkSources(config),
  ];
}

function checkPort(value: Value | undefined): readonly Diagnostic[] {
  const port = knownString(value);
  if (port === undefined || port.trim() === "" || tryPorts(port)) return [];
  return [
    problem(
      ["port"],
      "port is no port",
      `port is "${port}". Write one port from 1 to ${LAST_PORT}, a range such as "8000-8080", or several separated by commas without spaces.`,
    ),
  ];
}

function checkHeaders(value: Value | undefined): readonly Diagnostic[] {
  return textsOf(value).flatMap((header, i) =>
    header.trim() !== "" && !/[\r\n]/.test(header)
      ? []
      : [
          problem(
            ["http_headers", i],
            `http_headers[${i}] is no header`,
            `http_headers[${i}] is "${header}". Write the header's name and its value on one line, such as "X-Client %ci".`,
          ),
        ],
  );
}

/** Off and empty say no more than leaving it out. */
const saysNothing = (value: Value) => value === null || value === false || (isList(value) && value.length === 0);

function checkProtocol(config: ObjectValue): readonly Diagnostic[] {
  const protocol = knownString(config.protocol);
  if (protocol === undefined || !["http", "tcp", "udp"].includes(protocol)) return [];
  return Object.entries(onlyWith).flatMap(([name, having]) => {
    const value = config[name] ?? null;
    if (having.includes(protocol) || saysNothing(value) || isUnknown(value)) return [];
    return [
      problem(
        [name],
        `${name} has no place with ${protocol}`,
        `${name} is ${JSON.stringify(value)} and protocol is "${protocol}", whose front-ends have no such field: it is one of ${having.join(" and ")}. Remove ${name}.`,
      ),
    ];
  });
}

function checkSources({ allowed_source, denied_source }: ObjectValue): readonly Diagnostic[] {
  if (textsOf(allowed_source).length === 0 || textsOf(denied_source).length === 0) return [];
  return [
    problem(
      ["denied_source"],
      "allowed_source and denied_source exclude each other",
      `denied_source is ${JSON.stringify(denied_source)} and allowed_source is ${JSON.stringify(allowed_source)}; a front-end has one of them. Remove one: who is not in allowed_source is denied anyway.`,
    ),
  ];
}

/** What no other object of the run may have. */
export function claimsOfFrontend(planned: ObjectValue): readonly Claim[] {
  const loadBalancer = knownString(planned.load_balancer);
  if (loadBalancer === undefined) return [];
  const ips = textsOf(planned.dedicated_ips);
  return [
    ...ips.map((ip) => claimAddress(ip, ["dedicated_ips"], { sharedBy: loadBalancer })),
    ...claimOwnAddresses(planned, loadBalancer),
    ...claimPort(planned, loadBalancer),
  ];
}

/** A binding adds addresses to front-ends of others; on one of ours the two would undo each other. */
function claimOwnAddresses(planned: ObjectValue, loadBalancer: string): readonly Claim[] {
  const { frontend_id: id } = planned;
  if (typeof id !== "number") return [];
  return [claimDedicatedIps(`${loadBalancer}/${protocolOf(planned)}/${id}`, ["dedicated_ips"])];
}

function claimPort(planned: ObjectValue, loadBalancer: string): readonly Claim[] {
  const needed = [planned.protocol, planned.port, planned.zone, planned.dedicated_ips, planned.disabled];
  if (!needed.every((value) => isWhollyKnown(value ?? null))) return [];
  const listener: Listener = { ...fieldsOf(planned), protocol: protocolOf(planned) };
  const { port, zone } = listener;
  return [
    {
      what: `Port ${port} of ${loadBalancer}`,
      path: ["port"],
      detail: `port is "${port}" in zone "${zone}", and another front-end of load balancer ${loadBalancer} in this stack listens there, on the same addresses. Give one of them another port or zone, or each its own dedicated_ips.`,
      field: {
        name: `ports of ${loadBalancer}`,
        value: listener,
        meets: (other) => clash(listener, other as Listener),
      },
    },
  ];
}
