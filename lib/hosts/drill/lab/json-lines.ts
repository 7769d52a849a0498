/** One JSON value a line, over any pair of streams. */
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

export function readJsonLines<T>(stream: Readable, each: (message: T) => void, end: () => void): void {
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  lines.on("line", (line) => {
    if (line !== "") each(JSON.parse(line) as T);
  });
  lines.on("close", end);
}

export function writeJsonLine(stream: Writable, message: unknown): void {
  stream.write(`${JSON.stringify(message)}\n`);
}
