/** `/dedicated/server`: one function per endpoint, nothing more. https://eu.api.ovh.com/console/?section=%2Fdedicated%2Fserver */
import { networkSpecificationOf } from "./answers";
import type { OvhCall } from "./api";
import type { DedicatedServerTask, NetworkSpecification, VirtualAddress, VirtualMac } from "./wire";

export type ServerApi = ReturnType<typeof serverApi>;

/** Of tasks of one status whose ids alone are listed. */
const NEWEST_TASKS = 20;

export function serverApi(call: OvhCall) {
  const path = (server: string, ...rest: readonly string[]) =>
    ["", "dedicated", "server", server, ...rest].map(encodeURIComponent).join("/");

  return {
    network: (server: string, signal: AbortSignal) =>
      call.object<NetworkSpecification>(path(server, "specifications", "network"), signal).then(networkSpecificationOf),
    task: (server: string, id: number, signal: AbortSignal) =>
      call.object<DedicatedServerTask>(path(server, "task", String(id)), signal),
    tasks: (server: string, status: string, signal: AbortSignal) =>
      call
        .list<DedicatedServerTask>(path(server, "task"), { status }, signal, { newest: NEWEST_TASKS })
        .then((tasks) => tasks.filter((task) => task.status === status)),

    virtualMacs: (server: string, signal: AbortSignal) => call.list<VirtualMac>(path(server, "virtualMac"), {}, signal),
    virtualAddresses: (server: string, mac: string, signal: AbortSignal) =>
      call.list<VirtualAddress>(path(server, "virtualMac", mac, "virtualAddress"), {}, signal),
    addVirtualMac: (server: string, body: VirtualAddress & { readonly type: string }, signal: AbortSignal) =>
      call<DedicatedServerTask | null>("POST", path(server, "virtualMac"), { body }, signal),
    addVirtualAddress: (server: string, mac: string, body: VirtualAddress, signal: AbortSignal) =>
      call<DedicatedServerTask | null>("POST", path(server, "virtualMac", mac, "virtualAddress"), { body }, signal),
    /** Takes time: sent twice, the second one would meet the first one's task. */
    deleteVirtualAddress: (server: string, mac: string, ip: string, signal: AbortSignal) =>
      call<DedicatedServerTask | null>(
        "DELETE",
        path(server, "virtualMac", mac, "virtualAddress", ip),
        { repeatable: false },
        signal,
      ),
  };
}
