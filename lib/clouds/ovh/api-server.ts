/** `/dedicated/server`: one function per endpoint, nothing more. https://eu.api.ovh.com/console/?section=%2Fdedicated%2Fserver */
import type { OvhCall } from "./api";
import type { DedicatedServerTask, NetworkSpecification, VirtualAddress, VirtualMac } from "./wire";

export type ServerApi = ReturnType<typeof serverApi>;

export function serverApi(call: OvhCall) {
  const path = (server: string, ...rest: readonly string[]) =>
    ["", "dedicated", "server", server, ...rest].map(encodeURIComponent).join("/");

  return {
    network: (server: string, signal: AbortSignal) =>
      call<NetworkSpecification>("GET", path(server, "specifications", "network"), {}, signal),
    task: (server: string, id: number, signal: AbortSignal) =>
      call<DedicatedServerTask>("GET", path(server, "task", String(id)), {}, signal),
    tasks: (server: string, status: string, signal: AbortSignal) =>
      call.list<DedicatedServerTask>(path(server, "task"), { status }, signal),

    virtualMacs: (server: string, signal: AbortSignal) => call.list<VirtualMac>(path(server, "virtualMac"), {}, signal),
    virtualAddresses: (server: string, mac: string, signal: AbortSignal) =>
      call.list<VirtualAddress>(path(server, "virtualMac", mac, "virtualAddress"), {}, signal),
    addVirtualMac: (server: string, body: VirtualAddress & { readonly type: string }, signal: AbortSignal) =>
      call<DedicatedServerTask>("POST", path(server, "virtualMac"), { body }, signal),
    addVirtualAddress: (server: string, mac: string, body: VirtualAddress, signal: AbortSignal) =>
      call<DedicatedServerTask>("POST", path(server, "virtualMac", mac, "virtualAddress"), { body }, signal),
    /** Takes time: sent twice, the second one would meet the first one's task. */
    deleteVirtualAddress: (server: string, mac: string, ip: string, signal: AbortSignal) =>
      call<DedicatedServerTask>(
        "DELETE",
        path(server, "virtualMac", mac, "virtualAddress", ip),
        { repeatable: false },
        signal,
      ),
  };
}
