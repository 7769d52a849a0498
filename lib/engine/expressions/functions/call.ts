import type { Node } from "../ast";
import { ConversionError, convert } from "../convert";
import { EvaluationError } from "../error";
import { containsSensitive, isWhollyKnown, items, mark, type Typed, unknownOf } from "../typed";
import { isUnknown } from "../../../resources/value";
import { ArgumentError, type FunctionSpec, type Parameter } from "./define";

type Call = Node & { kind: "call" };

export function evaluateArguments(call: Call, evaluate: (node: Node) => Typed): Typed[] | undefined {
  const args = call.args.map(evaluate);
  if (!call.expand) return args;
  const last = args.pop()!;
  if (last.raw === null) {
    throw new EvaluationError(
      "Invalid expanding argument value",
      "The expanding argument (indicated by ...) must not be null.",
    );
  }
  if (isUnknown(last.raw)) return undefined;
  const expanded = items(last);
  if (!expanded) {
    throw new EvaluationError(
      "Invalid expanding argument value",
      "The expanding argument (indicated by ...) must be of a tuple, list, or set type.",
    );
  }
  return [...args, ...expanded.map((item) => mark(item, last.sensitive))];
}

export function callSpec(name: string, spec: FunctionSpec, given: readonly Typed[]): Typed {
  checkCount(name, spec, given.length);
  const parameters = given.map((_, i) => spec.parameters[i] ?? spec.rest!);
  const args = given.map((arg, i) => convertArgument(arg, parameters[i]!));
  const sensitive =
    spec.marks === "none" ? false : args.some(spec.marks === "shallow" ? (arg) => arg.sensitive : containsSensitive);
  if (args.some((arg, i) => parameters[i]!.unknown !== true && !isWhollyKnown(arg))) {
    return mark(unknownOf(typeof spec.returns === "function" ? spec.returns(args) : spec.returns), sensitive);
  }
  try {
    return mark(spec.run(args), sensitive);
  } catch (error) {
    if (error instanceof ArgumentError) throw invalid(parameters[error.position], error.message);
    if (error instanceof ConversionError) throw failed(name, error.message);
    throw error;
  }
}

function checkCount(name: string, spec: FunctionSpec, count: number): void {
  const wanted = spec.parameters.length;
  if (count < wanted) {
    const { name: missing } = spec.parameters[count]!;
    const atLeast = spec.rest ? "at least " : "";
    throw new EvaluationError(
      "Not enough function arguments",
      `Function ${JSON.stringify(name)} expects ${atLeast}${wanted} argument(s). Missing value for ${JSON.stringify(missing)}.`,
    );
  }
  if (!spec.rest && count > wanted) {
    throw new EvaluationError(
      "Too many function arguments",
      `Function ${JSON.stringify(name)} expects only ${wanted} argument(s).`,
    );
  }
}

function convertArgument(arg: Typed, parameter: Parameter): Typed {
  let converted: Typed;
  try {
    converted = convert(arg, parameter.type);
  } catch (error) {
    if (error instanceof ConversionError) throw invalid(parameter, error.message);
    throw error;
  }
  if (converted.raw === null && !parameter.nullable) throw invalid(parameter, "argument must not be null");
  return converted;
}

function invalid(parameter: Parameter | undefined, reason: string): EvaluationError {
  return new EvaluationError(
    "Invalid function argument",
    `Invalid value for ${JSON.stringify(parameter?.name ?? "argument")} parameter: ${reason}.`,
  );
}

export function failed(name: string, reason: string): EvaluationError {
  return new EvaluationError("Error in function call", `Call to function ${JSON.stringify(name)} failed: ${reason}.`);
}
