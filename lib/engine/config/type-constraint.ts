import type { Node } from "../expressions/ast";
import { EvaluationError } from "../expressions/error";
import { parseExpression } from "../expressions/parse";
import type { Type } from "../expressions/type";

/** `map(object({a = string}))` of a variable. Optional attributes are taken as required ones that may be null. */
export function parseTypeConstraint(source: string): Type {
  return typeOf(parseExpression(source.replace(/^\$\{(.*)\}$/s, "$1")), source);
}

function typeOf(node: Node, source: string): Type {
  if (node.kind === "root") {
    if (node.name === "any") return "dynamic";
    if (node.name === "string" || node.name === "number" || node.name === "bool") return node.name;
    if (node.name === "list") return { list: "dynamic" };
    if (node.name === "map") return { map: "dynamic" };
    if (node.name === "set") return { set: "dynamic" };
  }
  if (node.kind === "call" && node.args.length > 0) {
    const arg = node.args[0]!;
    if (node.name === "list") return { list: typeOf(arg, source) };
    if (node.name === "set") return { set: typeOf(arg, source) };
    if (node.name === "map") return { map: typeOf(arg, source) };
    if (node.name === "tuple" && arg.kind === "tuple") return { tuple: arg.items.map((item) => typeOf(item, source)) };
    if (node.name === "object" && arg.kind === "object") {
      const attributes = arg.items.map(([key, type]): [string, Type] => {
        if (key.kind !== "literal" || typeof key.value.raw !== "string") throw invalid(source);
        if (type.kind === "call" && type.name === "optional") {
          throw new EvaluationError(
            "Unsupported type constraint",
            `${source}: ipfailover does not know optional attributes of variables. Use Terraform for this stack.`,
          );
        }
        return [key.value.raw, typeOf(type, source)];
      });
      return { object: Object.fromEntries(attributes) };
    }
  }
  throw invalid(source);
}

function invalid(source: string): EvaluationError {
  return new EvaluationError("Invalid type specification", `${JSON.stringify(source)} is not a valid type constraint.`);
}
