import { readFileSync } from "node:fs";
import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import { faultNames, faults } from "../../hosts/drill/fault/fault";
import type { FaultName } from "../../hosts/drill/fault/fault";
import { parseJournal } from "../../hosts/drill/report/reports";
import { drillInLab } from "../drill/in-lab";
import { drillOnHosts } from "../drill/on-hosts";
import type { DrillOptions } from "../drill/options";
import { report } from "../drill/report-files";
import { explain } from "../explain";
import { exitCodes, UnmetError, UserError } from "../failure";
import type { ExitCode } from "../failure";
import { interruptible } from "../interrupt";
import { collect, milliseconds, wholeNumber } from "../option-values";
import type { Run } from "../run";
import type { Terminal } from "../terminal";

export function addDrill(program: Command, run: Run): void {
  program
    .command("drill")
    .description("Strikes a group with failures and measures what its clients go without")
    .argument("[target]", "a stack as for plan, or a JSON file that declares the hosts; default: the only stack")
    .option("--group <name>", "which group, where several are declared")
    .option("--fault <fault>", "what happens; repeat it for each, or say all", faultOption)
    .option("--runs <n>", "how often each fault is repeated", wholeNumber(1, 1000), 5)
    .option("--at-once <n>", "how many labs run side by side (default: as many as there are cores)", wholeNumber(1, 64))
    .option("--member <name>", "strike this member, whoever holds the address (default: the holder)")
    .option("--hold <duration>", "how long faults last (default: until it is clear what comes of them)", milliseconds)
    .option("--watch <duration>", "how long the group is watched after each recovery", milliseconds, 15_000)
    .option("--loss <percent>", "of the fault loss: how many adverts are lost", wholeNumber(1, 99), 30)
    .option("--loss-burst <n>", "of the fault loss: how many are lost in a row on average", wholeNumber(1, 100), 1)
    .option("--seed <n>", "repeat the chances of another drill", wholeNumber(0, 0xffffffff))
    .option("--max-outage <duration>", "exit code 1 when clients were without an answer for longer", milliseconds)
    .option("--max-split-brain <duration>", "exit code 1 when two members answered for longer", milliseconds)
    .option("--probe <address[:port]>", "real hosts instead of a lab: what to probe, from here")
    .option("--inject <command>", "with --probe: what strikes the group")
    .option("--recover <command>", "with --probe: what undoes it; may run more than once")
    .option("--state <member=command>", "with --probe: prints the member's VRRP state; repeat it for each", collect)
    .option("--no-takeover", "with --probe: nobody else should hold the address afterwards")
    .option("--dead-man <duration>", "with --probe: recover by itself after that time", milliseconds)
    .option("--yes-production <group>", "with --probe: really do it, to the group of this name")
    .option("--var <name=value>", "value of an input variable; repeat it for each", collect)
    .option("--var-file <file>", "file with values of input variables; repeat it for each", collect)
    .option("--json", "the journal on stdout: all that was done and seen")
    .option("--html <file>", "write a report of one self-contained page")
    .option("--junit <file>", "write a report for pipelines")
    .option("--journal <file>", "write the journal")
    .option("--from <journal>", "no drill: reports of one that was kept with --journal")
    .addHelpText("after", help)
    .action((target: string | undefined, options: DrillOptions) => run((terminal) => drill(target, options, terminal)));
}

const help = `
Examples:
  ipfailover drill
  ipfailover drill cdktf.out/stacks/shop --fault crash --runs 10 --max-outage 2s
  ipfailover drill hosts.json --fault all --html drill.html --junit drill.xml
  ipfailover drill hosts.json --fault loss --loss 30 --loss-burst 3 --hold 60s
  ipfailover drill --from drill.json --html drill.html

The drill builds a lab on this machine, in namespaces of its own and without root, from what would be installed on the
members, and runs the real keepalived in it. It needs Linux with keepalived, nftables and iproute2.

On real hosts it does nothing but tell its plan, until --yes-production names the group:
  ipfailover drill --group web --probe 203.0.113.10:443 \\
    --state 'a=ssh a cat /run/ipfailover/web.state' --state 'b=ssh b cat /run/ipfailover/web.state' \\
    --inject 'ssh a systemctl stop keepalived' --recover 'ssh a systemctl start keepalived'
Members that are declared with a host are asked for their state by themselves.

Faults:
${faultNames.map((name) => `  ${name.padEnd(12)}${faults[name].what}`).join("\n")}

VRRP has no quorum: while members cannot hear each other, each of them holds the address. --max-split-brain counts two
holders at all other times.

Exit codes: 0 everything within its limits; 1 a limit was missed, clients were left without an answer, or an error;
2 not begun, because something is missing; 3 broken off; 4 struck but not recovered; 130 interrupted, and recovered.`;

function faultOption(value: string, earlier: readonly string[] | undefined): readonly string[] {
  if (value !== "all" && !faultNames.includes(value as FaultName)) {
    throw new InvalidArgumentError(`Use all, or one of ${faultNames.join(", ")}.`);
  }
  return [...(earlier ?? []), value];
}

function drill(target: string | undefined, options: DrillOptions, terminal: Terminal): Promise<ExitCode> {
  return interruptible(terminal, async ({ signal }) => {
    try {
      const journal = await journalOf(target, options, terminal, signal);
      return journal ? report(journal, options, terminal) : exitCodes.done;
    } catch (error) {
      if (!(error instanceof UnmetError)) throw error;
      terminal.note(explain(error));
      return exitCodes.unmet;
    }
  });
}

/** @returns undefined when there was nothing to do but to tell the plan */
function journalOf(target: string | undefined, options: DrillOptions, terminal: Terminal, signal: AbortSignal) {
  if (options.from !== undefined) return kept(options.from);
  if (options.probe !== undefined) return drillOnHosts(target, { ...options, probe: options.probe }, terminal, signal);
  const stray = (["inject", "recover", "state", "deadMan", "yesProduction"] as const).find((name) => options[name]);
  if (stray) throw new UserError("--inject, --recover, --state, --dead-man and --yes-production go with --probe.");
  return drillInLab(target, options, terminal, signal);
}

function kept(file: string) {
  try {
    return parseJournal(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(`${file} cannot be read as a journal: ${(error as Error).message}`);
  }
}
