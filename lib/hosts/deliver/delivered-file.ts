/** One file of a delivery, on the machine that renders. */
export interface DeliveredFile {
  /** Relative, with `/` between its parts. */
  readonly path: string;
  readonly content: string;
  readonly executable?: boolean;
}
