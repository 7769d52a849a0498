/** Asks over UDP, each time with a number that the answer must repeat, followed by the name of who answers. */
import { createSocket } from "node:dgram";
import { monotonicMs } from "../clock";
import type { Attempt, ProbeSpec, RunningProbe } from "./probe";

export function probeUdp(spec: ProbeSpec): RunningProbe {
  const sent: number[] = [];
  const answers = new Map<number, { readonly at: number; readonly by: string }>();
  const socket = createSocket(spec.address.includes(":") ? "udp6" : "udp4");
  // "Unreachable" is an answer that is no answer: the attempt stays unanswered.
  socket.on("error", () => undefined);
  socket.on("message", (message) => {
    const index = message.readUInt32BE(0);
    if (!answers.has(index)) answers.set(index, { at: monotonicMs(), by: message.toString("utf8", 4) });
  });
  const ask = () => {
    const question = Buffer.alloc(4);
    question.writeUInt32BE(sent.length);
    sent.push(monotonicMs());
    socket.send(question, spec.port, spec.address, () => undefined);
  };
  let timer: NodeJS.Timeout | undefined;
  socket.bind(0, spec.from, () => (timer = setInterval(ask, spec.intervalMs)));

  return {
    async stop() {
      clearInterval(timer);
      await new Promise((resolve) => setTimeout(resolve, Math.min(spec.timeoutMs, 50)));
      socket.close();
      const attempts = sent.map((at, index): Attempt => {
        const answer = answers.get(index);
        return answer && answer.at - at <= spec.timeoutMs ? [at, answer.at, answer.by] : [at, null, null];
      });
      return { attempts };
    },
  };
}
