import type { GoneLive } from "../ports/activation";
import type { WriteKind } from "./not-live";
import type { Refresher } from "./refresher";

export interface Write {
  readonly kind: WriteKind;
  /** An address may have come to the load balancer or left it. */
  readonly moved: boolean;
  readonly byItself: boolean;
}

/** Of a write that is made: with a refresh of its own, or left to the activation that comes later in the run. */
export function goLive(
  refresher: Pick<Refresher, "afterWrite" | "noteMove">,
  loadBalancer: string,
  write: Write,
  signal: AbortSignal,
): Promise<GoneLive> {
  const { kind, moved, byItself } = write;
  if (byItself) return refresher.afterWrite(loadBalancer, { kind, moved }, signal);
  if (moved) refresher.noteMove(loadBalancer);
  return Promise.resolve({ live: undefined, diagnostics: [] });
}
