import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { simulatorNames, startSimulator } from "../../clouds/simulators";
import type { RunningSimulator } from "../../clouds/simulators";
import { exitCodes, UserError } from "../failure";
import type { ExitCode } from "../failure";
import { wholeNumber } from "../option-values";
import type { Run } from "../run";
import type { Terminal } from "../terminal";

interface Options {
  readonly port?: number;
  readonly settleMs?: number;
  readonly state?: string;
  readonly seed?: string;
  readonly scene?: "demo";
  readonly json?: boolean;
}

export function addSimulate(program: Command, run: Run): void {
  program
    .command("simulate")
    .description("Runs simulators of clouds' APIs on loopback until interrupted")
    .argument("<cloud...>", `which clouds: ${simulatorNames.join(", ")}`)
    .option("--port <n>", "port to listen on, 0 for any free one (one cloud only)", wholeNumber(0, 65_535))
    .option("--settle-ms <n>", "how long a change takes until it is done, in milliseconds", wholeNumber(0, 3_600_000))
    .option("--state <file>", "load what an earlier run left in this file, and save it there at the end")
    .option("--seed <file>", "start from this saved state; the file is not written")
    .addOption(new Option("--scene <name>", "start with something to try out instead of nothing").choices(["demo"]))
    .option("--json", "tell endpoint and credentials as one JSON line a cloud")
    .addHelpText(
      "after",
      "\nExamples:\n  ipfailover simulate ionos\n  ipfailover simulate ionos --json --settle-ms 200\n  ipfailover simulate ovh --scene demo",
    )
    .action((clouds: string[], options: Options) => run((terminal) => simulate(clouds, options, terminal)));
}

async function simulate(clouds: readonly string[], options: Options, terminal: Terminal): Promise<ExitCode> {
  if (clouds.length > 1 && (options.port || options.state || options.seed || options.scene)) {
    throw new UserError("--port, --state, --seed and --scene go with one cloud: run a command for each.");
  }
  const start = options.seed ?? (options.state !== undefined && existsSync(options.state) ? options.state : undefined);
  if (start !== undefined && options.scene !== undefined)
    throw new UserError(`--scene starts anew, and ${start} is a saved state: leave one of them out.`);
  const saved = start === undefined ? undefined : readState(start);
  // From the beginning: whoever reads the endpoint may end it at once, and the state must still be saved.
  const interruption = awaitInterruption();
  try {
    const running: RunningSimulator[] = [];
    for (const cloud of clouds) {
      const simulator = await startSimulator(cloud, settingsOf(options));
      if (!simulator)
        throw new UserError(`There is no simulator of "${cloud}"; there is one of ${simulatorNames.join(", ")}.`);
      if (saved !== undefined) load(simulator, saved, start ?? "");
      running.push(simulator);
      const env = { ...simulator.env, ...(options.scene === undefined ? {} : simulator.demo()) };
      terminal.print(options.json ? JSON.stringify({ cloud, endpoint: simulator.url, env }) : exportLines(env));
    }
    terminal.note(`Simulating ${clouds.join(", ")}. Press Ctrl-C to end.`);
    await interruption.happened;
    for (const simulator of running) {
      if (options.state !== undefined) writeState(options.state, simulator.state());
      await simulator.close();
    }
  } finally {
    interruption.done();
  }
  return exitCodes.done;
}

function settingsOf({ port, settleMs }: Options) {
  return { ...(port === undefined ? {} : { port }), ...(settleMs === undefined ? {} : { settleMs }) };
}

function exportLines(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `export ${name}='${value}'`)
    .join("\n");
}

function readState(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as unknown;
  } catch (error) {
    throw new UserError(`${file} cannot be read as a saved state: ${(error as Error).message}`);
  }
}

function load(simulator: RunningSimulator, state: unknown, file: string): void {
  try {
    simulator.load(state);
  } catch (error) {
    throw new UserError(`${file} is no saved state of this simulator: ${(error as Error).message}`);
  }
}

/** Whole or not at all: an interrupted save must not spoil what was saved before. */
function writeState(file: string, state: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(state)}\n`);
  renameSync(`${file}.new`, file);
}

function awaitInterruption(): { readonly happened: Promise<void>; readonly done: () => void } {
  let stop = () => undefined as void;
  const happened = new Promise<void>((resolve) => (stop = resolve));
  // The servers do not keep the process alive by themselves.
  const alive = setInterval(() => undefined, 60_000);
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    happened,
    done() {
      clearInterval(alive);
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}
