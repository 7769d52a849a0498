import type { AttributePath } from "../../resources/diagnostic";
import type { ObjectValue } from "../../resources/value";
import type { EngineDiagnostic } from "../config/problem";
import { type Address, formatAddress } from "../model";
import type { ObjectState, State } from "../state";
import { type Providers, providerKey } from "./providers";
import { decodePaths } from "./sensitive-paths";
import type { Key } from "./values";

/** An object of the state in the present shape. */
export interface Prior {
  readonly id: string;
  readonly address: Address;
  readonly provider: string;
  /** Which configuration it is reached through. */
  readonly providerKey: string;
  readonly object: ObjectState;
  readonly value: ObjectValue;
  readonly sensitive: readonly AttributePath[];
}

export interface Priors {
  /** Current objects of managed resources by `type.name` and key. */
  readonly current: ReadonlyMap<string, ReadonlyMap<Key, Prior>>;
  readonly deposed: readonly Prior[];
}

/** Reads the state into the present shapes. What cannot be taken along is told, all of it. */
export function readPriors(state: State, providers: Providers, diagnostics: EngineDiagnostic[]): Priors {
  const current = new Map<string, Map<Key, Prior>>();
  const deposed: Prior[] = [];
  const foreign: string[] = [];
  for (const { module, mode, type, name, provider, objects } of state.resources) {
    if (module !== undefined || (mode === "managed" && !providers.shape("managed", type))) {
      foreign.push(`${module === undefined ? "" : `${module}.`}${formatAddress({ mode, type, name })}`);
      continue;
    }
    if (mode === "data") continue;
    const id = `${type}.${name}`;
    const instances = new Map<Key, Prior>();
    for (const object of objects) {
      const address: Address = { mode, type, name, ...(object.key !== undefined && { key: object.key }) };
      const value = presentValue(address, object, providers, diagnostics);
      if (!value) continue;
      const sensitive = decodePaths(object.sensitiveAttributes);
      const prior = { id, address, provider, providerKey: providerKey(provider), object, value, sensitive };
      if (object.deposed === undefined) instances.set(object.key, prior);
      else deposed.push(prior);
    }
    current.set(id, instances);
  }
  if (foreign.length > 0) diagnostics.push(foreignProblem(foreign));
  return { current, deposed };
}

function presentValue(
  address: Address,
  object: ObjectState,
  providers: Providers,
  diagnostics: EngineDiagnostic[],
): ObjectValue | undefined {
  const shape = providers.shape("managed", address.type)!;
  if (object.schemaVersion > shape.version) {
    diagnostics.push({
      severity: "error",
      summary: "Resource instance managed by newer provider version",
      detail:
        `The current state of ${formatAddress(address)} was created by a newer provider version than is currently ` +
        "selected. Upgrade cdktf-ip-failover to work with this state.",
      address: formatAddress(address),
    });
    return undefined;
  }
  const { state, diagnostics: found } = providers.upgrade(address.type, object.schemaVersion, object.attributes);
  diagnostics.push(...found.map((diagnostic) => ({ ...diagnostic, address: formatAddress(address) })));
  return state ?? undefined;
}

function foreignProblem(foreign: readonly string[]): EngineDiagnostic {
  const shown = foreign.length > 10 ? [...foreign.slice(0, 10), `${foreign.length - 10} more`] : foreign;
  return {
    severity: "error",
    summary: "State of other providers or modules",
    detail:
      `The state holds ${shown.join(", ")}, which ipfailover does not manage. Use Terraform for this stack: ` +
      "terraform apply.",
  };
}
