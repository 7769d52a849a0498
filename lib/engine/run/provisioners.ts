import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { isList, isObject, isUnknown } from "../../resources/value";
import type { ProvisionerConfig, ResourceConfig } from "../config/model";
import { EvaluationError } from "../expressions/error";
import { ConversionError, convert } from "../expressions/convert";
import { containsSensitive, toPlain, Typed } from "../expressions/typed";
import { type Address, formatAddress } from "../model";
import type { Applier } from "./applier";

interface Command {
  readonly line: string;
  readonly interpreter: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly quiet: boolean;
  /** Something sensitive went into it, so nothing of it is shown. */
  readonly secret: boolean;
}

/** Runs the resource's commands one after another. Says whether all that had to succeed did. */
export async function runProvisioners(
  applier: Applier,
  resource: ResourceConfig,
  address: Address,
  when: ProvisionerConfig["when"],
  self: Typed,
): Promise<boolean> {
  for (const provisioner of resource.provisioners) {
    if (provisioner.when !== when) continue;
    applier.options.progress?.({ kind: "provision", address });
    const problem = await runOne(applier, resource, address, provisioner, self);
    if (problem === undefined) continue;
    const isFatal = provisioner.onFailure === "fail";
    applier.diagnostics.push({
      severity: isFatal ? "error" : "warning",
      summary: "local-exec provisioner error",
      detail: problem,
      source: provisioner.at,
      address: formatAddress(address),
    });
    if (isFatal) return false;
  }
  return true;
}

async function runOne(
  applier: Applier,
  resource: ResourceConfig,
  address: Address,
  provisioner: ProvisionerConfig,
  self: Typed,
): Promise<string | undefined> {
  let command: Command;
  try {
    command = readCommand(applier, resource, address, provisioner, self);
  } catch (error) {
    if (error instanceof EvaluationError) return `${error.summary}: ${error.detail}`;
    if (error instanceof ConversionError) return error.message;
    throw error;
  }
  const say = (line: string) => applier.options.progress?.({ kind: "output", address, line });
  const [program = "", ...args] = [...command.interpreter, command.line];
  if (command.quiet) say("local-exec: Executing: Suppressed by quiet=true");
  else if (command.secret) say("(output suppressed due to sensitive value in config)");
  else say(`Executing: [${[program, ...args].map((arg) => JSON.stringify(arg)).join(" ")}]`);
  const { code, output } = await execute(program, args, command, applier.signal, (line) => {
    if (!command.secret) say(line);
  });
  if (code === 0) return undefined;
  const shown = command.secret ? "(output suppressed due to sensitive value in config)" : output;
  return `Error running command '${command.secret ? "(suppressed)" : command.line}': ${typeof code === "number" ? `exit status ${code}` : code}. Output: ${shown}`;
}

function readCommand(
  { evaluator, namesOf, options }: Applier,
  resource: ResourceConfig,
  address: Address,
  { body, when }: ProvisionerConfig,
  self: Typed,
): Command {
  // When an instance goes, the configuration may no longer know it: then only its key and itself are left.
  const names = when === "create" ? namesOf(resource.id, address.key) : goneNames(address);
  const read = (name: string) =>
    body[name] === undefined ? undefined : evaluator.evaluate({ json: body[name] }, { ...names, self });
  const all = Object.keys(body).map(read);
  const plain = (name: string) => {
    const value = read(name);
    if (value === undefined || value.raw === null) return undefined;
    const known = toPlain(value);
    if (isUnknown(known)) throw new EvaluationError("Unknown value", `${name} is not known.`);
    return known;
  };
  const line = convert(evaluator.evaluate({ json: body.command }, { ...names, self }), "string").raw;
  if (typeof line !== "string" || line === "") {
    throw new EvaluationError("Invalid local-exec provisioner command", "The command must be a non-empty string.");
  }
  const [interpreter, directory] = [plain("interpreter"), plain("working_dir")];
  const environment = read("environment");
  return {
    line,
    interpreter: isList(interpreter) ? interpreter.map(String) : ["/bin/sh", "-c"],
    environment: environment ? textsOf(environment) : {},
    directory: path.resolve(options.config.directory, typeof directory === "string" ? directory : "."),
    quiet: plain("quiet") === true || plain("quiet") === "true",
    secret: all.some((value) => value !== undefined && containsSensitive(value)),
  };
}

/** A map of strings, without what is null. */
function textsOf(value: Typed): Record<string, string> {
  const map = toPlain(convert(value, { map: "string" }));
  const known = Object.entries(isObject(map) ? map : {});
  return Object.fromEntries(known.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

function goneNames({ key }: Address) {
  if (typeof key === "number") return { count: convertKey(key, "number") };
  return key === undefined ? {} : { each: { key: convertKey(key, "string"), value: convertKey(key, "string") } };
}

function convertKey(key: string | number, type: "string" | "number"): Typed {
  return new Typed(type, key);
}

interface Ended {
  /** The exit code, or what kept it from running. */
  readonly code: number | string;
  readonly output: string;
}

function execute(
  program: string,
  args: readonly string[],
  { directory, environment }: Command,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: directory,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const lines: string[] = [];
    const listen = (stream: NodeJS.ReadableStream) =>
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        say(line);
      });
    listen(child.stdout);
    listen(child.stderr);
    // A command is asked to end, as Terraform does, and its end is waited for: it may have done half its work.
    const interrupt = () => child.kill("SIGINT");
    signal.addEventListener("abort", interrupt, { once: true });
    const finish = (code: number | string) => {
      signal.removeEventListener("abort", interrupt);
      resolve({ code, output: lines.join("\n") });
    };
    child.on("error", (error) => finish(error.message));
    child.on("close", (code, killed) => finish(code ?? `signal: ${killed}`));
  });
}
