/** A stack of an IP block and a group on its first address, applied as an engine does: recorded after each object. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { core } from "../../lib/resources/core";
import type { Diagnostic } from "../../lib/resources/diagnostic";
import type { Session } from "../../lib/resources/session";
import { isList } from "../../lib/resources/value";
import type { ObjectValue } from "../../lib/resources/value";

export interface Stack {
  readonly endpoint: string;
  readonly token: string;
  readonly stateFile: string;
  readonly name: string;
  readonly network: { readonly datacenter_id: string; readonly lan_id: string };
  readonly members: Readonly<Record<string, { readonly server: string; readonly nic: string }>>;
}

export type State = Readonly<Record<string, ObjectValue>>;
const types = { block: "ipfailover_ip_block", group: "ipfailover_group" } as const;
type Name = keyof typeof types;

export function readState({ stateFile }: Stack): State {
  return existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, "utf8")) as State) : {};
}

function record(stack: Stack, name: Name, object: ObjectValue | null): void {
  const others = Object.entries(readState(stack)).filter(([other]) => other !== name);
  const state = Object.fromEntries(object ? [...others, [name, object]] : others);
  writeFileSync(`${stack.stateFile}.new`, JSON.stringify(state));
  renameSync(`${stack.stateFile}.new`, stack.stateFile);
}

function complete(type: string, values: ObjectValue): ObjectValue {
  const names = [...Object.keys(core.resources[type]?.attributes ?? {}), "timeouts"];
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}

function configOf(stack: Stack, name: Name): ObjectValue {
  if (name === "block") return complete(types.block, { name: stack.name, location: "de/fra", size: 2 });
  const { ips } = readState(stack).block ?? {};
  const members = Object.entries(stack.members).map(
    ([key, member]) => [key, { ...member, nexthop: null, priority: null }] as const,
  );
  return complete(types.group, {
    ip: isList(ips) ? (ips[0] ?? null) : null,
    network: stack.network,
    members: Object.fromEntries(members),
    master: "a",
  });
}

/** Answers what went wrong; whatever was done until then is recorded. */
export async function run(stack: Stack, mode: "apply" | "destroy", signal: AbortSignal): Promise<readonly string[]> {
  const config = { cloud: "ionos", endpoint: stack.endpoint, token: stack.token };
  const names = Object.keys(core.provider.attributes);
  const { session } = core.open(
    Object.fromEntries(names.map((name) => [name, config[name as keyof typeof config] ?? null])),
    { env: {} },
  );
  if (!session) throw new Error("the provider's configuration was refused");
  try {
    const order: readonly Name[] = mode === "apply" ? ["block", "group"] : ["group", "block"];
    for (const name of order) {
      const errors = await bring(session, stack, name, mode, signal);
      if (errors.length > 0) return errors;
    }
    return [];
  } finally {
    session.close();
  }
}

async function bring(session: Session, stack: Stack, name: Name, mode: "apply" | "destroy", signal: AbortSignal) {
  const type = types[name];
  const recorded = readState(stack)[name];
  const read = recorded ? await session.read(type, recorded, signal) : { state: null, diagnostics: [] };
  if (read.diagnostics.length > 0) return messages(read.diagnostics);
  if (recorded) record(stack, name, read.state);
  const prior = read.state;
  if (mode === "destroy" && prior === null) return [];
  const config = mode === "destroy" ? null : configOf(stack, name);
  const plan = await session.plan(type, { address: name, prior, config }, signal);
  if (messages(plan.diagnostics).length > 0) return messages(plan.diagnostics);
  const outcome = await session.apply(type, { prior, planned: plan.planned, config }, signal);
  record(stack, name, outcome.state);
  return messages(outcome.diagnostics);
}

function messages(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.filter(({ severity }) => severity === "error").map(({ detail }) => detail);
}
