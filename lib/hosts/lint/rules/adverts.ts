/** How often adverts are sent, and how many may be lost. */
import { decimal, valueOf, valuePosition, wholeNumber } from "../../keepalived/config/settings";
import type { Directive } from "../../keepalived/tree";
import { memberRule } from "../rule";

const advertInterval = memberRule({
  id: "advert-interval",
  severity: "error",
  title: "The advert interval is not possible in this version of VRRP",
  why: "keepalived rounds or limits it, so that the failure is noticed later than the file says; in version 2 a member with another rounded interval drops the adverts and becomes a second master.",
  fix: "Version 3: 0.01 to 40.95 seconds in steps of 0.01. Version 2: whole seconds from 1 to 255. Measured to be fast and steady: version 3, advert_int 0.1, down_timer_adverts 9.",
  configTest: 5,
  *check({ config }) {
    for (const { name, settings, version, advertSeconds } of config.instances) {
      const directive = settings.last("advert_int");
      const value = valueOf(directive);
      if (directive === undefined || value === undefined) continue;
      if (decimal(value, advertSeconds, advertSeconds) !== undefined) continue;
      yield {
        position: valuePosition(directive),
        message: `advert_int of ${name} is "${value}"; with version ${version} keepalived takes ${advertSeconds} s.`,
      };
    }
  },
});

const downTimer = memberRule({
  id: "down-timer",
  severity: "error",
  title: "down_timer_adverts is out of range",
  why: "keepalived ignores it and waits for 3 adverts, while the other members wait for as many as the file says.",
  fix: "Write a number from 1 to 100, the same on all members.",
  configTest: 5,
  *check({ config }) {
    const directives: readonly Directive[] = [
      ...config.globals.all("vrrp_down_timer_adverts"),
      ...config.instances.flatMap(({ settings }) => settings.all("down_timer_adverts")),
    ];
    for (const directive of directives) {
      const value = valueOf(directive);
      if (value === undefined || wholeNumber(value, 1, 100) !== undefined) continue;
      yield { position: valuePosition(directive), message: `It is "${value}".` };
    }
  },
});

/** Adverts that may be lost with which 30 % loss made no false takeover in a minute (with 10), and hardly any with 9. */
const ENOUGH_ADVERTS = 9;

/** Six short intervals bear loss better than three long ones: somebody chose speed, and knows. */
const CHOSEN_ADVERTS = 6;

const fewAdverts = memberRule({
  id: "few-adverts",
  severity: "warning",
  title: "A fast takeover that a little packet loss triggers",
  why: "With adverts each 0.1 s and the usual 3 of them, 20 % loss of packets made 4 takeovers a minute without any failure and 30 % made 6; with down_timer_adverts 9 or 10 there was none, and a crash was still noticed within 1 s.",
  fix: "Write down_timer_adverts 9 (keepalived 2.2.3 and later) on all members.",
  configTest: 0,
  *check({ config }) {
    for (const { name, settings, position, advertSeconds, downTimer: lost } of config.instances) {
      // 0.3 * 3 is less than 0.9.
      const waitMs = Math.round(advertSeconds * lost * 1000);
      if (advertSeconds >= 1 || lost >= ENOUGH_ADVERTS || waitMs >= 900) continue;
      yield {
        position: settings.last("advert_int")?.position ?? position,
        ...(lost >= CHOSEN_ADVERTS ? { severity: "info" as const } : {}),
        message: `${name} takes over after ${lost} lost adverts of ${advertSeconds} s each.`,
      };
    }
  },
});

const interfaceDelay = memberRule({
  id: "interface-delay",
  severity: "warning",
  title: "The delay of an interface is longer than the others wait",
  why: "A master whose cable is pulled stays master until the delay is over; a backup takes over before that. keepalived shortens the delay by itself and only logs it.",
  fix: "Stay below (down_timer_adverts - 1) times advert_int.",
  configTest: 0,
  *check({ config }) {
    const lines = config.root.all("interface_up_down_delays").flatMap(({ body }) => body ?? []);
    for (const line of lines) {
      const [device, ...delays] = line.words.map(({ text }) => text);
      const longest = Math.max(...delays.map((delay) => decimal(delay, 0, 255) ?? 0));
      for (const instance of config.instances.filter((one) => one.interface === device)) {
        const limit = (instance.downTimer - 1) * instance.advertSeconds;
        if (longest < limit) continue;
        yield {
          position: line.position,
          message: `${device} has a delay of ${longest} s, and ${instance.name} allows for less than ${Number(limit.toFixed(2))} s.`,
        };
      }
    }
  },
});

const startupDelay = memberRule({
  id: "startup-delay",
  severity: "info",
  title: "Nothing delays the start",
  why: "At boot the network often passes traffic a few seconds late: a member that hears no adverts yet becomes master beside the living one.",
  fix: "Write vrrp_startup_delay 2 in global_defs (keepalived 2.0.14 and later), or more where switch ports take longer to learn.",
  configTest: 0,
  *check({ config }) {
    const fast = config.instances.find(({ advertSeconds, downTimer: lost }) => advertSeconds * lost < 2);
    if (fast === undefined || config.globals.has("vrrp_startup_delay") || config.globals.has("vrrp_delay_after_boot"))
      return;
    yield {
      position: fast.position,
      message: `${fast.name} becomes master ${Number((fast.advertSeconds * fast.downTimer).toFixed(2))} s after its start if it hears nobody.`,
    };
  },
});

export const advertRules = [advertInterval, downTimer, fewAdverts, interfaceDelay, startupDelay];
