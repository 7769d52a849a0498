/** What clients take for an answer, and what they leave open. */
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { gapsOf } from "../../../lib/hosts/drill/measure/gaps";
import { observe } from "../../../lib/hosts/drill/probe/observer";
import type { ProbeSpec } from "../../../lib/hosts/drill/probe/probe";
import { describeWith, onPath } from "../../support/needed-tool";

const spec = { id: "p", address: "127.0.0.1", port: 0, intervalMs: 20, timeoutMs: 250 } as const;

/** Observes until `enough` has happened. */
async function seen(probe: ProbeSpec, enough: () => Promise<void>) {
  const stop = observe([probe]);
  await enough();
  const { probes } = await stop();
  return probes.p?.attempts ?? [];
}

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe.each(["connect", "blocking"] as const)("a TCP probe (%s) of a host that accepts and never greets", (kind) => {
  let server: Server;
  let port: number;
  beforeEach(async () => {
    server = createServer((socket) => socket.on("error", () => undefined));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(() => void server.close());

  it("calls nothing lost that has had no time for an answer when the watch ends", async () => {
    const attempts = await seen({ ...spec, kind, port, greets: true }, () => after(100));
    expect(gapsOf(attempts)).toEqual([]);
  });

  it("tells an outage that had not ended when the watch did", async () => {
    const attempts = await seen({ ...spec, kind, port, greets: true }, () => after(500));
    expect(gapsOf(attempts)).toEqual([{ fromMs: expect.any(Number) as number }]);
  });
});

describeWith("ping", "install iputils-ping", onPath("ping"), "an ICMP probe", () => {
  it("does not count the time that ping takes to end as lost echoes", async () => {
    let resumed: Promise<void> | undefined;
    const attempts = await seen({ ...spec, kind: "icmp" }, async () => {
      await after(400);
      // What does not run does not end either, whatever it is told.
      const ping = childrenNamed("ping");
      for (const pid of ping) process.kill(pid, "SIGSTOP");
      resumed = after(600).then(() => ping.forEach((pid) => process.kill(pid, "SIGCONT")));
    });
    await resumed;
    expect(attempts.length).toBeGreaterThan(5);
    expect(gapsOf(attempts)).toEqual([]);
  });
});

/** Ids of this process's own children that run a certain program. */
function childrenNamed(name: string): readonly number[] {
  const pids = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8").trim().split(" ");
  return pids.filter((pid) => readFileSync(`/proc/${pid}/comm`, "utf8").trim() === name).map(Number);
}
