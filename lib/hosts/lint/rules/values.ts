/** Values that keepalived ignores, for they are of another kind than it wants. */
import type { Settings } from "../../keepalived/config/settings";
import { no, settingsOf, text, valuePosition } from "../../keepalived/config/settings";
import {
  alwaysOn,
  globalValues,
  instanceValues,
  trackFileValues,
  trackProcessValues,
} from "../../keepalived/keywords/expected";
import type { Expected } from "../../keepalived/keywords/expected";
import { memberRule } from "../rule";

type ExpectedValues = Readonly<Record<string, Expected>>;

/** Zero is what they are without the line: what fails is the line only. */
const harmlessAtZero = ["vrrp_garp_interval", "vrrp_gna_interval"];

const valueInvalid = memberRule({
  id: "value-invalid",
  severity: "error",
  title: "A value is of another kind than the setting wants",
  why: "keepalived ignores the line and takes its default: announcements that should be repeated are not, an option that should be on is off.",
  fix: "Write such a value, or leave the line out.",
  configTest: 5,
  *check({ config }) {
    const bodies: readonly (readonly [Settings, ExpectedValues])[] = [
      [config.globals, globalValues],
      ...config.instances.map(({ settings }) => [settings, instanceValues] as const),
      ...["track_file", "vrrp_track_file"].flatMap((keyword) => blocks(config.root, keyword, trackFileValues)),
      ...blocks(config.root, "vrrp_track_process", trackProcessValues),
    ];
    for (const [{ directives }, values] of bodies) {
      for (const directive of directives) {
        const name = text(directive.words[0]);
        const given = directive.words.slice(1).map((word) => word.text);
        const expected = Object.hasOwn(values, name) ? values[name] : undefined;
        if (expected === undefined || expected.fits(given)) continue;
        const spelled = given.length === 0 ? "has no value" : `is "${given.join(" ")}"`;
        const harmless = harmlessAtZero.includes(name) && Number(given[0]) === 0;
        yield {
          position: valuePosition(directive),
          ...(harmless ? { severity: "warning" as const, fix: "Leave the line out: nothing changes." } : {}),
          message: `${name} ${spelled}, and keepalived takes ${expected.what}.`,
        };
      }
    }
  },
});

const switchAlwaysOn = memberRule({
  id: "switch-always-on",
  severity: "warning",
  title: "A switch has no off",
  why: "keepalived takes no notice of what stands behind it: what was to be off is on. `keepalived -t` says nothing.",
  fix: "Remove the line.",
  configTest: 0,
  *check({ config }) {
    const bodies = [config.globals, ...[...config.instances, ...config.scripts].map(({ settings }) => settings)];
    for (const directive of bodies.flatMap(({ directives }) => directives)) {
      const [name, value] = directive.words;
      if (!alwaysOn.includes(text(name)) || ![...no, "0"].includes(text(value))) continue;
      yield { position: valuePosition(directive), message: `"${text(name)} ${text(value)}" switches it on.` };
    }
  },
});

const blocks = (root: Settings, keyword: string, values: ExpectedValues) =>
  root.all(keyword).map(({ body }) => [settingsOf(body ?? []), values] as const);

export const valueRules = [valueInvalid, switchAlwaysOn];
