/** What a stack declares, worth what its state records: for commands that look and change nothing. */
import { hasErrors } from "../../resources/diagnostic";
import type { Core, Session } from "../../resources/session";
import type { ObjectValue, Value } from "../../resources/value";
import type { StackConfig } from "../config/model";
import { ConfigError, type EngineDiagnostic } from "../config/problem";
import { fromPlain, object, toPlain, tuple, type Typed, unknownOf } from "../expressions/typed";
import type { Address } from "../model";
import { listObjects, type ObjectState, type State } from "../state";
import { decodeBody } from "./decode";
import { Evaluator } from "./evaluator";
import { expand, repetitionOf } from "./expansion";
import { noteError } from "./planner";
import { Providers } from "./providers";
import { toTyped } from "./shape";
import { type Key, Values } from "./values";

export interface DeclaredOptions {
  readonly config: StackConfig;
  readonly core: Core;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly state: State;
  /** Which managed resources. */
  readonly type: string;
}

export interface DeclaredObject {
  readonly address: Address;
  /** As configured, UNKNOWN where it depends on what is not in the state. */
  readonly config: ObjectValue;
  /** As the state has it; undefined when it was not made yet. */
  readonly recorded: ObjectValue | undefined;
  readonly session: Session;
}

export interface Declared {
  readonly objects: readonly DeclaredObject[];
  readonly close: () => void;
}

/** Throws ConfigError with everything that is wrong. Reaches no cloud. */
export function findDeclared({ config, core, env, state, type }: DeclaredOptions): Declared {
  const diagnostics: EngineDiagnostic[] = [];
  const values = new RecordedValues(config, state);
  const evaluator = new Evaluator(config, values, process.cwd());
  const providers = new Providers(core, config, evaluator, env, diagnostics, () => undefined);
  values.use(providers);
  const objects: DeclaredObject[] = [];
  for (const resource of config.resources.values()) {
    if (resource.mode !== "managed" || resource.type !== type) continue;
    const shape = providers.shape("managed", type);
    const session = shape && providers.session(type, resource.provider);
    if (!shape || !session) continue;
    try {
      for (const [key, names] of expand(resource, evaluator)) {
        const decoded = decodeBody(resource.body, shape, evaluator.scope(names), resource.at, diagnostics);
        if (!decoded) continue;
        const address: Address = { mode: "managed", type, name: resource.name, ...(key !== undefined && { key }) };
        const recorded = values.recorded(resource.id, key)?.attributes;
        objects.push({ address, config: decoded.value, recorded, session });
      }
    } catch (error) {
      noteError(diagnostics, error, resource.at);
    }
  }
  if (hasErrors(diagnostics)) {
    providers.close();
    throw new ConfigError(diagnostics);
  }
  return { objects, close: () => providers.close() };
}

/**
 * Local values whose names begin with `prefix`, as far as the state knows what they refer to; the rest is UNKNOWN. Throws
 * ConfigError. Reaches no cloud.
 */
export function findLocals(
  { config, state }: Pick<DeclaredOptions, "config" | "state">,
  prefix: string,
): ReadonlyMap<string, Value> {
  const diagnostics: EngineDiagnostic[] = [];
  const evaluator = new Evaluator(config, new RecordedValues(config, state), process.cwd());
  const found = new Map<string, Value>();
  for (const [name, local] of config.locals) {
    if (!name.startsWith(prefix)) continue;
    try {
      found.set(name, toPlain(evaluator.evaluate(local)));
    } catch (error) {
      noteError(diagnostics, error, local.at);
    }
  }
  if (hasErrors(diagnostics)) throw new ConfigError(diagnostics);
  return found;
}

/** Every resource of the state, of whatever provider; those that are not in it are unknown. */
class RecordedValues extends Values {
  private readonly objects = new Map<string, Map<Key, ObjectState>>();
  private providers: Providers | undefined;

  constructor(
    private readonly config: StackConfig,
    state: State,
  ) {
    super();
    for (const { address, module, object: recorded } of listObjects(state)) {
      if (module !== undefined || recorded.deposed !== undefined) continue;
      const id = `${address.mode === "data" ? "data." : ""}${address.type}.${address.name}`;
      const instances = this.objects.get(id) ?? new Map<Key, ObjectState>();
      this.objects.set(id, instances.set(address.key, recorded));
    }
  }

  use(providers: Providers): void {
    this.providers = providers;
  }

  recorded(id: string, key: Key): ObjectState | undefined {
    return this.objects.get(id)?.get(key);
  }

  override isSingle(id: string): boolean {
    const resource = this.config.resources.get(id);
    return resource !== undefined && repetitionOf(resource) === "one";
  }

  override whole(id: string): Typed {
    const resource = this.config.resources.get(id)!;
    const instances = this.objects.get(id);
    const each = repetitionOf(resource);
    if (!instances) return unknownOf("dynamic");
    if (each === "one") {
      const only = instances.get(undefined);
      return only ? this.typed(id, only) : unknownOf("dynamic");
    }
    if (each === "count") {
      const numbered = [...instances].filter(([key]) => typeof key === "number");
      return tuple(numbered.sort(([a], [b]) => Number(a) - Number(b)).map(([, one]) => this.typed(id, one)));
    }
    return object(new Map([...instances].map(([key, one]) => [String(key), this.typed(id, one)])));
  }

  /** What has no schema here has the types that its values show. */
  private typed(id: string, { attributes }: ObjectState): Typed {
    const { mode, type } = this.config.resources.get(id)!;
    const shape = this.providers?.shape(mode, type);
    return shape ? toTyped(attributes, shape) : fromPlain(attributes, "dynamic");
  }
}
