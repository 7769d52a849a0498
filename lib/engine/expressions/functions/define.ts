import type { Type } from "../type";
import type { Typed } from "../typed";

export interface Parameter {
  readonly name: string;
  /** `dynamic` takes anything as it is. */
  readonly type: Type;
  /** Takes null; otherwise null is an error. */
  readonly nullable?: boolean;
  /** Takes what is not wholly known; otherwise the whole result is then unknown. */
  readonly unknown?: boolean;
}

/** What is wrong with the argument of that number. */
export class ArgumentError extends Error {
  constructor(
    readonly position: number,
    message: string,
  ) {
    super(message);
  }
}

export interface FunctionSpec {
  readonly parameters: readonly Parameter[];
  /** Any number more of this. */
  readonly rest?: Parameter;
  /** The type when the result is not known yet. */
  readonly returns: Type | ((args: readonly Typed[]) => Type);
  /**
   * What marks the result: a mark anywhere in an argument (`deep`, the default), one on an argument itself (`shallow`,
   * where marked parts keep theirs by themselves), or nothing but what `run` answers (`none`).
   */
  readonly marks?: "deep" | "shallow" | "none";
  readonly run: (args: readonly Typed[]) => Typed;
}

export type FunctionTable = Readonly<Record<string, FunctionSpec>>;

export const string = (name: string): Parameter => ({ name, type: "string" });
export const numeric = (name: string): Parameter => ({ name, type: "number" });
export const any = (name: string): Parameter => ({ name, type: "dynamic", nullable: true });
export const anyKnowledge = (name: string): Parameter => ({ name, type: "dynamic", unknown: true });
export const strings = (name: string): Parameter => ({ name, type: { list: "string" } });
