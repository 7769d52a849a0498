import type { CloudConfig, Credentials } from "../cloud";
import { problem } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";

/** What the provider's configuration leaves out comes from the vendor's own environment variables. */
export const ionosCredentials: Credentials = {
  variables: {
    endpoint: "IONOS_API_URL",
    token: "IONOS_TOKEN",
    username: "IONOS_USERNAME",
    password: "IONOS_PASSWORD",
    contractNumber: "IONOS_CONTRACT_NUMBER",
  },
  check(config: CloudConfig) {
    return [...checkEndpoint(config), ...checkContract(config), ...checkLogin(config)];
  },
};

/** A host alone is enough. What was written is not repeated: it may hold a password. */
function checkEndpoint({ endpoint }: CloudConfig): readonly Diagnostic[] {
  if (endpoint === undefined) return [];
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(endpoint) ? endpoint : `https://${endpoint}`;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return [];
  const detail =
    "endpoint is no valid URL. Write it as https://HOST, or leave it out for the public API; the same goes for IONOS_API_URL.";
  return [problem(["endpoint"], "endpoint is malformed", detail)];
}

function checkContract({ contractNumber }: CloudConfig): readonly Diagnostic[] {
  if (contractNumber === undefined || /^\d+$/.test(contractNumber)) return [];
  return [
    problem(
      ["contract_number"],
      "contract_number is no number",
      `contract_number is "${contractNumber}"; IONOS contract numbers have digits only. Correct it, or IONOS_CONTRACT_NUMBER.`,
    ),
  ];
}

function checkLogin({ token, username, password }: CloudConfig): readonly Diagnostic[] {
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
