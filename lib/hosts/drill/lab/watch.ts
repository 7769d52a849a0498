/** Follows what the lab tells: who is in which state and who holds what. */
import type { LabEvent, VrrpState } from "./wire";

export interface MemberView {
  readonly running: boolean;
  /** When keepalived was last started, on the monotonic clock. */
  readonly startedAt: number;
  /** By VRRP instance. */
  readonly states: ReadonlyMap<string, VrrpState>;
  readonly addresses: ReadonlySet<string>;
}

interface MutableView {
  running: boolean;
  startedAt: number;
  readonly states: Map<string, VrrpState>;
  readonly addresses: Set<string>;
}

export class LabWatch {
  readonly events: LabEvent[] = [];
  private readonly views = new Map<string, MutableView>();
  private readonly waiting = new Set<() => void>();

  /** To be given to the lab as its listener. */
  readonly hear = (event: LabEvent): void => {
    this.events.push(event);
    this.note(event);
    for (const check of this.waiting) check();
  };

  member(name: string): MemberView {
    return this.view(name);
  }

  holders(address: string): readonly string[] {
    return [...this.views].filter(([, view]) => view.addresses.has(address)).map(([name]) => name);
  }

  /** Those that are master of any of the instances. */
  masters(instances: readonly string[]): readonly string[] {
    const isMaster = ({ states }: MemberView) => instances.some((instance) => states.get(instance) === "MASTER");
    return [...this.views].filter(([, view]) => isMaster(view)).map(([name]) => name);
  }

  /** Fulfilled with true once it holds, with false when the time is over. @throws the signal's reason */
  until(holds: () => boolean, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const end = (result: boolean | Error) => {
        clearTimeout(timer);
        this.waiting.delete(check);
        signal?.removeEventListener("abort", abort);
        if (result instanceof Error) reject(result);
        else resolve(result);
      };
      const check = () => void (holds() && end(true));
      const abort = () => end(signal?.reason as Error);
      const timer = setTimeout(() => end(false), timeoutMs);
      if (signal?.aborted) return abort();
      signal?.addEventListener("abort", abort);
      this.waiting.add(check);
      check();
    });
  }

  private note(event: LabEvent): void {
    const view = this.view(event.member);
    switch (event.kind) {
      case "state":
        view.states.set(event.instance, event.state);
        break;
      case "address":
        if (event.held) view.addresses.add(event.address);
        else view.addresses.delete(event.address);
        break;
      case "daemon":
        view.running = event.running;
        if (event.running) view.startedAt = event.at;
        if (!event.running) view.states.clear();
        break;
      case "power":
        if (event.on) break;
        view.running = false;
        view.states.clear();
        view.addresses.clear();
        break;
      case "log":
        break;
    }
  }

  private view(name: string): MutableView {
    const known = this.views.get(name);
    if (known) return known;
    const fresh = { running: false, startedAt: 0, states: new Map<string, VrrpState>(), addresses: new Set<string>() };
    this.views.set(name, fresh);
    return fresh;
  }
}
