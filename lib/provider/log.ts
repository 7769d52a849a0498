/** The provider's log: lines of JSON on stderr, which Terraform shows with TF_LOG. */
import type { Redact } from "./service/secrets";

export type Level = "debug" | "info" | "warn" | "error";
export type Log = (level: Level, message: string) => void;

export function stderrLog(redact: Redact): Log {
  return (level, message) => {
    // Terraform that is gone has closed its end of the pipe; that is no reason to fall over.
    if (process.stderr.listenerCount("error") === 0) process.stderr.on("error", () => undefined);
    process.stderr.write(logLine(level, redact(message), new Date()));
  };
}

/** Terraform takes a line apart only if its time has exactly six fraction digits. */
export function logLine(level: Level, message: string, time: Date): string {
  const timestamp = time.toISOString().replace("Z", "000Z");
  return `${JSON.stringify({ "@level": level, "@message": message, "@module": "ipfailover", "@timestamp": timestamp })}\n`;
}
