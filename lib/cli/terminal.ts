/** Where output goes: machine output and what was asked for on stdout, everything else on stderr. */
export interface Terminal {
  /** Whether what is printed may have colours. */
  readonly color: boolean;
  /** Whether notes may. */
  readonly noteColor: boolean;
  /** True when progress may be shown and questions asked. */
  readonly interactive: boolean;
  print(text: string): void;
  note(text: string): void;
}

export function createTerminal(options: { readonly color?: boolean } = {}): Terminal {
  const { stdout, stderr, stdin, env } = process;
  const refused = options.color === false || (env.NO_COLOR ?? "") !== "";
  const forced = !["", "0", "false"].includes(env.FORCE_COLOR ?? "");
  for (const stream of [stdout, stderr]) stream.on("error", ignoreClosedPipe);
  return {
    color: !refused && (forced || stdout.isTTY),
    noteColor: !refused && (forced || stderr.isTTY),
    interactive: stdin.isTTY && stderr.isTTY,
    print: (text) => void stdout.write(`${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
  };
}

/** `ipfailover apply | head` must not cut an apply off: nobody reads any more, but the work goes on. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
