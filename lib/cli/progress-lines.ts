/** Progress as lines on stderr, in Terraform's words. Long operations are mentioned again every ten seconds. */
import { formatAddress } from "../engine";
import type { Progress } from "../engine";
import { painter, renderProgress, renderStillAtWork } from "../engine/render";
import type { Terminal } from "./terminal";

const REPEAT_MS = 10_000;

export interface ProgressLines {
  readonly show: (event: Progress) => void;
  readonly done: () => void;
}

export function showProgress(terminal: Terminal): ProgressLines {
  const paint = painter(terminal.noteColor);
  const underWay = new Map<string, { readonly event: Progress & { kind: "start" }; readonly since: number }>();
  const timer = setInterval(() => {
    for (const { event, since } of underWay.values()) {
      terminal.note(renderStillAtWork(event, (Date.now() - since) / 1000, paint));
    }
  }, REPEAT_MS);
  timer.unref();

  return {
    show(event) {
      if (event.kind === "start") underWay.set(formatAddress(event.address), { event, since: Date.now() });
      if (event.kind === "done" || event.kind === "failed") underWay.delete(formatAddress(event.address));
      terminal.note(renderProgress(event, paint));
    },
    done: () => clearInterval(timer),
  };
}
