/**
 * Changes of NICs' addresses: all that are under way for one NIC at the same time go into one PATCH, and every PATCH is
 * followed by a second look, because two groups that share a NIC may be changed by two processes.
 */
import { HttpError, isNotFound, isStatus } from "../../http/error";
import { pause } from "../../http/wait";
import { createCoalescer, whenAllAborted } from "../coalesce";
import { createTurns } from "../turns";
import { decisionsOf, editAddresses, lostAddresses, sameAddresses, sameList } from "./address-list";
import type { AddressEdit } from "./address-list";
import type { IonosApi, NicAddress } from "./api";
import { followRequest, readSettled, RequestFailedError } from "./requests";
import { LOOKS, READ_TO_WRITE_MS, REPAIRS, secondLookDue } from "../second-look";

export interface Edited {
  /** The addresses that the NIC had before. */
  readonly before: readonly string[];
  /** Resolves when the second look found the change in place, or put it back. */
  readonly verified: Promise<void>;
}

export interface NicAddresses {
  /** Resolves when the address list is as the edit wants it for the first time. */
  edit(nic: NicAddress, edit: AddressEdit, signal: AbortSignal): Promise<Edited>;
}

interface Write {
  readonly before: readonly string[];
  /** Undefined when there was nothing to write. */
  readonly sent?: { readonly ips: readonly string[]; readonly at: number };
}

const attempts = 5;
/** How long a NIC that was just made may answer 404 (terraform-provider-ionoscloud, pull request 311), in milliseconds. */
const HIDDEN_MS = 60_000;

type Tell = (state: string) => void;

export function createNicAddresses(api: IonosApi): NicAddresses {
  const turns = createTurns();
  /** What this process last decided about each address of a NIC: a second look never undoes a later change of ours. */
  const decisions = new Map<string, Map<string, boolean>>();
  const lastSent = new Map<string, readonly string[]>();

  const coalescer = createCoalescer<{ readonly edit: AddressEdit; readonly signal: AbortSignal }, Edited>({
    what: (key) => `changing the addresses of NIC ${parseKey(key).nicId}`,
    isRefusal,
    run: async (key, changes, signal, tell) => {
      const edits = changes.map(({ edit }) => edit);
      const write = await turns.take(key, async () => {
        const done = await replaceList(key, edits, signal, tell);
        const known = decisions.get(key) ?? new Map<string, boolean>();
        for (const [ip, present] of decisionsOf(edits)) known.set(ip, present);
        decisions.set(key, known);
        return done;
      });
      const { before, sent } = write;
      if (!sent) return { before, verified: Promise.resolve() };
      // The second look goes on as long as anybody waits for it.
      const left = whenAllAborted(changes.map((change) => change.signal));
      const verified = verify(key, edits, before, sent.at, left.signal).finally(() => left.done());
      // Whoever wants to know awaits it; nobody else shall hear of it as an unhandled rejection.
      verified.catch(() => undefined);
      return { before, verified };
    },
  });

  async function replaceList(
    key: string,
    edits: readonly AddressEdit[],
    signal: AbortSignal,
    tell?: Tell,
  ): Promise<Write> {
    const nic = parseKey(key);
    const what = `NIC ${nic.nicId}`;
    const onlyTakes = edits.every((edit) => "take" in edit);
    let unanswered: Write | undefined;
    for (let attempt = 1; ; attempt++) {
      try {
        let readAt = 0;
        const look = () => ((readAt = Date.now()), api.nic(nic, signal));
        const current = await readSettled(look, what, signal, { tell, hiddenMs: onlyTakes ? 0 : HIDDEN_MS });
        const before = current.properties?.ips ?? [];
        const ips = editAddresses(before, edits);
        // What was carried out although its answer was lost wants its second look as well.
        if (sameList(before, ips)) return unanswered ?? { before };
        if (Date.now() - readAt > READ_TO_WRITE_MS && attempt < attempts) continue;
        const write: Write = { before: unanswered?.before ?? before, sent: { ips, at: Date.now() } };
        unanswered = write;
        const answer = await api.patchNicIps(nic, ips, signal);
        await followRequest(api, answer, `setting the addresses of ${what}`, signal, tell);
        lastSent.set(key, ips);
        return write;
      } catch (error) {
        // A NIC that is gone has no address left to take.
        if (isNotFound(error) && onlyTakes) return { before: [] };
        // The answer was lost: look again before writing again.
        if (!(error instanceof HttpError) || !error.maybeDone || attempt === attempts) throw error;
        tell?.(error.message);
        await pause(100 * 2 ** attempt, signal, `changing the addresses of ${what}`, error.message);
      }
    }
  }

  async function verify(
    key: string,
    edits: readonly AddressEdit[],
    before: readonly string[],
    sentAt: number,
    signal: AbortSignal,
  ): Promise<void> {
    const nic = parseKey(key);
    const what = `making sure of the addresses of NIC ${nic.nicId}`;
    let since = sentAt;
    let repaired = 0;
    let seenBefore: readonly string[] | undefined;
    for (let look = 1; look <= LOOKS + repaired; look++) {
      await secondLookDue(since, what, signal);
      since = Date.now();
      const seen = await readSettled(() => api.nic(nic, signal), `NIC ${nic.nicId}`, signal).then(
        ({ properties }) => properties?.ips ?? [],
        (error: unknown) => {
          if (isNotFound(error)) return undefined;
          throw error;
        },
      );
      if (!seen) return;
      const stillMeant = (edit: AddressEdit) =>
        [...decisionsOf([edit])].every(([ip, present]) => decisions.get(key)?.get(ip) === present);
      const lost = () => lostAddresses(before, edits, seen).filter(stillMeant);
      if (lost().length > 0 && ++repaired > REPAIRS) {
        throw new Error(
          `Somebody else keeps replacing the addresses of NIC ${nic.nicId}. Stop the other writer, then apply again.`,
        );
      }
      const again = await turns.take(key, () => {
        const missing = lost();
        return missing.length > 0 ? replaceList(key, missing, signal) : Promise.resolve(undefined);
      });
      const quiet = [lastSent.get(key), seenBefore].some((list) => list !== undefined && sameAddresses(list, seen));
      if (!again?.sent && quiet) return;
      since = again?.sent?.at ?? since;
      seenBefore = again?.sent?.ips ?? seen;
    }
  }

  return { edit: (nic, edit, signal) => coalescer.add(formatKey(nic), { edit, signal }, signal) };
}

/** The cloud's no to what was asked, as opposed to trouble on the way. */
export function isRefusal(error: unknown): boolean {
  return isStatus(error, 400, 404, 409, 422) || error instanceof RequestFailedError;
}

const formatKey = ({ datacenterId, serverId, nicId }: NicAddress) => `${datacenterId}/${serverId}/${nicId}`;

function parseKey(key: string): NicAddress {
  const [datacenterId = "", serverId = "", nicId = ""] = key.split("/");
  return { datacenterId, serverId, nicId };
}
