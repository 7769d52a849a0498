/** One file as it lies on a member. */
export interface RenderedFile {
  /** Absolute on the member. */
  readonly path: string;
  /** Such as `0644`. */
  readonly mode: string;
  /** Such as `root:root`. */
  readonly owner: string;
  readonly content: string;
}
