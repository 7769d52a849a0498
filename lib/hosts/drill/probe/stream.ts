/**
 * One connection that is kept for as long as it lives; the far side sends its name every few milliseconds. Each line is
 * an attempt that succeeded; from the break on, each interval is one that did not, until a new connection brings lines.
 */
import { createConnection } from "node:net";
import type { Socket } from "node:net";
import { monotonicMs } from "../clock";
import type { Attempt, ProbeSpec, RunningProbe } from "./probe";

/** The far side speaks once every interval; a process that had to wait for its turn is no outage. */
const silentIntervals = 5;

export function probeStream(spec: ProbeSpec): RunningProbe {
  const attempts: Attempt[] = [];
  let socket: Socket | undefined;
  let heardAt = monotonicMs();
  let connectedAt = heardAt;
  let connections = 0;

  const connect = () => {
    connectedAt = monotonicMs();
    const mine = createConnection({
      host: spec.address,
      port: spec.port,
      ...(spec.from === undefined ? {} : { localAddress: spec.from }),
    });
    socket = mine;
    let spoken = false;
    mine.setEncoding("utf8").on("data", (text: string) => {
      heardAt = monotonicMs();
      if (!spoken) connections += 1;
      spoken = true;
      const by = text.trimEnd().split("\n").at(-1) ?? "";
      if (mine === socket) attempts.push([heardAt, heardAt, by]);
    });
    mine.on("error", () => undefined);
    mine.on("close", () => {
      if (mine === socket) socket = undefined;
    });
  };
  connect();
  const timer = setInterval(() => {
    const now = monotonicMs();
    const silentSince = Math.max(heardAt, connectedAt);
    if (now - heardAt > silentIntervals * spec.intervalMs) attempts.push([now, null, null]);
    // Nothing for so long: an application gives up and connects anew.
    if (socket && now - silentSince > spec.timeoutMs) {
      socket.destroy();
      socket = undefined;
    }
    if (!socket) connect();
  }, spec.intervalMs);

  return {
    stop() {
      clearInterval(timer);
      socket?.destroy();
      socket = undefined;
      return Promise.resolve({ attempts, connections });
    },
  };
}
