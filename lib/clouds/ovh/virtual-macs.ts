/** Virtual MACs of dedicated servers: made with their first address, gone with their last. */
import { isNotFound } from "../../http/error";
import { unlessStopped } from "../../http/wait";
import { hasErrors } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";
import type { VirtualMacObservation, VirtualMacPort, VirtualMacRecord, VirtualMacSpec } from "../ports/virtual-mac";
import { RefusalError } from "../refusal";
import { createSharedReads } from "../shared-read";
import type { ServerApi } from "./api-server";
import type { IpList } from "./ip-list";
import type { ServerTasks } from "./server-tasks";
import { undone } from "./undo";
import type { ListedMac, VirtualMacList } from "./virtual-mac-list";
import { leftBehind, macOf, misplaced, pinned, scattered, taken, unsupported, withoutMacs } from "./virtual-mac-rules";
import type { Place, Places } from "./virtual-mac-rules";

/** What a plan may be based on at most, in milliseconds: objects are read one after another. */
const READ_AGE_MS = 5000;

interface Tools {
  readonly api: ServerApi;
  readonly ips: IpList;
  readonly list: VirtualMacList;
  readonly tasks: ServerTasks;
}

export function createVirtualMacs({ api, ips, list, tasks }: Tools): VirtualMacPort {
  const nobody = new AbortController().signal;
  const specifications = createSharedReads((server) => api.network(server, nobody));

  /** MACs that an object of this process stands for: one that is replaced makes way before its successor is made. */
  const managed = new Set<string>();

  async function serviceOf(address: string, since: number, signal: AbortSignal): Promise<Place | string> {
    const block = await ips.find(address, signal, since);
    return block ? (block.routedTo?.serviceName ?? { at: "parking" }) : { at: "nowhere" };
  }

  async function placeOf(address: string, since: number, signal: AbortSignal): Promise<Place> {
    const service = await serviceOf(address, since, signal);
    if (typeof service !== "string") return service;
    const macs = await list.get(service, since, signal);
    return macs ? { at: "server", server: service, macs } : { at: "service", service };
  }

  async function placesOf(addresses: readonly string[], since: number, signal: AbortSignal): Promise<Places> {
    const places = addresses.map(async (address) => [address, await placeOf(address, since, signal)] as const);
    return new Map(await Promise.all(places));
  }

  /** The same when nothing of an earlier run is at work there any more. */
  async function settledPlaces(addresses: readonly string[], signal: AbortSignal): Promise<Places> {
    const since = Date.now();
    for (const address of addresses) {
      const service = await serviceOf(address, since, signal);
      const isServer = typeof service === "string" && (await list.get(service, since, signal)) !== undefined;
      if (isServer && (await tasks.settled(service, signal))) list.markWritten(service);
    }
    return placesOf(addresses, since, signal);
  }

  async function checkRoom(server: string, count: number, signal: AbortSignal): Promise<readonly Diagnostic[]> {
    const known = specifications(server).get(0);
    return unsupported(server, count, await unlessStopped(known, signal, `reading what ${server} supports`));
  }

  async function macNow(server: string, address: string, signal: AbortSignal): Promise<ListedMac | undefined> {
    return macOf((await list.get(server, Date.now(), signal)) ?? [], address);
  }

  /** As the cloud itself writes it. */
  async function spelled(server: string, mac: string, signal: AbortSignal): Promise<string> {
    const all = (await list.get(server, 0, signal)) ?? [];
    return all.find((each) => each.mac === mac)?.name ?? mac;
  }

  async function add(
    { server, mac }: { readonly server: string; readonly mac: string | undefined },
    address: string,
    { name, type }: VirtualMacSpec,
    signal: AbortSignal,
  ): Promise<void> {
    const body = { ipAddress: address, virtualMachineName: name };
    await write(server, () =>
      tasks.run(
        server,
        async () =>
          mac === undefined
            ? api.addVirtualMac(server, { ...body, type }, signal)
            : api.addVirtualAddress(server, await spelled(server, mac, signal), body, signal),
        async () => (await macNow(server, address, signal)) !== undefined,
        signal,
      ),
    );
  }

  async function take(server: string, mac: string, address: string, signal: AbortSignal): Promise<void> {
    const start = async () => api.deleteVirtualAddress(server, await spelled(server, mac, signal), address, signal);
    const isDone = async () => (await macNow(server, address, signal))?.mac !== mac;
    await write(server, () => tasks.run(server, start, isDone, signal)).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
  }

  /** A reading that began while the change was under way may show either. */
  async function write(server: string, work: () => Promise<void>): Promise<void> {
    await work().finally(() => list.markWritten(server));
  }

  async function observed(server: string, mac: string, signal: AbortSignal): Promise<VirtualMacObservation> {
    // Any reading that began after the last write here.
    const all = await list.get(server, 0, signal);
    const listed = all?.find((each) => each.mac === mac);
    if (!listed) throw new Error(`OVHcloud does not show the virtual MAC ${mac} on ${server} any more. Apply again.`);
    return observationOf(server, listed);
  }

  return {
    async preflight(spec, prior, { routed }, signal) {
      const places = await placesOf(spec.addresses, Date.now() - READ_AGE_MS, signal);
      const own = prior ? prior.mac : leftBehind(spec, places)?.mac;
      const others = new Map([...places].filter(([address]) => !routed.includes(address)));
      const strangers = withoutMacs(places, managed);
      const found = [
        ...misplaced(others, "plan"),
        ...scattered(places),
        ...taken(strangers, own),
        ...pinned(spec, prior),
      ];
      const place = serverOf(strangers);
      if (own !== undefined || hasErrors(found) || !place) return found;
      return [...found, ...(await checkRoom(place.server, place.macs.length, signal))];
    },

    async read(record, signal) {
      const now = observe(record, await placesOf(record.addresses, Date.now() - READ_AGE_MS, signal));
      if (now) managed.add(now.mac);
      return now;
    },

    replaces: ({ mac }) => void (mac !== undefined && managed.add(mac)),

    async create(spec, signal) {
      const places = await settledPlaces(spec.addresses, signal);
      const found = leftBehind(spec, places);
      refuse([...misplaced(places, "apply"), ...scattered(places), ...taken(places, found?.mac)]);
      const place = serverOf(places);
      if (!place) throw new Error("addresses is empty.");
      const { server } = place;
      if (!found) refuse(await checkRoom(server, place.macs.length, signal));
      const missing = spec.addresses.filter((address) => !found || !has(found, address));
      const added: string[] = [];
      let mac = found?.mac;
      try {
        for (const address of missing) {
          await add({ server, mac }, address, spec, signal);
          added.push(address);
          mac ??= (await macNow(server, address, signal))?.mac;
          if (mac === undefined)
            throw new Error(`OVHcloud gave ${address} a virtual MAC and does not show it. Apply again.`);
        }
      } catch (error) {
        throw await undone(error, async (undoing) => {
          for (const address of added.reverse()) if (mac !== undefined) await take(server, mac, address, undoing);
        });
      }
      return observed(server, mac ?? "", signal);
    },

    async change(record, spec, signal) {
      const before = observe(record, await settledPlaces(record.addresses, signal));
      if (!before) throw new Error(`The virtual MAC ${record.mac ?? ""} is gone; plan again to make another.`);
      const { server, mac } = before;
      const missing = spec.addresses.filter((address) => !before.addresses.includes(address));
      const places = await placesOf([...missing, ...before.addresses], Date.now(), signal);
      refuse([...misplaced(places, "apply"), ...scattered(places), ...taken(places, mac)]);
      // New ones first: a MAC ends with its last address.
      for (const address of missing) await add({ server, mac }, address, spec, signal);
      const superfluous = before.addresses.filter((address) => !spec.addresses.includes(address));
      for (const address of superfluous) await take(server, mac, address, signal);
      return observed(server, mac, signal);
    },

    async remove(record, signal) {
      const now = observe(record, await settledPlaces(record.addresses, signal));
      const ours = now?.addresses.filter((address) => record.addresses.includes(address)) ?? [];
      for (const address of ours) if (now) await take(now.server, now.mac, address, signal);
    },
  };
}

