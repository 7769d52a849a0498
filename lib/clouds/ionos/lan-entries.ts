/**
 * Changes of LANs' `ipFailover` lists. All that are under way for one LAN at the same time go into one PATCH, and every
 * PATCH is followed by a second look. Where others wrote meanwhile it is looked at again, until nobody did.
 */
import { HttpError, isStatus } from "../../http/error";
import { pause } from "../../http/wait";
import { createCoalescer, whenAllAborted } from "../coalesce";
import { createTurns } from "../turns";
import type { IonosApi, LanAddress } from "./api";
import { createLanLog } from "./lan-log";
import { entriesWeDropped, lostEdits, mergeEntries, sameEntries } from "./lan-merge";
import type { EntryEdit } from "./lan-merge";
import { isRefusal } from "./nic-addresses";
import { followRequest, readSettled, requestId } from "./requests";
import { LOOKS, READ_TO_WRITE_MS, REPAIRS, secondLookDue } from "../second-look";
import type { IpFailoverEntry } from "./wire";

const attempts = 6;
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

/** What this process knows of one LAN. */
interface Knowledge {
  /** What it last wanted of each address: a second look never undoes a later change of ours. */
  readonly wishes: Map<string, string | null>;
  lastSent: readonly IpFailoverEntry[];
}

