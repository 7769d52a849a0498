/** Where output goes: machine output and what was asked for on stdout, everything else on stderr. */
export interface Terminal {
  readonly color: boolean;
  /** True when progress may be shown and questions asked. */
  readonly interactive: boolean;
  print(text: string): void;
  note(text: string): void;
}

export function createTerminal(options: { readonly color?: boolean } = {}): Terminal {
  const { stdout, stderr, stdin, env } = process;
  const wanted = options.color ?? true;
  return {
    color: wanted && (stdout.isTTY || env.FORCE_COLOR === "1") && (env.NO_COLOR ?? "") === "",
    interactive: stdin.isTTY && stderr.isTTY,
    print: (text) => void stdout.write(`${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
  };
}
