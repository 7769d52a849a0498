/** The groups of a stack, with a session of the provider configuration that each belongs to. */
import { findDeclared, formatAddress, loadConfig, openState } from "../engine";
import { core } from "../resources/core";
import type { Session } from "../resources/session";
import type { ObjectValue } from "../resources/value";
import type { StackOptions } from "./stack";

export interface DeclaredGroup {
  readonly name: string;
  readonly session: Session;
  /** As configured; what the cloud was to choose is as recorded. */
  readonly values: ObjectValue;
}

export interface DeclaredGroups {
  readonly groups: readonly DeclaredGroup[];
  readonly close: () => void;
}

/** Takes no lock: looking must be possible while somebody applies. */
export async function declaredGroups(directory: string | undefined, options: StackOptions): Promise<DeclaredGroups> {
  const config = loadConfig({
    directory,
    cwd: process.cwd(),
    env: process.env,
    foreign: "any",
    ...(options.var ? { variables: options.var } : {}),
    ...(options.varFile ? { variableFiles: options.varFile } : {}),
  });
  const store = await openState(config.statePath, { lock: false });
  const { state } = store;
  await store.close();
  const { objects, close } = findDeclared({ config, core, env: process.env, state, type: "ipfailover_group" });
  const groups = objects.map(({ address, config: declared, recorded, session }) => {
    const chosen = Object.keys(declared).filter((name) => declared[name] === null && recorded?.[name] !== undefined);
    const kept = Object.fromEntries(chosen.map((name) => [name, recorded?.[name] ?? null]));
    return { name: formatAddress(address), session, values: { ...declared, ...kept } };
  });
  return { groups, close };
}
