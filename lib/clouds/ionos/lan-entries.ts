/**
 * Changes of LANs' `ipFailover` lists. All that are under way for one LAN at the same time go into one PATCH, and
 * every PATCH is followed by a second look, because between processes the last writer wins: the list has no ETag.
 *
 * What makes two processes of ours lose nothing: the time from GET to PATCH is bounded, and the second look comes
 * later than that bound, when whoever had read the list before our PATCH has written it.
 */
import { HttpError, isStatus } from "../../http/error";
import { pause } from "../../http/wait";
import { createCoalescer } from "../coalesce";
import type { IonosApi, LanAddress } from "./api";
import { entriesWeDropped, lostEdits, mergeEntries, sameEntries } from "./lan-merge";
import type { EntryEdit, ForeignWrite } from "./lan-merge";
import { isRefusal } from "./nic-addresses";
import { followRequest, readSettled, requestId } from "./requests";
import type { IpFailoverEntry } from "./wire";

/** Longest time between reading a list and replacing it, in milliseconds. */
export const READ_TO_WRITE_MS = 500;

const attempts = 6;
/** How often a list is put right before it is said that somebody else keeps undoing it. */
const repairs = 5;

export interface Written {
  /** Resolves when the second look found the change in place, or put it back. */
  readonly verified: Promise<void>;
}

export interface LanEntries {
  /** Resolves when the LAN's list holds the edit for the first time. */
  edit(lan: LanAddress, edit: EntryEdit, signal: AbortSignal): Promise<Written>;
}

interface Write {
  readonly before: readonly IpFailoverEntry[];
  readonly sent: readonly IpFailoverEntry[];
  readonly edits: readonly EntryEdit[];
  readonly readAt: number;
  readonly sentAt: number;
}

export function createLanEntries(api: IonosApi): LanEntries {
  /** What this process last wanted of each address, by LAN: a second look never undoes a later change of ours. */
  const wanted = new Map<string, Map<string, string | null>>();
  const ownRequests = new Set<string>();

  const coalescer = createCoalescer<EntryEdit, Written>({
    what: (key) => `changing the failover groups of LAN ${key}`,
    isRefusal,
    run: async (key, edits, signal) => {
      const write = await replaceList(parseKey(key), edits, signal);
      const wishes = wanted.get(key) ?? new Map<string, string | null>();
      wanted.set(key, wishes);
      for (const { ip, nic } of edits) wishes.set(ip, nic);
      const verified = write === undefined ? Promise.resolve() : verify(key, write, signal, repairs);
      // Whoever wants to know awaits it; nobody else shall hear of it as an unhandled rejection.
      verified.catch(() => undefined);
      return { verified };
    },
  });

  /** Undefined when there was nothing to write. */
  async function replaceList(
    lan: LanAddress,
    edits: readonly EntryEdit[],
    signal: AbortSignal,
  ): Promise<Write | undefined> {
    const what = `LAN ${lan.lanId} of data centre ${lan.datacenterId}`;
    for (let attempt = 1; ; attempt++) {
      const { entries: before, readAt } = await read(lan, signal);
      const sent = mergeEntries(before, edits);
      if (sameEntries(before, sent)) return undefined;
      if (Date.now() - readAt > READ_TO_WRITE_MS && attempt < attempts) continue;
      const sentAt = Date.now();
      try {
        const answer = await api.patchIpFailover(lan, sent, signal);
        ownRequests.add(requestId(answer.location) ?? "");
        await followRequest(api, answer, `replacing the failover groups of ${what}`, signal);
        return { before, sent, edits, readAt, sentAt };
      } catch (error) {
        if (attempt === attempts) throw error;
        const lost = error instanceof HttpError && error.maybeDone;
        // A refusal may be about an entry that somebody added meanwhile: look before blaming our own change.
        if (!lost && !(isStatus(error, 422) && !sameEntries(before, (await read(lan, signal)).entries))) throw error;
        if (lost) await pause(100 * 2 ** attempt, signal, `replacing the failover groups of ${what}`, error.message);
      }
    }
  }

  async function read(lan: LanAddress, signal: AbortSignal) {
    let readAt = 0;
    const found = await readSettled(() => ((readAt = Date.now()), api.lan(lan, signal)), `LAN ${lan.lanId}`, signal);
    return { entries: found.properties?.ipFailover ?? [], readAt };
  }

  async function verify(key: string, write: Write, signal: AbortSignal, repairsLeft: number): Promise<void> {
    const lan = parseKey(key);
    const what = `making sure of the failover groups of LAN ${key}`;
    await pause(Math.max(0, write.sentAt + READ_TO_WRITE_MS + 50 - Date.now()), signal, what);
    const { entries: seen } = await read(lan, signal);
    const wishes = wanted.get(key);
    const current = write.edits.filter(({ ip, nic }) => wishes?.get(ip) === nic);
    const lost = lostEdits(write.before, current, seen);
    const dropped = entriesWeDropped(write.before, write.sent, seen, await foreignWrites(lan, write, signal));
    if (lost.length + dropped.length === 0) return;
    if (repairsLeft === 0) {
      const ips = lost.map(({ ip }) => ip).join(", ");
      throw new Error(`Somebody else keeps replacing the failover groups of LAN ${key}; not in place: ${ips}.`);
    }
    const again = await replaceList(lan, [...lost, ...dropped], signal);
    if (again) await verify(key, again, signal, repairsLeft - 1);
  }

  /** PATCHes of others on this LAN since we read it. A log that may not be read tells nothing. */
  async function foreignWrites(lan: LanAddress, write: Write, signal: AbortSignal): Promise<readonly ForeignWrite[]> {
    const url = `datacenters/${lan.datacenterId}/lans/${lan.lanId}`;
    // The log's times are the cloud's and in whole seconds: ask for a little more.
    const createdAfter = new Date(write.readAt - 2000);
    const log = await api.requests({ method: "PATCH", url, createdAfter }, signal).catch((error: unknown) => {
      if (error instanceof HttpError) return [];
      throw error;
    });
    return log.flatMap(({ id, metadata, properties }) => {
      const path = (properties?.url ?? "").split("?")[0] ?? "";
      const entries = entriesOf(properties?.body);
      if (ownRequests.has(id) || !path.endsWith(url) || entries === undefined) return [];
      return [{ createdDate: metadata?.createdDate ?? "", entries }];
    });
  }

  return { edit: (lan, edit, signal) => coalescer.add(`${lan.datacenterId}/${lan.lanId}`, edit, signal) };
}

/** The list that a logged PATCH sent; undefined when it did not touch it. */
function entriesOf(body: string | undefined): readonly IpFailoverEntry[] | undefined {
  try {
    const sent = JSON.parse(body ?? "") as { readonly ipFailover?: unknown };
    return Array.isArray(sent.ipFailover) ? (sent.ipFailover as readonly IpFailoverEntry[]) : undefined;
  } catch {
    return undefined;
  }
}

function parseKey(key: string): LanAddress {
  const [datacenterId = "", lanId = ""] = key.split("/");
  return { datacenterId, lanId };
}
