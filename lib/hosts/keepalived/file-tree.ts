/** The files that a configuration lives among: of a member's whole tree, or only those beside one file. */
export interface FileStatus {
  readonly kind: "file" | "directory" | "other";
  /** Permission bits, as in chmod. */
  readonly mode: number;
  /** Numeric owner and group; absent when they say nothing about the member, as in a copy made by somebody else. */
  readonly owner?: number;
  readonly group?: number;
}

export interface FileTree {
  /** False for paths that this tree cannot speak for: whether they exist is unknown. */
  covers(path: string): boolean;
  /** Follows symbolic links, and stays within the tree while it does. Undefined when there is nothing. */
  status(path: string): FileStatus | undefined;
  /** The path without symbolic links; undefined when there is nothing. */
  resolved(path: string): string | undefined;
  /** Undefined when it cannot be read. */
  read(path: string): Buffer | undefined;
  /** Names in a folder; undefined when there is no such folder. */
  list(folder: string): readonly string[] | undefined;
}
