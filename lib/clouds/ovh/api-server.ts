/** `/dedicated/server`: one function per endpoint, nothing more. https://eu.api.ovh.com/console/?section=%2Fdedicated%2Fserver */
import type { OvhCall } from "./api";
import type { NetworkSpecification, VirtualAddress, VirtualMac } from "./wire";

export type ServerApi = ReturnType<typeof serverApi>;

export function serverApi(call: OvhCall) {
  const path = (server: string, ...rest: readonly string[]) =>
    ["", "dedicated", "server", server, ...rest].map(encodeURIComponent).join("/");

  return {
    network: (server: string, signal: AbortSignal) =>
      call<NetworkSpecification>("GET", path(server, "specifications", "network"), {}, signal),
    virtualMacs: (server: string, signal: AbortSignal) => call.list<VirtualMac>(path(server, "virtualMac"), {}, signal),
    virtualAddresses: (server: string, mac: string, signal: AbortSignal) =>
      call.list<VirtualAddress>(path(server, "virtualMac", mac, "virtualAddress"), {}, signal),
  };
}
