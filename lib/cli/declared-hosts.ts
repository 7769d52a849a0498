/** The hosts' half of groups: from a stack, or from a file that declares them without one. */
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { findLocals, loadConfig, openState } from "../engine";
import type { HaFinding, HaGroup } from "../hosts/model/model";
import { readDeclaration } from "../hosts/model/read";
import { findingsBetween } from "../hosts/model/rules/declarations";
import { localPrefix } from "../hosts/model/travel";
import { isUnknown } from "../resources/value";
import { UserError } from "./failure";
import type { StackOptions } from "./stack";
import type { Terminal } from "./terminal";

/** What is read from one place: the hosts of one `HighAvailability`, or of one file. */
export interface DeclaredHosts {
  /** For people: the construct's name or the file. */
  readonly name: string;
  readonly groups: readonly HaGroup[];
}

/** In place of what the state does not record yet. */
const LATER = "(not known before the stack is applied)";

/**
 * @param target a stack as for the other commands, or a JSON file
 * @throws UserError with everything that is wrong; warnings are told on stderr
 */
export async function declaredHosts(
  target: string | undefined,
  options: StackOptions,
  terminal: Terminal,
): Promise<readonly DeclaredHosts[]> {
  if (target?.endsWith(".json") === true && statSync(target, { throwIfNoEntry: false }) === undefined) {
    throw new UserError(`${target} cannot be read: it does not exist.`);
  }
  const values = target !== undefined && isFile(target) ? readFile(target) : await readStack(target, options);
  if (values.size === 0) {
    throw new UserError(
      "This stack declares no HighAvailability, so nothing is known of its hosts. Add one for its groups, or name a " +
        "JSON file that declares them.",
    );
  }
  const read = [...values].map(([name, value]) => ({ name, ...readDeclaration(value) }));
  const findings = [
    ...read.flatMap(({ name, findings }) => findings.map((finding) => ({ ...finding, in: name }))),
    ...findingsBetween(read),
  ].map((finding) => ({ severity: finding.severity, text: sentence(finding.in, finding) }));
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new UserError(errors.map(({ text }) => text).join("\n"));
  for (const { text } of findings) terminal.note(`Warning: ${text}`);
  return read.map(({ name, groups }) => ({ name, groups }));
}

function sentence(name: string, { path: at, message }: HaFinding): string {
  const where = [name, at.join(".")].filter((part) => part !== "").join(": ");
  return `${where}: ${message}`;
}

function readFile(file: string): ReadonlyMap<string, unknown> {
  const text = readFileSync(file, "utf8");
  try {
    return new Map([[path.basename(file, ".json"), JSON.parse(text) as unknown]]);
  } catch (error) {
    throw new UserError(`${file} is no JSON: ${(error as Error).message}.`);
  }
}

/** Takes no lock: looking must be possible while somebody applies. */
async function readStack(
  directory: string | undefined,
  { var: variables, varFile }: StackOptions,
): Promise<ReadonlyMap<string, unknown>> {
  const config = loadConfig({
    directory,
    cwd: process.cwd(),
    env: process.env,
    foreign: "any",
    ...(variables ? { variables } : {}),
    ...(varFile ? { variableFiles: varFile } : {}),
  });
  const store = await openState(config.statePath, { lock: false });
  const { state } = store;
  await store.close();
  const locals = findLocals({ config, state }, localPrefix);
  return new Map([...locals].map(([name, value]) => [name.slice(localPrefix.length), withoutUnknown(value)]));
}

function withoutUnknown(value: unknown): unknown {
  if (isUnknown(value)) return LATER;
  if (Array.isArray(value)) return value.map(withoutUnknown);
  if (typeof value !== "object" || value === null) return value;
  // Where a member stands is for a warning only: what is not known is left out.
  const known = Object.entries(value).filter(([key, item]) => !(isUnknown(item) && ["zone", "rack"].includes(key)));
  return Object.fromEntries(known.map(([key, item]) => [key, withoutUnknown(item)]));
}

function isFile(target: string): boolean {
  return statSync(target, { throwIfNoEntry: false })?.isFile() ?? false;
}
