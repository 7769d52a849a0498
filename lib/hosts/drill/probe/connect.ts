/** Connects over TCP, again and again, and waits for the greeting that names who answers. */
import { createConnection } from "node:net";
import { monotonicMs } from "../clock";
import type { ProbeSpec, RunningProbe } from "./probe";

/**
 * `connect` gives each attempt up after its time-out. `blocking` leaves it to the kernel, which repeats a lost SYN after
 * a second: that is what users see.
 */
export function probeConnect(spec: ProbeSpec): RunningProbe {
  const attempts: [number, number | null, string | null][] = [];
  const open = new Set<() => void>();
  const attempt = () => {
    const record: [number, number | null, string | null] = [monotonicMs(), null, null];
    attempts.push(record);
    const socket = createConnection({
      host: spec.address,
      port: spec.port,
      ...(spec.from === undefined ? {} : { localAddress: spec.from }),
    });
    const giveUp = spec.kind === "connect" ? setTimeout(() => end(), spec.timeoutMs) : undefined;
    const end = () => {
      clearTimeout(giveUp);
      open.delete(end);
      socket.destroy();
    };
    open.add(end);
    socket.on("connect", () => {
      if (spec.greets) return;
      record[1] = monotonicMs();
      end();
    });
    let greeting = "";
    socket.setEncoding("utf8").on("data", (text: string) => {
      greeting += text;
      if (!greeting.includes("\n")) return;
      record[1] = monotonicMs();
      record[2] = greeting.slice(0, greeting.indexOf("\n"));
      end();
    });
    socket.on("error", end);
    socket.on("close", end);
  };
  const timer = setInterval(attempt, spec.intervalMs);

  return {
    async stop() {
      clearInterval(timer);
      await new Promise((resolve) => setTimeout(resolve, Math.min(spec.timeoutMs, 50)));
      for (const end of open) end();
      return { attempts };
    },
  };
}