export function createLanEntries(api: IonosApi): LanEntries {
  const log = createLanLog(api);
  const turns = createTurns();
  const known = new Map<string, Knowledge>();

  const coalescer = createCoalescer<{ readonly edit: EntryEdit; readonly signal: AbortSignal }, Written>({
    what: (key) => `changing the failover groups of LAN ${key}`,
    isRefusal,
    run: async (key, changes, signal, tell) => {
      const edits = changes.map(({ edit }) => edit);
      const write = await turns.take(key, async () => {
        const done = await replaceList(key, edits, signal, tell);
        for (const { ip, nic } of edits) knowledge(key).wishes.set(ip, nic);
        return done;
      });
      if (write === undefined) return { verified: Promise.resolve() };
      // The second look goes on as long as anybody waits for it.
      const left = whenAllAborted(changes.map((change) => change.signal));
      const verified = verify(key, write, left.signal).finally(() => left.done());
      // Whoever wants to know awaits it; nobody else shall hear of it as an unhandled rejection.
      verified.catch(() => undefined);
      return { verified };
    },
  });

  function knowledge(key: string): Knowledge {
    const existing = known.get(key) ?? { wishes: new Map(), lastSent: [] };
    known.set(key, existing);
    return existing;
  }

  /** Undefined when there was nothing to write. */
  async function replaceList(
    key: string,
    edits: readonly EntryEdit[],
    signal: AbortSignal,
    tell?: (state: string) => void,
  ): Promise<Write | undefined> {
    const lan = parseKey(key);
    const doing = `replacing the failover groups of LAN ${lan.lanId} of data centre ${lan.datacenterId}`;
    let unanswered: Write | undefined;
    for (let attempt = 1; ; attempt++) {
      const { entries: before, readAt } = await read(lan, signal, tell);
      const sent = mergeEntries(before, edits);
      // What was carried out although its answer was lost wants its second look as well.
      if (sameEntries(before, sent)) return unanswered;
      if (Date.now() - readAt > READ_TO_WRITE_MS && attempt < attempts) continue;
      const write: Write = { before, sent, edits, readAt, sentAt: Date.now() };
      try {
        const answer = await api.patchIpFailover(lan, sent, signal);
        log.ours(requestId(answer.location));
        await followRequest(api, answer, doing, signal, tell);
        knowledge(key).lastSent = sent;
        return write;
      } catch (error) {
        if (attempt === attempts) throw error;
        const lost = error instanceof HttpError && error.maybeDone;
        // A refusal may be about an entry that somebody added meanwhile: look before blaming our own change.
        if (!lost && !(isStatus(error, 422) && !sameEntries(before, (await read(lan, signal)).entries))) throw error;
        if (!lost) continue;
        unanswered = write;
        knowledge(key).lastSent = sent;
        tell?.(error.message);
        await pause(100 * 2 ** attempt, signal, doing, error.message);
      }
    }
  }

  async function read(lan: LanAddress, signal: AbortSignal, tell?: (state: string) => void) {
    let readAt = 0;
    const look = () => ((readAt = Date.now()), api.lan(lan, signal));
    const found = await readSettled(look, `LAN ${lan.lanId}`, signal, { tell });
    return { entries: found.properties?.ipFailover ?? [], readAt };
  }

  /**
   * Looks until nothing is missing and nobody else wrote between two looks. An entry that is there is not safe yet while
   * others write: whoever read the list when a third writer had dropped the entry may still be about to write.
   */
  async function verify(key: string, first: Write, signal: AbortSignal): Promise<void> {
    const lan = parseKey(key);
    const what = `making sure of the failover groups of LAN ${key}`;
    const state = knowledge(key);
    let edits = first.edits;
    let last = first;
    let repaired = 0;
    let since = first.sentAt;
    let seenBefore: readonly IpFailoverEntry[] | undefined;
    const known = new Set<string>();
    for (let look = 1; look <= LOOKS + repaired; look++) {
      await secondLookDue(since, what, signal);
      const { entries: seen, readAt } = await read(lan, signal);
      const foreign = await log.foreignWrites(lan, first.readAt, signal);
      const lost = () =>
        lostEdits(
          first.before,
          edits.filter(({ ip, nic }) => state.wishes.get(ip) === nic),
          seen,
        );
      // An address that this process has decided about is none of somebody else's.
      const dropped = () =>
        entriesWeDropped(last.before, state.lastSent, seen, foreign).filter(({ ip }) => !state.wishes.has(ip));
      if (lost().length + dropped().length > 0 && repaired === REPAIRS)
        throw new Error(keepsBeingReplaced(key, lost()));
      const again = await turns.take(key, () => putBack(key, lost(), dropped(), signal));
      if (again) repaired++;
      const quiet =
        foreign.every(({ id }) => known.has(id)) &&
        (sameEntries(seen, state.lastSent) || (seenBefore !== undefined && sameEntries(seen, seenBefore)));
      if (!again && quiet) return;
      for (const { id } of foreign) known.add(id);
      edits = [...edits, ...(again?.edits ?? []).filter((edit) => !edits.includes(edit))];
      last = again ?? last;
      since = again?.sentAt ?? readAt;
      seenBefore = again?.sent ?? seen;
    }
  }

  /** Undefined when there was nothing to put back. */
  async function putBack(
    key: string,
    lost: readonly EntryEdit[],
    dropped: readonly EntryEdit[],
    signal: AbortSignal,
  ): Promise<Write | undefined> {
    if (lost.length + dropped.length === 0) return undefined;
    try {
      return await replaceList(key, [...lost, ...dropped], signal);
    } catch (error) {
      // Somebody else's entry that the cloud does not take back is theirs to look after.
      if (dropped.length === 0 || !isRefusal(error)) throw error;
      return lost.length === 0 ? undefined : replaceList(key, lost, signal);
    }
  }

  return {
    edit: (lan, edit, signal) => coalescer.add(`${lan.datacenterId}/${lan.lanId}`, { edit, signal }, signal),
  };
}

function keepsBeingReplaced(key: string, lost: readonly EntryEdit[]): string {
  const missing = lost.flatMap(({ ip, nic }) => (nic === null ? [] : [ip]));
  const back = lost.flatMap(({ ip, nic }) => (nic === null ? [ip] : []));
  const words = [
    ...(missing.length > 0 ? [`not in place: ${missing.join(", ")}`] : []),
    ...(back.length > 0 ? [`there again: ${back.join(", ")}`] : []),
  ];
  return `Somebody else keeps replacing the failover groups of LAN ${key}; ${words.join("; ")}. Stop the other writer, then apply again.`;
}

function parseKey(key: string): LanAddress {
  const [datacenterId = "", lanId = ""] = key.split("/");
  return { datacenterId, lanId };
}
