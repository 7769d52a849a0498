/** `/vrack`: one function per endpoint, nothing more. https://eu.api.ovh.com/console/?section=%2Fvrack */
import type { OvhCall } from "./api";
import type { VrackTask } from "./wire";

export type VrackApi = ReturnType<typeof vrackApi>;

export function vrackApi(call: OvhCall) {
  const path = (vrack: string, ...rest: readonly string[]) =>
    ["", "vrack", vrack, ...rest].map(encodeURIComponent).join("/");

  return {
    /** Parks the block. */
    removeIp: (vrack: string, block: string, signal: AbortSignal) =>
      call<VrackTask | null>("DELETE", path(vrack, "ip", block), {}, signal),
    tasks: (vrack: string, signal: AbortSignal) =>
      call<readonly number[] | null>("GET", path(vrack, "task"), {}, signal),
    /** 404 once the task is done. */
    task: (vrack: string, id: number, signal: AbortSignal) =>
      call.object<VrackTask>(path(vrack, "task", String(id)), signal),
  };
}
