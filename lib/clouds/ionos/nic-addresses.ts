/** Changes of NICs' addresses: all that are under way for one NIC at the same time go into one PATCH. */
import { HttpError, isNotFound, isStatus } from "../../http/error";
import { pause } from "../../http/wait";
import { createCoalescer } from "../coalesce";
import { editAddresses, sameList } from "./address-list";
import type { AddressEdit } from "./address-list";
import type { IonosApi, NicAddress } from "./api";
import { followRequest, readSettled, RequestFailedError } from "./requests";

export interface NicAddresses {
  /** Resolves when the address list is as the edit wants it, with the addresses that the NIC had before. */
  edit(nic: NicAddress, edit: AddressEdit, signal: AbortSignal): Promise<{ readonly before: readonly string[] }>;
}

const attempts = 5;
/** How long a NIC that was just made may answer 404 (terraform-provider-ionoscloud, pull request 311), in milliseconds. */
const HIDDEN_MS = 60_000;

export function createNicAddresses(api: IonosApi): NicAddresses {
  const coalescer = createCoalescer<AddressEdit, { readonly before: readonly string[] }>({
    what: (key) => `changing the addresses of NIC ${parseKey(key).nicId}`,
    isRefusal,
    run: (key, edits, signal, tell) => write(parseKey(key), edits, signal, tell),
  });

  async function write(
    nic: NicAddress,
    edits: readonly AddressEdit[],
    signal: AbortSignal,
    tell: (state: string) => void,
  ) {
    const what = `NIC ${nic.nicId}`;
    const onlyTakes = edits.every((edit) => "take" in edit);
    const looking = { tell, hiddenMs: onlyTakes ? 0 : HIDDEN_MS };
    for (let attempt = 1; ; attempt++) {
      try {
        const current = await readSettled(() => api.nic(nic, signal), what, signal, looking);
        const before = current.properties?.ips ?? [];
        const after = editAddresses(before, edits);
        if (!sameList(before, after)) {
          const answer = await api.patchNicIps(nic, after, signal);
          await followRequest(api, answer, `setting the addresses of ${what}`, signal, tell);
        }
        return { before };
      } catch (error) {
        // A NIC that is gone has no address left to take.
        if (isNotFound(error) && onlyTakes) return { before: [] };
        // The answer was lost: look again before writing again.
        if (!(error instanceof HttpError) || !error.maybeDone || attempt === attempts) throw error;
        tell(error.message);
        await pause(100 * 2 ** attempt, signal, `changing the addresses of ${what}`, error.message);
      }
    }
  }

  return { edit: (nic, edit, signal) => coalescer.add(formatKey(nic), edit, signal) };
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
