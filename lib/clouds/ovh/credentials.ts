/** Three ways to say who asks, each from the provider's configuration, the environment or `ovh.conf`. */
import type { Environment, Settings, Setup } from "../cloud";
import { problem } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";
import { DEFAULT_ENDPOINT, endpointNames, parseEndpoint } from "./endpoint";
import { ovhConfPaths, readOvhConf } from "./ovh-conf";
import type { OvhConf } from "./ovh-conf";

export type OvhCredentials =
  | {
      readonly kind: "keys";
      readonly applicationKey: string;
      readonly applicationSecret: string;
      readonly consumerKey: string;
    }
  | {
      readonly kind: "service-account";
      readonly clientId: string;
      readonly clientSecret: string;
      readonly tokenUrl: string;
    }
  | { readonly kind: "token"; readonly accessToken: string };

export interface OvhConfig {
  readonly baseUrl: string;
  readonly credentials: OvhCredentials;
  /** 0: no limit. */
  readonly requestsPerMinute: number;
  /** Whether changes of a load balancer are made live at all. */
  readonly refresh: boolean;
}

const ways = {
  keys: ["application_key", "application_secret", "consumer_key"],
  "service-account": ["client_id", "client_secret"],
  token: ["access_token"],
} as const;
type Way = keyof typeof ways;
type Part = (typeof ways)[Way][number];
const parts: readonly Part[] = Object.values(ways).flat();

/** OVHcloud's fair use for one consumer key (https://github.com/ovh/python-ovh/issues/81). */
const VENDORS_REQUESTS_PER_MINUTE = 60;

export const ovhSetup: Setup<OvhConfig> = {
  attributes: ["endpoint", ...parts, "requests_per_minute", "refresh"],
  complete: (settings, env) => completeOvh(settings, env, ovhConfPaths(env)),
};

export function completeOvh(
  settings: Settings,
  env: Environment,
  confPaths: readonly string[],
): ReturnType<typeof ovhSetup.complete> {
  let read: OvhConf | undefined;
  // What is not needed cannot stand in the way: the files are looked at only for what nothing else tells.
  const conf = () => (read ??= readOvhConf(confPaths));
  const written = textOf(settings, "endpoint") ?? fromEnv(env, "endpoint") ?? conf().value("default", "endpoint");
  const name = written ?? DEFAULT_ENDPOINT;
  const endpoint = parseEndpoint(name);
  const found = credentialsOf([
    { name: (part) => part, value: (part) => textOf(settings, part) },
    { name: variable, value: (part) => fromEnv(env, part) },
    // A malformed endpoint may hold a password.
    { name: (part) => `${part} of [${endpoint ? name : "…"}] in ovh.conf`, value: (part) => conf().value(name, part) },
  ]);
  const problems = [
    ...(read?.problems ?? []),
    ...(endpoint ? [] : [wrongEndpoint(name)]),
    ...("problems" in found ? found.problems : []),
    ...(endpoint && "way" in found ? withoutServiceAccounts(found.way, endpoint.tokenUrl, name) : []),
  ];
  if (problems.length > 0 || !endpoint || "problems" in found) return { problems };
  const asked = settings.requests_per_minute;
  const usual = endpoint.isVendors ? VENDORS_REQUESTS_PER_MINUTE : 0;
  return {
    config: {
      baseUrl: endpoint.baseUrl,
      credentials: assemble(found.way, found.values, endpoint.tokenUrl ?? ""),
      requestsPerMinute: typeof asked === "number" ? asked : usual,
      refresh: settings.refresh !== false,
    },
  };
}

/** Where parts of credentials stand, and how a user would name a part there. */
interface Source {
  name(part: Part): string;
  value(part: Part): string | undefined;
}
type Values = Readonly<Partial<Record<Part, string>>>;

