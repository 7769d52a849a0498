import type { Expression, StackConfig } from "../config/model";
import { EvaluationError } from "../expressions/error";
import { evaluateJson, type Resolved, type Scope } from "../expressions/evaluate";
import { text, type Typed } from "../expressions/typed";
import type { Values } from "./values";

/** What an instance adds to the names that are known everywhere. */
export interface InstanceNames {
  readonly each?: { readonly key: Typed; readonly value: Typed };
  readonly count?: Typed;
  readonly self?: Typed;
}

/** Evaluates the stack's expressions against the values of the moment. */
export class Evaluator {
  private readonly locals = new Map<string, Typed>();
  private readonly visiting = new Set<string>();

  constructor(
    private readonly config: StackConfig,
    readonly values: Values,
    private readonly cwd: string,
  ) {}

  scope(names: InstanceNames = {}): Scope {
    return { resolve: (root, path) => this.resolve(root, path, names) };
  }

  evaluate({ json }: Pick<Expression, "json">, names?: InstanceNames): Typed {
    return evaluateJson(json, this.scope(names));
  }

  private resolve(root: string, path: readonly string[], names: InstanceNames): Resolved {
    const [name = ""] = path;
    switch (root) {
      case "var":
        return { value: this.variable(name), used: 1 };
      case "local":
        return { value: this.local(name), used: 1 };
      case "path":
        return { value: this.path(name), used: 1 };
      case "terraform":
        if (name === "workspace") return { value: text(this.config.workspace), used: 1 };
        throw new EvaluationError(
          'Invalid "terraform" attribute',
          `The "terraform" object does not have an attribute named ${JSON.stringify(name)}.`,
        );
      case "each":
        if (names.each && (name === "key" || name === "value")) return { value: names.each[name], used: 1 };
        throw new EvaluationError(
          'Invalid "each" attribute',
          'The "each" object has "key" and "value", in resources with "for_each".',
        );
      case "count":
        if (names.count && name === "index") return { value: names.count, used: 1 };
        throw new EvaluationError(
          'Invalid "count" attribute',
          'The "count" object has "index", in resources with "count".',
        );
      case "self":
        if (names.self) return { value: names.self, used: 0, resource: true };
        throw new EvaluationError('Invalid "self" reference', 'The "self" object is not available in this context.');
      case "data":
        return this.resource(`data.${name}.${path[1] ?? ""}`, 2);
      case "resource":
        return this.resource(`${name}.${path[1] ?? ""}`, 2);
      default:
        return this.resource(`${root}.${name}`, 1);
    }
  }

  private resource(id: string, used: number): Resolved {
    if (!this.config.resources.has(id)) {
      throw new EvaluationError(
        "Reference to undeclared resource",
        `A resource ${id} has not been declared in the root module.`,
      );
    }
    return { value: this.values.whole(id), used, resource: this.values.isSingle(id) };
  }

  private variable(name: string): Typed {
    const variable = this.config.variables.get(name);
    if (variable) return variable.value;
    throw new EvaluationError(
      "Reference to undeclared input variable",
      `An input variable with the name ${JSON.stringify(name)} has not been declared.`,
    );
  }

  /** Kept: everything that a local refers to has its final value of this run before the local is asked for. */
  private local(name: string): Typed {
    const known = this.locals.get(name);
    if (known) return known;
    const local = this.config.locals.get(name);
    if (!local) {
      throw new EvaluationError(
        "Reference to undeclared local value",
        `A local value with the name ${JSON.stringify(name)} has not been declared.`,
      );
    }
    if (this.visiting.has(name)) throw new EvaluationError("Cycle", `local.${name} refers to itself.`);
    this.visiting.add(name);
    try {
      const value = this.evaluate(local);
      this.locals.set(name, value);
      return value;
    } finally {
      this.visiting.delete(name);
    }
  }

  private path(name: string): Typed {
    if (name === "cwd") return text(this.cwd);
    // Terraform runs within the directory, and says "." for it.
    if (name === "module" || name === "root") return text(".");
    throw new EvaluationError(
      'Invalid "path" attribute',
      `The "path" object does not have an attribute named ${JSON.stringify(name)}.`,
    );
  }
}
