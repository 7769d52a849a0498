/** `.terraform.lock.hcl`: adds what a stack needs to what Terraform has recorded, in Terraform's own layout. */
import { type LockBlock, scanLock } from "./lock-scan";
import { canonicalConstraints, satisfies } from "./version-constraint";

export interface LockEntry {
  /** Fully qualified: `registry.terraform.io/cdktf-ip-failover/ipfailover`. */
  readonly source: string;
  readonly version: string;
  /** As the configuration writes them. */
  readonly constraints?: string;
  /** Empty for a package that is not at hand: `terraform init` fills them in. */
  readonly hashes: readonly string[];
}

export { parseLock } from "./lock-scan";

const HEADER = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.
`;

/**
 * The lock file with `entries` in it. An entry that has hashes must be recorded with its version and with each of them;
 * one without hashes gives way to whatever usable selection is recorded. Nothing else in the file changes.
 */
export function mergeLock(existing: string | undefined, entries: readonly LockEntry[]): string {
  const ordered = [...entries].sort((a, b) => byText(a.source, b.source));
  return ordered.reduce(mergeEntry, existing?.trim() ? existing : HEADER);
}

function mergeEntry(text: string, entry: LockEntry): string {
  const blocks = scanLock(text);
  const recorded = blocks.find((block) => block.source === entry.source);
  if (!recorded) return insert(text, blocks, entry);
  if (isUsable(recorded, entry)) return text;
  return text.slice(0, recorded.start) + render(entry, recorded.comments) + text.slice(recorded.end);
}

function isUsable(recorded: LockBlock, entry: LockEntry): boolean {
  const constraints = canonicalConstraints(entry.constraints ?? "");
  if (entry.hashes.length > 0) {
    return (
      recorded.version === entry.version &&
      canonicalConstraints(recorded.constraints ?? "") === constraints &&
      entry.hashes.every((hash) => recorded.hashes.includes(hash))
    );
  }
  // Without hashes it stands for no package yet, so there is nothing to preserve.
  if (recorded.hashes.length === 0) {
    return recorded.version === entry.version && (recorded.constraints ?? "") === constraints;
  }
  return constraints === "" || satisfies(recorded.version, constraints);
}

/** Terraform sorts by source; comments right above an entry stay with it. */
function insert(text: string, blocks: readonly LockBlock[], entry: LockEntry): string {
  const next = blocks.find((block) => byText(block.source, entry.source) > 0);
  if (next) return `${text.slice(0, next.commentStart)}${render(entry)}\n\n${text.slice(next.commentStart)}`;
  return `${text.replace(/\n*$/, "\n\n")}${render(entry)}\n`;
}

function render(entry: LockEntry, comments: readonly string[] = []): string {
  const constraints = canonicalConstraints(entry.constraints ?? "");
  // Neighbouring one-line attributes are aligned, as `terraform fmt` does.
  const version =
    constraints === ""
      ? [`  version = "${entry.version}"`]
      : [`  version     = "${entry.version}"`, `  constraints = "${constraints}"`];
  const hashes = [...entry.hashes].sort(byText).map((hash) => `    "${hash}",`);
  return [
    `provider "${entry.source}" {`,
    ...comments.map((comment) => `  ${comment}`),
    ...version,
    ...(hashes.length > 0 ? ["  hashes = [", ...hashes, "  ]"] : []),
    "}",
  ].join("\n");
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
