/** Drills on hosts: here two of them are state files on this machine, and the service is a server on loopback. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import os from "node:os";
import path from "node:path";
import { buildSync } from "esbuild";
import { UnhealthyError, drillRealHosts } from "../../../lib/hosts/drill/real/real-drill";
import { planText } from "../../../lib/hosts/drill/real/plan";
import type { RealPlan } from "../../../lib/hosts/drill/real/plan";

let folder: string;
let server: Server;
let deadMan: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "ipfailover-real-"));
  deadMan = path.join(folder, "dead-man.cjs");
  const entry = path.resolve(__dirname, "../../../lib/hosts/drill/real/dead-man-process.ts");
  buildSync({ entryPoints: [entry], bundle: true, platform: "node", outfile: deadMan, logLevel: "error" });
  say("a", "MASTER 150");
  say("b", "BACKUP 100");
  server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const say = (member: string, state: string) => writeFileSync(path.join(folder, member), `${state}\n`);
const told = (name: string) =>
  existsSync(path.join(folder, name)) ? readFileSync(path.join(folder, name), "utf8") : "";

/** The members change places; every recovery leaves a mark. */
function plan(changes: Partial<RealPlan> = {}): RealPlan {
  const state = (member: string) => ({ name: member, state: `cat ${folder}/${member}` });
  return {
    group: "web",
    address: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
    members: [state("a"), state("b")],
    inject: `echo FAULT > ${folder}/a; echo MASTER > ${folder}/b`,
    recover: `echo BACKUP > ${folder}/a; echo again >> ${folder}/recovered`,
    takeover: true,
    runs: 1,
    holdMs: 5000,
    watchMs: 700,
    deadManMs: 20_000,
    ...changes,
  };
}

const drill = (changes: Partial<RealPlan> = {}, signal = new AbortController().signal) =>
  drillRealHosts(plan(changes), { limits: {}, signal, progress: () => undefined, deadMan });

it("measures who took over and when, recovers once, and disarms what would recover by itself", async () => {
  const journal = await drill();
  const [run] = journal.drills[0]?.runs ?? [];
  expect(journal.drills[0]).toMatchObject({ failures: [] });
  expect(run).toMatchObject({ target: "a", holders: ["b"], outageMs: 0, blackHoled: [] });
  expect(run?.detectionMs).toBeGreaterThan(0);
  expect(run?.detectionMs).toBeLessThan(3000);
  expect(told("recovered")).toBe("again\n");
});

it.each([
  ["nobody is master", () => say("a", "BACKUP"), "a BACKUP, b BACKUP"],
  ["two are master", () => say("b", "MASTER"), "a MASTER, b MASTER"],
  ["a member is in fault", () => say("b", "FAULT"), "a MASTER, b FAULT"],
  ["a member cannot be asked", () => rmSync(path.join(folder, "b")), "b says nothing"],
])("strikes nobody when %s", async (_name, spoil, says) => {
  spoil();
  const refused = drill({ inject: `touch ${folder}/struck` });
  await expect(refused).rejects.toThrow(UnhealthyError);
  await expect(refused).rejects.toThrow(says);
  expect(existsSync(path.join(folder, "struck"))).toBe(false);
});

it("strikes nobody when the address does not answer already", async () => {
  await expect(drill({ port: 1, inject: `touch ${folder}/struck` })).rejects.toThrow("does not answer");
  expect(existsSync(path.join(folder, "struck"))).toBe(false);
});

it("recovers at once when it is interrupted", async () => {
  const controller = new AbortController();
  const running = drill(
    { inject: `echo FAULT > ${folder}/a; touch ${folder}/struck`, holdMs: 60_000, deadManMs: 90_000 },
    controller.signal,
  );
  await until(() => existsSync(path.join(folder, "struck")));
  controller.abort();
  const journal = await running;
  expect(journal).toMatchObject({ interrupted: true, drills: [{ aborted: "interrupted" }] });
  expect(told("recovered")).toBe("again\n");
});

it("says that it could not recover, and leaves it to a process that goes on trying", async () => {
  const journal = await drill({ recover: `test -e ${folder}/way && touch ${folder}/late`, deadManMs: 5500 });
  expect(journal.drills[0]).toMatchObject({ notRecovered: true });
  expect(journal.drills[0]?.aborted).toContain("the recovery failed 3 times");
  writeFileSync(path.join(folder, "way"), "");
  await until(() => existsSync(path.join(folder, "late")));
});

it("tells its plan with every command and what it does not protect from", () => {
  const text = planText(plan());
  for (const part of [`echo FAULT > ${folder}/a`, "echo BACKUP", "20.00 s after the injection", "loses its network"]) {
    expect(text).toContain(part);
  }
  expect(text).toContain("--yes-production web");
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}
