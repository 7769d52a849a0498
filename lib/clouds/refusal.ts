import type { Diagnostic } from "./diagnostic";

/** What was asked for cannot be done, and nothing was written. Every reason is in `diagnostics`. */
export class RefusalError extends Error {
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`).join(" "));
    this.name = "RefusalError";
  }
}
