/** IP blocks on IONOS: read, rename and give back. How one is reserved is told beside. */
import { HttpError, isNotFound, isStatus } from "../../http/error";
import { DeadlineError, pause, poll, unlessStopped } from "../../http/wait";
import type { IpBlockObservation, IpBlockPort } from "../ports/ip-blocks";
import type { Diagnostic } from "../diagnostic";
import type { IonosApi } from "./api";
import { createIpBlockCreation, nameTaken } from "./ip-block-creation";
import type { IpBlockList } from "./ip-block-list";
import { followRequest, readSettled } from "./requests";
import type { IpBlock } from "./wire";

const attempts = 4;
/** How old the list may be that a plan goes by, in milliseconds. */
const READ_AGE_MS = 60_000;

export function createIpBlocks(api: IonosApi, list: IpBlockList): IpBlockPort {
  const creation = createIpBlockCreation(api, list);
  const { claimed } = creation;
  const known = (signal: AbortSignal) => unlessStopped(list.get(Date.now() - READ_AGE_MS), signal, "reading IP blocks");

  return {
    async read(id, signal) {
      const listed = (await known(signal)).find((candidate) => candidate.id === id);
      const block = listed ?? (await readOne(api, id, signal));
      if (block) claimed.add(block.id);
      return block && observationOf(block);
    },

    missing: (id) =>
      Promise.resolve(`adopt ${id}: this contract has no such IP block. Check the id and the provider's credentials.`),

    reserving: {
      async preflight(spec, signal) {
        const named = (await known(signal)).filter(
          ({ id, properties }) => properties?.name === spec.name && claimed.has(id),
        );
        return named.length === 0 ? [] : [nameTaken(spec, named)];
      },

      async reserve(spec, signal) {
        const { block, location } = await creation.create(spec, signal);
        const { id } = block;
        // From here on the block exists: nothing that happens now may lose it.
        try {
          await followRequest(api, { location }, `reserving IP block ${spec.name}`, signal);
          const settled = await readSettled(() => api.ipBlock(id, signal), `IP block ${id}`, signal, {
            hiddenMs: 10_000,
          });
          return { block: observationOf(settled), diagnostics: [] };
        } catch (error) {
          if (!(error instanceof DeadlineError) && !signal.aborted && !(error instanceof HttpError)) throw error;
          return { block: observationOf(block), diagnostics: [unsettled(id, error as Error)] };
        }
      },

      async rename(id, name, signal) {
        for (let attempt = 1; ; attempt++) {
          try {
            const answer = await api.renameIpBlock(id, name, signal);
            await followRequest(api, answer, `renaming IP block ${id}`, signal);
            return;
          } catch (error) {
            // The same name twice is one name, so a renaming whose answer was lost is simply asked for again.
            if (!(error instanceof HttpError) || !error.maybeDone || attempt === attempts) throw error;
            await pause(150 * 2 ** attempt, signal, `renaming IP block ${id}`, error.message);
          } finally {
            list.markWritten();
          }
        }
      },

      async release(id, signal) {
        const doing = `giving back IP block ${id}`;
        try {
          const answer = await api.deleteIpBlock(id, signal);
          await followRequest(api, answer, doing, signal);
        } catch (error) {
          if (isNotFound(error)) return;
          if (!isStatus(error, 422)) throw error;
          // Refused because an earlier DELETE, whose answer was lost, is being carried out?
          await poll(
            async () => {
              const block = await readOne(api, id, signal);
              if (!block) return { done: true };
              if (block.metadata?.state === "BUSY") return { state: `IP block ${id} is BUSY` };
              throw error;
            },
            { what: doing, signal },
          );
        } finally {
          list.markWritten();
        }
      },
    },
  };
}

async function readOne(api: IonosApi, id: string, signal: AbortSignal): Promise<IpBlock | undefined> {
  try {
    return await api.ipBlock(id, signal);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function observationOf({ id, properties }: IpBlock): IpBlockObservation {
  return {
    id,
    name: properties?.name,
    location: properties?.location,
    size: properties?.size,
    ips: properties?.ips ?? [],
  };
}

function unsettled(id: string, error: Error): Diagnostic {
  return {
    severity: "warning",
    summary: "The IP block is reserved, but not settled yet",
    detail: `IP block ${id} is recorded. ${error.message} The next plan reads it again.`,
  };
}
