/** How a lab does and undoes each fault. Both answer the moment at which it began, on the monotonic clock. */
import { memberPort } from "../lab/addressing";
import type { LabPlan } from "../lab/plan";
import { inSequence, isRemembered, remember, sequenceLength } from "../lab/switch-table";
import type { LabMethods, SwitchRules } from "../lab/wire";
import type { Peer } from "../lab/peer";
import { seededRandom } from "../random";
import type { FaultName } from "./fault";
import { lossPattern } from "./loss-pattern";
import type { LossSettings } from "./loss-pattern";

export interface FaultSettings {
  readonly loss: LossSettings;
  readonly seed: number;
  /** After a cut between members: the one whose advert is the first to get through. */
  readonly heardFirst: string;
}

export interface LabFault {
  inject(): Promise<number>;
  recover(): Promise<number>;
}

interface Drilled extends Pick<Peer<LabMethods>, "call"> {
  readonly plan: LabPlan;
}

export function labFault(lab: Drilled, name: FaultName, member: string, settings: FaultSettings): LabFault {
  const { plan } = lab;
  const act = (action: Parameters<LabMethods["member"]>[0]["action"]) => () => lab.call("member", { member, action });
  const rules = (rules: readonly string[]) => () => lab.call("switchRules", { rules });
  const pass = rules([]);
  const heal = () => lab.call("switchRules", healingRules(plan, settings.heardFirst));
  switch (name) {
    case "crash":
      return { inject: act("power-off"), recover: act("boot") };
    case "kill":
      return { inject: act("kill"), recover: act("start") };
    case "stop":
      return { inject: act("stop"), recover: act("start") };
    case "freeze":
      return { inject: act("freeze"), recover: act("thaw") };
    case "service":
      return { inject: act("service-off"), recover: act("service-on") };
    case "cable": {
      const nic = servingNic(plan, member);
      const cable = (plugged: boolean) => () => lab.call("cable", { member, nic, plugged });
      return { inject: cable(false), recover: cable(true) };
    }
    case "hang": {
      const ports = portsOf(plan, member);
      return { inject: rules([`iifname ${ports} drop`, `oifname ${ports} drop`]), recover: pass };
    }
    case "member-cut": {
      const ports = `{ ${plan.members.flatMap(({ nics }, m) => nics.map((_, n) => `"${memberPort(m, n)}"`)).join(", ")} }`;
      return { inject: rules([`iifname ${ports} oifname ${ports} drop`]), recover: heal };
    }
    case "vrrp-cut":
      return { inject: rules(adverts("drop")), recover: heal };
    case "loss":
      return { inject: () => lab.call("switchRules", lossRules(plan, settings)), recover: pass };
  }
}

function servingNic(plan: LabPlan, member: string): string {
  const lans = plan.addresses.map(({ lan }) => lan);
  const nic = plan.members.find(({ name }) => name === member)?.nics.find(({ lan }) => lans.includes(lan));
  if (!nic) throw new Error(`Member "${member}" has no NIC on the LAN of the failover address.`);
  return nic.name;
}

function portsOf(plan: LabPlan, member: string): string {
  const index = plan.members.findIndex(({ name }) => name === member);
  const ports = plan.members[index]?.nics.map((_, nic) => `"${memberPort(index, nic)}"`) ?? [];
  return `{ ${ports.join(", ")} }`;
}

function adverts(verdict: string): readonly string[] {
  return [`ip protocol 112 ${verdict}`, `ip6 nexthdr 112 ${verdict}`];
}

/**
 * Who is heard first after a cut decides what neighbours believe: a master with the higher priority that never hears the
 * other one has no reason to announce itself again. By chance that happens in one heal of ten; here in every second one.
 */
function healingRules(plan: LabPlan, first: string): SwitchRules {
  const memory = "heard";
  return {
    memories: [memory],
    rules: [
      ...adverts(`iifname ${portsOf(plan, first)} ${remember(memory)}`),
      ...adverts(`${isRemembered(memory)} accept`),
      ...adverts("drop"),
    ],
  };
}

/** Each way to a member loses its own adverts, as each link has its own noise. */
function lossRules(plan: LabPlan, { loss, seed }: FaultSettings): SwitchRules {
  const random = seededRandom(seed);
  const ports = plan.members.flatMap(({ nics }, member) => nics.map((_, nic) => memberPort(member, nic)));
  const lost = new Map(ports.map((port) => [`lost_${port}`, lossPattern(loss, sequenceLength, random)]));
  const rules = ports.flatMap((port) => [
    `oifname "${port}" ip protocol 112 ${inSequence(`lost_${port}`)} drop`,
    `oifname "${port}" ip6 nexthdr 112 ${inSequence(`lost_${port}`)} drop`,
  ]);
  return { rules, sequences: Object.fromEntries(lost) };
}
