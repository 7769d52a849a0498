/** The groups of a stack, with a session of the provider configuration that each belongs to. */
import { loadConfig, openState } from "../engine";
import { listObjects } from "../engine/state";
import { core } from "../resources/core";
import type { Session } from "../resources/session";
import type { ObjectValue } from "../resources/value";
import { UserError } from "./failure";

export interface DeclaredGroups {
  readonly groups: readonly { readonly name: string; readonly session: Session; readonly values: ObjectValue }[];
  close(): void;
}

export async function declaredGroups(directory: string | undefined): Promise<DeclaredGroups> {
  const config = loadConfig({ directory, cwd: process.cwd(), env: process.env, foreign: "any" });
  const store = await openState(config.statePath, { lock: false });
  void listObjects;
  void core;
  await store.close();
  throw new UserError("not yet");
}
