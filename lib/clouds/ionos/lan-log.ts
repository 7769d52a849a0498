/** What others wrote to a LAN's `ipFailover` list, out of the cloud's request log. */
import { HttpError } from "../../http/error";
import type { IonosApi, LanAddress } from "./api";
import type { ForeignWrite } from "./lan-merge";
import type { IpFailoverEntry, LoggedRequest } from "./wire";

export interface LoggedWrite extends ForeignWrite {
  readonly id: string;
}

export interface LanLog {
  /** Takes down that a request was this process's own. */
  ours(requestId: string | undefined): void;
  /** Writes of others that were not failed, since a little before `readAt`. A log that may not be read tells nothing. */
  foreignWrites(lan: LanAddress, readAt: number, signal: AbortSignal): Promise<readonly LoggedWrite[]>;
}

/** The log's times are the cloud's and in whole seconds: ask for a little more, in milliseconds. */
const MARGIN_MS = 2000;

export function createLanLog(api: IonosApi): LanLog {
  const own = new Set<string>();
  return {
    ours: (requestId) => void (requestId !== undefined && own.add(requestId)),
    async foreignWrites({ datacenterId, lanId }, readAt, signal) {
      const url = `datacenters/${datacenterId}/lans/${lanId}`;
      const log = await api
        .requests({ url, createdAfter: new Date(readAt - MARGIN_MS) }, signal)
        .catch((error: unknown) => {
          if (error instanceof HttpError) return [];
          throw error;
        });
      return log.flatMap((request) => {
        const { id, metadata, properties } = request;
        const path = (properties?.url ?? "").split("?")[0] ?? "";
        const failed = metadata?.requestStatus?.metadata.status === "FAILED";
        const entries = entriesOf(request);
        if (own.has(id) || failed || !path.endsWith(url) || entries === undefined) return [];
        return [{ id, createdDate: metadata?.createdDate ?? "", entries }];
      });
    },
  };
}

/** The list that a logged write sent; undefined when it did not touch it. A PATCH has bare properties, a PUT wraps them. */
function entriesOf({ properties }: LoggedRequest): readonly IpFailoverEntry[] | undefined {
  if (properties?.method !== "PATCH" && properties?.method !== "PUT") return undefined;
  try {
    const body = JSON.parse(properties.body ?? "") as { readonly properties?: object; readonly ipFailover?: unknown };
    const { ipFailover } = (properties.method === "PUT" ? body.properties : body) as typeof body;
    if (ipFailover === null) return [];
    return Array.isArray(ipFailover) ? (ipFailover as readonly IpFailoverEntry[]) : undefined;
  } catch {
    return undefined;
  }
}
