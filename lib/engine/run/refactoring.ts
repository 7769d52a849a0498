import type { MovedConfig, RemovedConfig, ResourceTarget, StackConfig } from "../config/model";
import type { EngineDiagnostic } from "../config/problem";
import { targetId } from "../config/targets";
import { type Address, formatAddress } from "../model";
import { getObject, listObjects, type NewObject, putObject, removeObject, type State } from "../state";
import { report } from "./planner";
import type { Providers } from "./providers";
import { withoutName } from "./recorded";

export interface Refactored {
  readonly state: State;
  /** New address to old one. */
  readonly moved: ReadonlyMap<string, Address>;
  readonly forgotten: readonly Address[];
}

/** Follows `moved` and `removed` blocks within the state, before anything is read. */
export function refactor(
  config: StackConfig,
  state: State,
  providers: Providers,
  diagnostics: EngineDiagnostic[],
): Refactored {
  const moved = new Map<string, Address>();
  let next = state;
  for (const block of [...inOrder(config.moved), ...impliedMoves(config, state)]) {
    const isRename = targetId(block.from) !== targetId(block.to);
    if (isRename && config.resources.has(targetId(block.from)) && block.from.key === undefined) {
      diagnostics.push({
        severity: "error",
        summary: "Moved object still exists",
        detail:
          `This statement declares a move from ${targetId(block.from)}, but that resource is still declared. Change the ` +
          "configuration so that this resource is declared as the new one instead.",
        source: block.at,
      });
      continue;
    }
    for (const { address, provider, object, module } of listObjects(next)) {
      if (module !== undefined || object.deposed !== undefined || !covers(block.from, address, isRename)) continue;
      const to: Address = withKey(block.to, block.to.key ?? (block.from.key === undefined ? address.key : undefined));
      if (getObject(next, to)) {
        diagnostics.push({
          severity: "warning",
          summary: "Unresolved resource instance address changes",
          detail: `${formatAddress(address)} could not move to ${formatAddress(to)}, because there already is one.`,
          source: block.at,
        });
        continue;
      }
      const target = config.resources.get(targetId(to));
      let recorded: NewObject = object;
      if (to.type !== address.type) {
        const from = {
          provider: sourceOf(provider),
          type: address.type,
          version: object.schemaVersion,
          state: object.attributes,
        };
        const outcome = providers.move(from, to.type);
        if (report(diagnostics, outcome.diagnostics, to, block.at) || !outcome.state) continue;
        const shape = providers.shape("managed", to.type);
        recorded = {
          schemaVersion: shape?.version ?? 0,
          attributes: outcome.state,
          dependencies: object.dependencies,
          ...(object.createBeforeDestroy === true && { createBeforeDestroy: true }),
        };
      }
      next = putObject(removeObject(next, address), to, target?.providerAddress ?? provider, withoutName(recorded));
      const origin = moved.get(formatAddress(address)) ?? address;
      moved.delete(formatAddress(address));
      moved.set(formatAddress(to), origin);
    }
  }
  next = renameDependencies(next, config);
  const forgotten: Address[] = [];
  for (const { address } of listObjects(next)) {
    if (config.removed.some((block) => forgets(block, address, config))) {
      next = removeObject(next, address);
      forgotten.push(address);
    }
  }
  return { state: next, moved, forgotten };
}

/** Adding `count` makes the single instance the first one, and taking it away the first one the single. */
function impliedMoves(config: StackConfig, state: State): StackConfig["moved"] {
  const implied: MovedConfig[] = [];
  for (const { module, mode, type, name, objects } of state.resources) {
    const resource = config.resources.get(`${type}.${name}`);
    if (module !== undefined || mode !== "managed" || !resource || resource.forEach) continue;
    const has = (key: Address["key"]) => objects.some((object) => object.deposed === undefined && object.key === key);
    const [single, first] = [
      { mode, type, name },
      { mode, type, name, key: 0 },
    ];
    if (resource.count && has(undefined) && !has(0)) implied.push({ from: single, to: first, at: resource.at });
    if (!resource.count && has(0) && !has(undefined)) implied.push({ from: first, to: single, at: resource.at });
  }
  return implied;
}

/** A move onto a name must come before the move off that name that continues it. */
function inOrder(blocks: StackConfig["moved"]): StackConfig["moved"] {
  const rest = [...blocks];
  const ordered: typeof rest = [];
  while (rest.length > 0) {
    const free = rest.findIndex((block) => !rest.some((other) => other !== block && same(other.to, block.from)));
    ordered.push(...rest.splice(Math.max(free, 0), 1));
  }
  return ordered;
}

function same(a: ResourceTarget, b: ResourceTarget): boolean {
  return targetId(a) === targetId(b) && a.key === b.key;
}

/** Without a key, a target is the whole resource, or, when instances are told apart, the one that has none. */
function covers(target: ResourceTarget, address: Address, isWhole: boolean): boolean {
  if (target.mode !== address.mode || target.type !== address.type || target.name !== address.name) return false;
  return (isWhole && target.key === undefined) || target.key === address.key;
}

function withKey({ mode, type, name }: ResourceTarget, key: Address["key"]): Address {
  return { mode, type, name, ...(key !== undefined && { key }) };
}

function renameDependencies(state: State, { moved }: StackConfig): State {
  const names = new Map(
    moved
      .filter(({ from, to }) => from.key === undefined && to.key === undefined)
      .map(({ from, to }) => [targetId(from), targetId(to)]),
  );
  if (names.size === 0) return state;
  const resources = state.resources.map((resource) => {
    const touched = resource.objects.some(({ dependencies }) => dependencies.some((id) => names.has(id)));
    if (!touched) return resource;
    const objects = resource.objects.map((object) => ({
      ...object,
      dependencies: object.dependencies.map((id) => names.get(id) ?? id).sort(),
    }));
    return { ...resource, objects };
  });
  return { ...state, resources };
}

function forgets({ from, destroy }: RemovedConfig, address: Address, config: StackConfig): boolean {
  return !destroy && covers(from, address, true) && !config.resources.has(targetId(from));
}

function sourceOf(provider: string): string {
  return /provider\["([^"]+)"\]/.exec(provider)?.[1] ?? provider;
}
