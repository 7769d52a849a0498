import type { Settings, Setup } from "../cloud";
import { problem } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";

export interface IonosConfig {
  readonly endpoint?: string;
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
  readonly contractNumber?: string;
}

/** What the provider's configuration leaves out comes from the vendor's own environment variables. */
const variables = {
  endpoint: "IONOS_API_URL",
  token: "IONOS_TOKEN",
  username: "IONOS_USERNAME",
  password: "IONOS_PASSWORD",
  contract_number: "IONOS_CONTRACT_NUMBER",
} as const;

export const ionosSetup: Setup<IonosConfig> = {
  attributes: Object.keys(variables),
  complete(settings, env) {
    const value = (name: keyof typeof variables) => text(settings, name) ?? (env[variables[name]] || undefined);
    const all = {
      endpoint: value("endpoint"),
      token: value("token"),
      username: value("username"),
      password: value("password"),
      contractNumber: value("contract_number"),
    };
    const config: IonosConfig = Object.fromEntries(Object.entries(all).filter(([, given]) => given !== undefined));
    const problems = [...checkEndpoint(config), ...checkContract(config), ...checkLogin(config)];
    return problems.length > 0 ? { problems } : { config };
  },
};

function text(settings: Settings, name: string): string | undefined {
  const value = settings[name];
  return typeof value === "string" ? value : undefined;
}

/** A host alone is enough. What was written is not repeated: it may hold a password. */
function checkEndpoint({ endpoint }: IonosConfig): readonly Diagnostic[] {
  if (endpoint === undefined) return [];
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(endpoint) ? endpoint : `https://${endpoint}`;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return [];
  const detail =
    "endpoint is no valid URL. Write it as https://HOST, or leave it out for the public API; the same goes for IONOS_API_URL.";
  return [problem(["endpoint"], "endpoint is malformed", detail)];
}

function checkContract({ contractNumber }: IonosConfig): readonly Diagnostic[] {
  if (contractNumber === undefined || /^\d+$/.test(contractNumber)) return [];
  return [
    problem(
      ["contract_number"],
      "contract_number is no number",
      `contract_number is "${contractNumber}"; IONOS contract numbers have digits only. Correct it, or IONOS_CONTRACT_NUMBER.`,
    ),
  ];
}

function checkLogin({ token, username, password }: IonosConfig): readonly Diagnostic[] {
  if (token !== undefined || (username !== undefined && password !== undefined)) return [];
  if (username !== undefined || password !== undefined) {
    const [given, missing] = username === undefined ? ["password", "username"] : ["username", "password"];
    const detail = `${given} is set and ${missing} is not. Set ${missing}, or IONOS_${missing.toUpperCase()}, or use a token instead.`;
    return [problem([missing], "Credentials for IONOS are incomplete", detail)];
  }
  return [
    problem(
      ["token"],
      "Credentials for IONOS are missing",
      "token is not set. Set it, or IONOS_TOKEN, or both username and password (IONOS_USERNAME and IONOS_PASSWORD).",
    ),
  ];
}
