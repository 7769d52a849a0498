/**
 * A front-end's dedicated addresses are replaced whole, and bindings of several processes add to one list. Every write to
 * it is looked at again, and what somebody else's write undid is done again.
 */
import { LOOKS, REPAIRS, secondLookDue } from "../second-look";
import type { Balancers } from "./balancers";
import { listedWishes } from "./frontend-edit";
import type { FrontendEdit } from "./frontend-edit";
import { blockOf } from "./frontend-fields";
import { formatFrontendId } from "./frontend-id";
import type { FrontendWrites } from "./frontend-writes";

export interface ListedEdits {
  /** Adds and removes. Resolves when it is so for the first time. */
  edit(edit: FrontendEdit, signal: AbortSignal): Promise<Listed>;
}

export interface Listed {
  /** What the front-end has now. */
  readonly ips: readonly string[];
  /** Resolves when it has stayed so: true when it had to be done again. */
  readonly verified: Promise<boolean>;
}

export function createListedEdits(tools: {
  readonly balancers: Balancers;
  readonly writes: FrontendWrites;
  /** Longest time from reading a list to replacing it, in milliseconds. Default: that of every list. */
  readonly readToWriteMs?: number;
}): ListedEdits {
  const { balancers, writes, readToWriteMs } = tools;
  /** What this process last wanted of each address: a second look never undoes a later change of ours. */
  const wishes = new Map<string, boolean>();

  async function verify(edit: FrontendEdit, written: readonly string[], signal: AbortSignal): Promise<boolean> {
    const front = formatFrontendId(edit.ref);
    const what = `making sure of the dedicated addresses of front-end ${front}`;
    const wanted = [...listedWishes(edit)];
    let repaired = 0;
    let last = new Set(written.map(blockOf));
    for (let look = 1; look <= LOOKS + repaired; look++) {
      await secondLookDue(Date.now(), what, signal, readToWriteMs);
      const frontend = await balancers.frontend(edit.ref, Date.now(), signal);
      if (!frontend) break;
      const seen = new Set((frontend.dedicatedIpfo ?? []).map(blockOf));
      const undone = wanted.filter(([ip, isIn]) => seen.has(ip) !== isIn && wishes.get(`${front} ${ip}`) === isIn);
      if (undone.length === 0 && sameSet(seen, last)) break;
      last = seen;
      if (undone.length === 0) continue;
      if (repaired === REPAIRS) throw new Error(keepsBeingReplaced(front, undone));
      const add = undone.filter(([, isIn]) => isIn).map(([ip]) => ip);
      const remove = undone.filter(([, isIn]) => !isIn).map(([ip]) => ip);
      const { fields } = await writes.edit({ ref: edit.ref, add, remove }, signal);
      last = new Set(fields.dedicatedIps.map(blockOf));
      repaired++;
    }
    return repaired > 0;
  }

  return {
    async edit(edit, signal) {
      const front = formatFrontendId(edit.ref);
      for (const [ip, isIn] of listedWishes(edit)) wishes.set(`${front} ${ip}`, isIn);
      const { fields, wrote } = await writes.edit(edit, signal);
      const ips = fields.dedicatedIps;
      if (!wrote) return { ips, verified: Promise.resolve(false) };
      const verified = verify(edit, ips, signal);
      // Whoever wants to know awaits it; nobody else shall hear of it as an unhandled rejection.
      verified.catch(() => undefined);
      return { ips, verified };
    },
  };
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item));
}

function keepsBeingReplaced(front: string, undone: readonly (readonly [string, boolean])[]): string {
  const words = undone.map(([ip, isIn]) => `${ip} is ${isIn ? "gone" : "there"} again`);
  return `Somebody else keeps replacing the dedicated addresses of front-end ${front}: ${words.join(", ")}. Stop the other writer, then apply again.`;
}
