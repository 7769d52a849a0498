/** Progress as lines on stderr, in Terraform's words. Long operations are mentioned again every ten seconds. */
import { formatAddress, formatProgress } from "../engine";
import type { Progress } from "../engine";
import type { Terminal } from "./terminal";

const REPEAT_MS = 10_000;

export interface ProgressLines {
  readonly show: (event: Progress) => void;
  readonly done: () => void;
}

export function showProgress(terminal: Terminal): ProgressLines {
  const underWay = new Map<string, { readonly event: Progress; readonly since: number }>();
  const timer = setInterval(() => {
    for (const { event, since } of underWay.values()) {
      terminal.note(`${still(event)} [${Math.round((Date.now() - since) / 1000)}s elapsed]`);
    }
  }, REPEAT_MS);
  timer.unref();

  return {
    show(event) {
      if (event.kind === "start") underWay.set(formatAddress(event.address), { event, since: Date.now() });
      if (event.kind === "done" || event.kind === "failed") underWay.delete(formatAddress(event.address));
      terminal.note(formatProgress(event));
    },
    done: () => clearInterval(timer),
  };
}

function still(event: Progress): string {
  const line = formatProgress(event).replace(/ \[id=.*$/, "");
  return line.replace(/: (\w)/, (_, first: string) => `: Still ${first.toLowerCase()}`);
}
