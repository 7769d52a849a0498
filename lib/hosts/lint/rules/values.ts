/** Values that keepalived ignores, for they are of another kind than it wants. */
import { booleanOf, decimal, text, valueOf, valuePosition, wholeNumber } from "../../keepalived/config/settings";
import { memberRule } from "../rule";

type Reader = (value: string) => number | undefined;

const whole =
  (min: number, max = Infinity): Reader =>
  (value) =>
    wholeNumber(value, min, max);

const seconds: Reader = (value) => decimal(value, 0, Infinity);

/** Settings that have no rule of their own. Source: keepalived 2.2.7, vrrp_parser.c and global_parser.c. */
const numbers: Readonly<Record<string, Reader>> = {
  garp_master_delay: whole(0),
  garp_master_repeat: whole(1),
  garp_master_refresh: whole(0),
  garp_master_refresh_repeat: whole(1),
  garp_lower_prio_delay: whole(0),
  garp_lower_prio_repeat: whole(0),
  garp_interval: seconds,
  gna_interval: seconds,
  unicast_ttl: whole(0, 255),
  startup_delay: seconds,
  delay_after_boot: seconds,
};

const booleans = [
  "higher_prio_send_advert",
  "lower_prio_no_advert",
  "skip_check_adv_addr",
  "smtp_alert",
  "strict_mode",
];

const valueInvalid = memberRule({
  id: "value-invalid",
  severity: "error",
  title: "A value is of another kind than the setting wants",
  why: "keepalived ignores the line and takes its default: announcements that should be repeated are not, an option that should be on is off.",
  fix: "Numbers are whole and at least 0, repetitions at least 1, intervals may have fractions; switches take on, off, yes, no, true or false.",
  configTest: 5,
  *check({ config }) {
    for (const directive of [config.globals, ...config.instances.map(({ settings }) => settings)].flatMap(
      ({ directives }) => directives,
    )) {
      const value = valueOf(directive);
      if (value === undefined) continue;
      const name = text(directive.words[0]).replace(/^vrrp_/, "");
      const read = numbers[name];
      const fits =
        read === undefined ? !booleans.includes(name) || booleanOf(directive) !== undefined : read(value) !== undefined;
      if (!fits) yield { position: valuePosition(directive), message: `${text(directive.words[0])} is "${value}".` };
    }
  },
});

export const valueRules = [valueInvalid];
