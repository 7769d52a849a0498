import { compareVersions } from "../model/keepalived-version";
import { readConfig } from "../keepalived/config/config";
import type { Config } from "../keepalived/config/config";
import type { FileTree } from "../keepalived/file-tree";
import { parseConfig } from "../keepalived/parse";
import type { ParsedFile } from "../keepalived/parse";
import type { Directive } from "../keepalived/tree";

/** One member's configuration, ready to be judged. */
export interface LintMember {
  readonly name: string;
  /** The main file, as a path in the tree. */
  readonly file: string;
  /** keepalived's version on the member. */
  readonly version: string;
  readonly parsed: ParsedFile;
  /** Without what the member's version does not know. */
  readonly config: Config;
  readonly tree: FileTree;
  /** What `@id` lines were compared with. */
  readonly configId: string;
  /** The tree is a member's, so that scripts can be looked for; it may hold a part of the member only. */
  readonly wholeTree: boolean;
  /** A path in the tree, as the user would name it. */
  readonly shown: (path: string) => string;
}

export interface MemberInput {
  readonly name: string;
  readonly file: string;
  readonly bytes: Buffer;
  readonly version: string;
  readonly configId: string;
  readonly tree: FileTree;
  readonly wholeTree: boolean;
  readonly shown: (path: string) => string;
}

export function lintMember({ bytes, ...rest }: MemberInput): LintMember {
  const parsed = parseConfig({ ...rest, bytes });
  const known = knownTo(parsed.directives, rest.version);
  return { ...rest, parsed, config: readConfig({ ...parsed, directives: known }) };
}

export function isTooNew({ keyword }: Directive, version: string): boolean {
  return keyword?.since !== undefined && compareVersions(version, keyword.since) < 0;
}

function knownTo(directives: readonly Directive[], version: string): readonly Directive[] {
  return directives
    .filter((directive) => !isTooNew(directive, version))
    .map((directive) => (directive.body ? { ...directive, body: knownTo(directive.body, version) } : directive));
}
