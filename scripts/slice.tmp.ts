import { buildSync } from "esbuild";
import { mkdtempSync, chmodSync, writeFileSync } from "node:fs";
import { drillInLabs } from "../lib/hosts/drill/lab-drill";
import { pair } from "../test/hosts/drill/support/pair";
async function main() {
  const dir = mkdtempSync("/tmp/agent-"); chmodSync(dir, 0o755);
  buildSync({ entryPoints: ["/work/wt/drill/lib/hosts/drill/lab/agent/main.ts"], bundle: true, platform: "node", outfile: dir + "/agent.cjs", logLevel: "error" });
  const [faults, runs, atOnce, watch = "6000", hold="4000"] = process.argv.slice(2);
  const t0 = Date.now();
  const journal = await drillInLabs({ group: "web", plan: pair(), times: { holdMs: +hold, watchMs: +watch, settleMs: 8000, advertMs: 100 }, notes: [] },
    { faults: faults!.split(",") as any, runs: +runs!, atOnce: +atOnce!, seed: 1, loss: { rate: 0.3, burst: 1 }, limits: {}, launch: { agent: dir + "/agent.cjs" }, signal: new AbortController().signal,
      progress: (f, r, d) => console.log(f, r.number, r.target, "outage", r.outageMs.toFixed(0), "det", r.detectionMs?.toFixed(0), "take", r.takeoverMs?.toFixed(0), "rec", r.recoveryMs?.toFixed(0), "sb", r.splitBrain.dividedMs.toFixed(0), r.splitBrain.otherMs.toFixed(0), r.holders.join(), r.blackHoled.join(), r.takeovers, d ?? "") });
  for (const d of journal.drills) console.log(d.fault, JSON.stringify(d.summary.outageMs), d.failures, d.aborted, Object.entries(d.summary.views).map(([k, v]) => `${k} ${v.median.toFixed(0)}`).join(" "));
  writeFileSync("/tmp/journal.json", JSON.stringify(journal));
  console.log("total", Date.now() - t0);
}
void main();
