/**
 * IONOS Cloud DNS, as far as reverse records go: an API of its own, for tokens only.
 * https://api.ionos.com/docs/dns/v1/
 */
import { createHttpClient } from "../../http/client";
import { explain, USER_AGENT } from "./api";
import type { IonosConfig } from "./credentials";
import type { Collection, ReverseRecord } from "./wire";

const VENDORS_URL = "https://dns.de-fra.ionos.com";
const PAGE_SIZE = 1000;

export type DnsApi = ReturnType<typeof createDnsApi>;

export function createDnsApi({ endpoint, token, contractNumber }: IonosConfig) {
  const http = createHttpClient({
    baseUrl: dnsUrl(endpoint),
    headers: {
      accept: "application/json",
      "user-agent": USER_AGENT,
      authorization: `Bearer ${token ?? ""}`,
      ...(contractNumber === undefined ? {} : { "x-contract-number": contractNumber }),
    },
    explain,
  });

  return {
    close: () => http.close(),
    async reverseRecords(signal: AbortSignal): Promise<readonly ReverseRecord[]> {
      const found: ReverseRecord[] = [];
      for (;;) {
        const query = { limit: PAGE_SIZE, offset: found.length };
        const { body } = await http.send<Collection<ReverseRecord>>(
          { method: "GET", path: "/reverserecords", query },
          signal,
        );
        const items = body.items ?? [];
        found.push(...items);
        if (items.length < PAGE_SIZE) return found;
      }
    },
    /** Makes it or replaces it: the id is the client's to choose. */
    putReverseRecord: async (id: string, properties: ReverseRecord["properties"], signal: AbortSignal) =>
      (await http.send<ReverseRecord>({ method: "PUT", path: `/reverserecords/${id}`, body: { properties } }, signal))
        .body,
    deleteReverseRecord: (id: string, signal: AbortSignal) =>
      http.send<undefined>({ method: "DELETE", path: `/reverserecords/${id}` }, signal),
  };
}

/** Beside the vendor's API stands the vendor's DNS; whoever has another one in its place has DNS at its root. */
function dnsUrl(endpoint: string | undefined): string {
  if (endpoint === undefined) return VENDORS_URL;
  const url = /^https?:\/\//.test(endpoint) ? endpoint : `https://${endpoint}`;
  if (!URL.canParse(url)) return VENDORS_URL;
  const { hostname, origin } = new URL(url);
  return hostname === "ionos.com" || hostname.endsWith(".ionos.com") ? VENDORS_URL : origin;
}
