/** Every cloud that exists. An adapter is loaded only when a configuration names it. */
import type { Cloud, CloudConfig, CredentialName, Credentials, StaticRules } from "./cloud";
import type { Diagnostic } from "./diagnostic";
import type * as Ionos from "./ionos";
import { ionosCredentials } from "./ionos/credentials";
import { ionosRules } from "./ionos/static-rules";

interface Entry {
  readonly rules: StaticRules;
  readonly credentials: Credentials;
  readonly open: (config: CloudConfig) => Cloud;
}

const clouds: Readonly<Record<string, Entry>> = {
  ionos: {
    rules: ionosRules,
    credentials: ionosCredentials,
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- an HTTP client is too much to load before it is needed
    open: (config) => (require("./ionos") as typeof Ionos).openIonos(config),
  },
};

export const cloudNames: readonly string[] = Object.keys(clouds);

/** Undefined when there is no such cloud. */
export function staticRules(name: string): StaticRules | undefined {
  return clouds[name]?.rules;
}

/** Opens a cloud, its configuration completed from the environment. Reaches nothing yet. */
export function openCloud(
  name: string,
  config: CloudConfig,
  env: Readonly<Record<string, string | undefined>>,
): { readonly cloud?: Cloud; readonly diagnostics: readonly Diagnostic[] } {
  const entry = clouds[name];
  if (!entry) return { diagnostics: [] };
  const complete = fromEnvironment(config, entry.credentials, env);
  const diagnostics = entry.credentials.check(complete);
  return diagnostics.length > 0 ? { diagnostics } : { cloud: entry.open(complete), diagnostics };
}

function fromEnvironment(
  config: CloudConfig,
  { variables }: Credentials,
  env: Readonly<Record<string, string | undefined>>,
): CloudConfig {
  const found: Partial<Record<CredentialName, string>> = {};
  for (const [name, variable] of Object.entries(variables) as [CredentialName, string][]) {
    const value = config[name] ?? (env[variable] || undefined);
    if (value !== undefined) found[name] = value;
  }
  return found;
}
