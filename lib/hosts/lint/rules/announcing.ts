/** What tells the network who holds the address, and what gets into the way of it. */
import { flag } from "../../keepalived/config/instance";
import { memberRule } from "../rule";

const reannouncingMissing = memberRule({
  id: "re-announcing-missing",
  severity: "warning",
  title: "Nothing tells the network again who holds the address",
  why: "After a cut between members has healed, the backup steps down but the master never learns that there were two, and stays silent: clients kept sending to the backup in 4 of 48 heals with a short cut and 7 of 11 with a longer one, a busy Linux client for 7 s or more, a router for its ARP time-out (4 h were reported). With either option: 0 of 80.",
  fix: "Write vrrp_garp_master_refresh 5 and vrrp_higher_prio_send_advert true in global_defs.",
  configTest: 0,
  *check({ config }) {
    for (const { name, announcing, position } of config.instances) {
      if (announcing.refreshSeconds > 0 || announcing.answersHigherPriority) continue;
      yield { position, message: `${name} has neither garp_master_refresh nor higher_prio_send_advert.` };
    }
  },
});

const lowerPriorityNoAdvert = memberRule({
  id: "lower-prio-no-advert",
  severity: "warning",
  title: "The master does not answer a lower priority",
  why: "It holds back the advert from which the other one would learn that there are two masters.",
  fix: "Remove lower_prio_no_advert.",
  configTest: 0,
  *check({ config }) {
    for (const { name, settings, announcing, position } of config.instances) {
      if (!announcing.silentOnLowerPriority) continue;
      const directive = settings.last("lower_prio_no_advert") ?? config.globals.last("vrrp_lower_prio_no_advert");
      yield {
        position: directive?.position ?? position,
        message: `${name} stays silent when it hears a lower priority.`,
      };
    }
  },
});

const strictMode = memberRule({
  id: "strict-mode",
  severity: "warning",
  title: "Strict mode is on",
  why: "It drops all packets to the address on a member that is not its owner, ping included, and forbids unicast, authentication, preempt_delay, down_timer_adverts and repeated announcements.",
  fix: "Remove vrrp_strict and strict_mode.",
  configTest: 0,
  *check({ config }) {
    for (const { name, strict, settings, position, unicast } of config.instances) {
      if (!strict) continue;
      const directive = settings.last("strict_mode") ?? config.globals.last("vrrp_strict");
      const lost = ["preempt_delay", "authentication", "down_timer_adverts"].filter((keyword) => settings.has(keyword));
      const conflicts = [...(unicast.mentioned ? ["unicast"] : []), ...lost];
      yield {
        position: directive?.position ?? position,
        ...(conflicts.length > 0 ? { severity: "error" as const } : {}),
        message:
          conflicts.length > 0
            ? `${name} is strict and has ${conflicts.join(", ")}, which strict mode does not allow.`
            : `${name} is strict.`,
      };
    }
  },
});

const virtualMac = memberRule({
  id: "use-vmac",
  severity: "warning",
  title: "A virtual MAC address is used",
  why: "Frames then come from 00:00:5e:00:01:VRID. IONOS and most clouds let only the interface's own MAC address through, and the address answers nobody.",
  fix: "Remove use_vmac, use_vmac_addr and use_ipvlan unless the network is your own.",
  configTest: 0,
  *check({ config }) {
    for (const { name, settings, unicast } of config.instances) {
      const base = settings.last("vmac_xmit_base");
      if (base !== undefined && !settings.has("use_vmac")) {
        yield { position: base.position, message: `${name} has vmac_xmit_base without use_vmac.`, fix: "Remove it." };
      }
      for (const keyword of ["use_vmac", "use_vmac_addr", "use_ipvlan"]) {
        const directive = settings.last(keyword);
        if (directive === undefined) continue;
        const needsBase = keyword === "use_vmac" && unicast.peers.length > 0 && !settings.has("vmac_xmit_base");
        yield {
          position: directive.position,
          ...(needsBase ? { severity: "error" as const } : {}),
          message: needsBase ? `${name} has use_vmac and unicast without vmac_xmit_base.` : `${name} has ${keyword}.`,
        };
      }
    }
  },
});

const noAccept = memberRule({
  id: "no-accept",
  severity: "warning",
  title: "The address does not accept packets",
  why: "no_accept lets a firewall drop all packets to the address on every member that is not its owner: services on it cannot be reached.",
  fix: "Remove no_accept unless the address is a router's only.",
  configTest: 0,
  *check({ config }) {
    for (const { name, settings } of config.instances) {
      const directive = settings.last("no_accept");
      if (directive === undefined || flag(settings, "accept")) continue;
      yield { position: directive.position, message: `${name} has no_accept.` };
    }
  },
});

export const announcingRules = [reannouncingMissing, lowerPriorityNoAdvert, strictMode, virtualMac, noAccept];
