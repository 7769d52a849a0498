import type { Diagnostic } from "../../resources/diagnostic";
import type { Core, Outcome, Session } from "../../resources/session";
import type { ObjectValue } from "../../resources/value";
import type { StackConfig } from "../config/model";
import type { EngineDiagnostic } from "../config/problem";
import { builtInSession, builtInShapes } from "./built-in";
import { decodeBody } from "./decode";
import type { Evaluator } from "./evaluator";
import type { Progress } from "./progress";
import { complete, type Shape, shapeOf } from "./shape";

/** Ours and Terraform's own resource types behind one face, with a session for each provider configuration. */
export class Providers {
  private readonly sessions = new Map<string, Session | undefined>();

  constructor(
    private readonly core: Core,
    private readonly config: StackConfig,
    private readonly evaluator: Evaluator,
    private readonly env: Readonly<Record<string, string | undefined>>,
    private readonly diagnostics: EngineDiagnostic[],
    private readonly progress: (event: Progress) => void,
  ) {}

  shape(mode: "managed" | "data", type: string): Shape | undefined {
    if (mode === "managed" && Object.hasOwn(builtInShapes, type)) return builtInShapes[type];
    const table = mode === "managed" ? this.core.resources : this.core.dataSources;
    const schema = Object.hasOwn(table, type) ? table[type] : undefined;
    return schema && shapeOf(schema);
  }

  validate(mode: "managed" | "data", type: string, config: ObjectValue): readonly Diagnostic[] {
    if (isBuiltIn(type)) return [];
    return mode === "managed" ? this.core.validateResource(type, config) : this.core.validateDataSource(type, config);
  }

  /** The stored object in the present shape. */
  upgrade(type: string, version: number, raw: ObjectValue): Outcome {
    const shape = this.shape("managed", type)!;
    if (isBuiltIn(type)) return { state: complete(raw, shape), diagnostics: [] };
    const { state, diagnostics } = this.core.upgrade(type, version, raw);
    return { state: state && complete(state, shape), diagnostics };
  }

  move(from: Parameters<Core["move"]>[0], type: string): Outcome {
    const outcome = this.core.move(from, type);
    const shape = this.shape("managed", type);
    return { ...outcome, state: outcome.state && shape ? complete(outcome.state, shape) : outcome.state };
  }

  /**
   * The session of a provider configuration, `ipfailover` or `ipfailover.alias`; undefined when there is none, which
   * was told once. What the configuration refers to must have its value by now.
   */
  session(type: string, key: string): Session | undefined {
    if (isBuiltIn(type)) return builtInSession;
    if (!this.sessions.has(key)) this.sessions.set(key, this.open(key));
    return this.sessions.get(key);
  }

  private open(key: string): Session | undefined {
    const block = this.config.providers.get(key);
    const at = block?.at ?? { file: this.config.directory, path: `provider.${key}` };
    const shape = shapeOf(this.core.provider);
    const problems: EngineDiagnostic[] = [];
    const decoded = decodeBody(block?.body ?? {}, shape, this.evaluator.scope(), at, problems);
    const report = (found: readonly Diagnostic[]) => {
      this.diagnostics.push(...found.map((diagnostic) => ({ source: at, ...diagnostic })));
    };
    report(problems);
    if (!decoded) return undefined;
    const invalid = this.core.validateProvider(decoded.value);
    report(invalid);
    if (invalid.some(({ severity }) => severity === "error")) return undefined;
    const { session, diagnostics } = this.core.open(decoded.value, {
      env: this.env,
      progress: (message) => this.progress({ kind: "waiting", message }),
    });
    report(diagnostics);
    if (!session && !diagnostics.some(({ severity }) => severity === "error")) {
      report([
        {
          severity: "error",
          summary: "Provider configuration is not known yet",
          detail: `${at.path} depends on values that are known only after apply. Apply those resources first, with --target.`,
        },
      ]);
    }
    return session;
  }

  close(): void {
    for (const session of this.sessions.values()) session?.close();
  }
}

export function isBuiltIn(type: string): boolean {
  return Object.hasOwn(builtInShapes, type);
}

/** The configuration's key for a provider's address in state: `provider["…/ipfailover"].east` is `ipfailover.east`. */
export function providerKey(address: string): string {
  const [, source = "", alias] = /^(?:module\..*\.)?provider\["([^"]+)"\](?:\.(.+))?$/.exec(address) ?? [];
  const name = source.slice(source.lastIndexOf("/") + 1);
  return alias === undefined ? name : `${name}.${alias}`;
}