/** The first source that has any part decides the way; the parts that it lacks come from the others. */
function credentialsOf(
  sources: readonly Source[],
): { readonly way: Way; readonly values: Values } | { readonly problems: readonly Diagnostic[] } {
  const deciding = sources.find((source) => parts.some((part) => source.value(part) !== undefined));
  if (!deciding) return { problems: [nothing()] };
  const given = parts.filter((part) => deciding.value(part) !== undefined);
  const used = waysOf(given);
  const [way = "keys"] = used;
  if (used.length > 1) return { problems: [mixed(given, deciding)] };
  const needed: readonly Part[] = ways[way];
  const values = Object.fromEntries(
    needed.flatMap((part) => {
      const source = sources.find((each) => each.value(part) !== undefined);
      return source ? [[part, source.value(part) ?? ""] as const] : [];
    }),
  ) as Values;
  const problems = needed.flatMap((part) => {
    const value = values[part];
    if (value === undefined) return [missing(part, given)];
    return /^[\x21-\x7e]+$/.test(value) ? [] : [unsendable(part)];
  });
  return problems.length > 0 ? { problems } : { way, values };
}

function waysOf(given: readonly Part[]): readonly Way[] {
  return (Object.keys(ways) as Way[]).filter((way) => ways[way].some((part) => given.includes(part)));
}

function assemble(way: Way, values: Values, tokenUrl: string): OvhCredentials {
  const value = (part: Part) => values[part] ?? "";
  switch (way) {
    case "keys":
      return {
        kind: way,
        applicationKey: value("application_key"),
        applicationSecret: value("application_secret"),
        consumerKey: value("consumer_key"),
      };
    case "service-account":
      return { kind: way, clientId: value("client_id"), clientSecret: value("client_secret"), tokenUrl };
    case "token":
      return { kind: way, accessToken: value("access_token") };
  }
}

const variable = (name: string) => `OVH_${name.toUpperCase()}`;

function fromEnv(env: Environment, name: string): string | undefined {
  return env[variable(name)] || undefined;
}

function textOf(settings: Settings, name: string): string | undefined {
  const value = settings[name];
  return typeof value === "string" ? value : undefined;
}

function nothing(): Diagnostic {
  return problem(
    ["application_key"],
    "Credentials for OVHcloud are missing",
    "Set application_key, application_secret and consumer_key (OVH_APPLICATION_KEY, OVH_APPLICATION_SECRET and " +
      "OVH_CONSUMER_KEY, or the same in ovh.conf), or client_id and client_secret of a service account, or access_token.",
  );
}

function missing(part: Part, given: readonly Part[]): Diagnostic {
  return problem(
    [part],
    "Credentials for OVHcloud are incomplete",
    `${list(given)} ${given.length > 1 ? "are" : "is"} set and ${part} is not. Set ${part}, or ${variable(part)}, or put it into ovh.conf.`,
  );
}

function mixed(given: readonly Part[], source: Source): Diagnostic {
  const names = given.map((part) => source.name(part));
  return problem(
    [given[0] ?? "application_key"],
    "Credentials for OVHcloud are mixed",
    `${list(names)} are set, which are parts of different credentials. Keep one of: application_key, ` +
      "application_secret and consumer_key; or client_id and client_secret; or access_token.",
  );
}

/** It stands in a header, where there is no blank and no line break. The value is not repeated: it is a secret. */
function unsendable(part: Part): Diagnostic {
  return problem(
    [part],
    `${part} is malformed`,
    `${part} holds a blank, a line break or a character outside ASCII, as half-copied text does. Correct it, or ${variable(part)}.`,
  );
}

/** What looks like a URL is not repeated: it may hold a password. */
function wrongEndpoint(name: string): Diagnostic {
  const shown = /^[\w.-]{1,60}$/.test(name) ? `"${name}"` : "no URL of API v1";
  const detail =
    `endpoint is ${shown}. Write ${endpointNames.join(", ")}, or a URL as https://HOST/1.0 ` +
    "without user name and query; the same goes for OVH_ENDPOINT and ovh.conf.";
  return problem(["endpoint"], "endpoint is malformed", detail);
}

function withoutServiceAccounts(way: Way, tokenUrl: string | undefined, name: string): readonly Diagnostic[] {
  if (way !== "service-account" || tokenUrl !== undefined) return [];
  const detail = `client_id is set, and ${name} has no service accounts; ovh-eu, ovh-ca and ovh-us have. Use application_key, application_secret and consumer_key.`;
  return [problem(["client_id"], "Service accounts are not possible here", detail)];
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
