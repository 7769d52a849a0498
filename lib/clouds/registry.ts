/** Every cloud that exists. An adapter is loaded only when a configuration names it. */
import type { Cloud, Environment, Settings, Setup, StaticRules } from "./cloud";
import { hasErrors, problem } from "./diagnostic";
import type { Diagnostic } from "./diagnostic";
import type * as Ionos from "./ionos";
import { ionosSetup } from "./ionos/credentials";
import { ionosRules } from "./ionos/static-rules";
import type * as Ovh from "./ovh";
import { ovhSetup } from "./ovh/credentials";
import { ovhRules } from "./ovh/static-rules";

interface Opened {
  readonly cloud?: Cloud;
  readonly diagnostics: readonly Diagnostic[];
}

interface Entry {
  readonly rules: StaticRules;
  readonly open: (settings: Settings, env: Environment) => Opened;
}

/* eslint-disable @typescript-eslint/no-require-imports -- an HTTP client is too much to load before it is needed */
const clouds: Readonly<Record<string, Entry>> = {
  ionos: entry("ionos", ionosRules, ionosSetup, (config) => (require("./ionos") as typeof Ionos).openIonos(config)),
  ovh: entry("ovh", ovhRules, ovhSetup, (config) => (require("./ovh") as typeof Ovh).openOvh(config)),
};
/* eslint-enable @typescript-eslint/no-require-imports */

export const cloudNames: readonly string[] = Object.keys(clouds);

/** Undefined when there is no such cloud. */
export function staticRules(name: string): StaticRules | undefined {
  return clouds[name]?.rules;
}

/** Opens a cloud, its configuration completed from the environment. Reaches nothing yet. */
export function openCloud(name: string, settings: Settings, env: Environment): Opened {
  return clouds[name]?.open(settings, env) ?? { diagnostics: [] };
}

function entry<Config>(name: string, rules: StaticRules, setup: Setup<Config>, open: (config: Config) => Cloud): Entry {
  return {
    rules,
    open(settings, env) {
      const { attributes } = setup;
      const foreign = Object.keys(settings).filter((attribute) => !attributes.includes(attribute));
      const misplaced = foreign.map((attribute) =>
        problem(
          [attribute],
          `${attribute} means nothing to ${name}`,
          `${attribute} is set and cloud is "${name}", which has no such thing. Remove it; ${name} takes ${attributes.join(", ")}.`,
        ),
      );
      if (hasErrors(misplaced)) return { diagnostics: misplaced };
      const completed = setup.complete(settings, env);
      return "config" in completed
        ? { cloud: open(completed.config), diagnostics: [] }
        : { diagnostics: completed.problems };
    },
  };
}
