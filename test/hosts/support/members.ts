/** Members to judge, from text in memory. */
import type { FileTree } from "../../../lib/hosts/keepalived/file-tree";
import { lint } from "../../../lib/hosts/lint/lint";
import type { LintReport } from "../../../lib/hosts/lint/lint";
import { lintMember } from "../../../lib/hosts/lint/member";
import type { LintMember } from "../../../lib/hosts/lint/member";
import { memoryTree } from "./memory-tree";

export interface MemberText {
  readonly name?: string;
  readonly version?: string;
  readonly configId?: string;
  /** The member's files; without them nothing is known but the configuration. */
  readonly tree?: FileTree;
}

export function member(config: string, options: MemberText = {}): LintMember {
  const { name = "a", version = "2.2.7", configId = name, tree } = options;
  const file = tree === undefined ? `/${name}.conf` : "/etc/keepalived/keepalived.conf";
  return lintMember({
    name,
    file,
    bytes: Buffer.from(config),
    version,
    configId,
    tree: tree ?? memoryTree({}),
    wholeTree: tree !== undefined,
    shown: (path) => path,
  });
}

export const lintTexts = (...configs: readonly string[]): LintReport =>
  lint(configs.map((config, index) => member(config, { name: ["a", "b", "c", "d"][index] ?? "x" })));