/** The MAC of the recorded addresses: the recorded one where it still has any of them. */
function observe({ addresses, mac }: VirtualMacRecord, places: Places): VirtualMacObservation | undefined {
  const found = addresses.flatMap((address) => {
    const place = places.get(address);
    const listed = place?.at === "server" ? macOf(place.macs, address) : undefined;
    return place?.at === "server" && listed ? [{ server: place.server, listed }] : [];
  });
  const best = found.find(({ listed }) => listed.mac === mac?.toLowerCase()) ?? found[0];
  return best && observationOf(best.server, best.listed);
}

function observationOf(server: string, { mac, type, addresses }: ListedMac): VirtualMacObservation {
  const known = addresses.map(({ ipAddress }) => ipAddress);
  return {
    mac,
    server,
    type: type === "vmware" ? "vmware" : "ovh",
    name: addresses[0]?.virtualMachineName ?? "",
    addresses: known.sort((a, b) => a.localeCompare(b, "en", { numeric: true })),
  };
}

function serverOf(places: Places) {
  return [...places.values()].find((place) => place.at === "server");
}

function has({ addresses }: ListedMac, address: string): boolean {
  return addresses.some(({ ipAddress }) => ipAddress === address);
}

function refuse(diagnostics: readonly Diagnostic[]): void {
  if (hasErrors(diagnostics)) throw new RefusalError(diagnostics);
}
