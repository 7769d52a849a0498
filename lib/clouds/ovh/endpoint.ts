/** Where the API is, by the vendor's names or as a URL. */

export interface Endpoint {
  /** Without a slash at its end: `https://eu.api.ovh.com/1.0`. */
  readonly baseUrl: string;
  /** Where service accounts get their tokens; undefined where the vendor offers none. */
  readonly tokenUrl: string | undefined;
  /** One of the vendor's own, where requests are counted. */
  readonly isVendors: boolean;
}

/** Names and URLs as all of the vendor's clients have them. Only three regions know service accounts. */
const named: Readonly<Record<string, readonly [origin: string, tokenUrl?: string]>> = {
  "ovh-eu": ["https://eu.api.ovh.com", "https://www.ovh.com/auth/oauth2/token"],
  "ovh-ca": ["https://ca.api.ovh.com", "https://ca.ovh.com/auth/oauth2/token"],
  "ovh-us": ["https://api.us.ovhcloud.com", "https://us.ovhcloud.com/auth/oauth2/token"],
  "kimsufi-eu": ["https://eu.api.kimsufi.com"],
  "kimsufi-ca": ["https://ca.api.kimsufi.com"],
  "soyoustart-eu": ["https://eu.api.soyoustart.com"],
  "soyoustart-ca": ["https://ca.api.soyoustart.com"],
};

export const DEFAULT_ENDPOINT = "ovh-eu";
export const endpointNames: readonly string[] = Object.keys(named);

/** Undefined when the text is neither a name nor the URL of an API v1. */
export function parseEndpoint(text: string): Endpoint | undefined {
  if (Object.hasOwn(named, text)) {
    const [origin, tokenUrl] = named[text] ?? [""];
    return { baseUrl: `${origin}/1.0`, tokenUrl, isVendors: true };
  }
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const path = url.pathname.replace(/\/+$/, "");
  if (url.username || url.password || url.search || url.hash || path.endsWith("/v2")) return undefined;
  const vendors = Object.values(named).find(([origin]) => origin === url.origin);
  return {
    baseUrl: `${url.origin}${path === "" ? "/1.0" : path}`,
    // Elsewhere it is expected beside the API, where a gateway or a simulator has it.
    tokenUrl: vendors ? vendors[1] : `${url.origin}/auth/oauth2/token`,
    isVendors: vendors !== undefined,
  };
}
