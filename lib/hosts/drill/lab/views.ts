/** Which clients a lab has, and what each of them asks. */
import type { ViewSpec } from "../probe/probe";
import { echoPort, familyOf, lanAddressing, outside, streamPort } from "./addressing";
import type { LabAddress, LabPlan } from "./plan";

/** Each probe is a hundred packets a second; more addresses than these are not probed. */
export const probedAddresses = 8;

/** The view that outages are judged by. */
export const mainView = "udp-routed";

const answerWithinMs = 250;

/** `plain`: datagrams only, for many labs on one machine. */
export type Clients = "all" | "plain";

/** The first address has every kind of client, the others the plain ones. */
export function labViews(plan: LabPlan, clients: Clients = "all"): readonly ViewSpec[] {
  return plan.addresses.slice(0, probedAddresses).flatMap((address, index) => {
    const views = [
      ...plainViews(plan, address),
      ...(index === 0 && clients === "all" ? connections(plan, address) : []),
    ];
    if (index === 0) return views;
    return views.map((view) => ({
      ...view,
      id: `${view.id}-${index}`,
      title: `${address.address}, ${view.id === mainView ? "routed" : "LAN"}`,
    }));
  });
}

function plainViews(plan: LabPlan, { address, lan }: LabAddress): readonly ViewSpec[] {
  const family = familyOf(address);
  const lanOf = lanAddressing(plan, lan, family);
  const echo = { kind: "udp", address, port: echoPort, intervalMs: 10, timeoutMs: answerWithinMs } as const;
  return [
    { ...echo, id: mainView, title: "UDP through the router", from: outside[family].client },
    { ...echo, id: "udp-lan", title: "UDP from within the LAN", from: lanOf.client },
    ...plan.members.flatMap(({ name, nics }, index) =>
      nics.some((nic) => nic.lan === lan)
        ? [{ ...echo, id: `direct-${name}`, title: `UDP to ${name} alone`, from: lanOf.direct(index), member: name }]
        : [],
    ),
  ];
}

function connections(plan: LabPlan, { address }: LabAddress): readonly ViewSpec[] {
  const from = outside[familyOf(address)].client;
  const service = { address, from, port: plan.servicePort, timeoutMs: answerWithinMs, greets: true };
  return [
    { ...service, kind: "icmp", id: "icmp", title: "ICMP echo", intervalMs: 10 },
    { ...service, kind: "connect", id: "connect", title: "TCP connect, 250 ms at most", intervalMs: 20 },
    { ...service, kind: "blocking", id: "blocking", title: "TCP connect, kernel retries", intervalMs: 50 },
    {
      ...service,
      kind: "stream",
      id: "stream",
      title: "long-lived TCP connection",
      port: streamPort,
      intervalMs: 20,
      timeoutMs: 1000,
    },
  ];
}
