import { isUnknown } from "../../resources/value";
import type { BinaryOperator } from "./ast";
import { convertOr } from "./convert";
import { equals } from "./equality";
import { EvaluationError } from "./error";
import { rounded } from "./numbers";
import type { Type } from "./type";
import { bool, containsSensitive, FALSE, mark, number, TRUE, type Typed, unknownOf } from "./typed";

const ARITHMETIC = new Set<BinaryOperator>(["+", "-", "*", "/", "%"]);

export function binary(operator: BinaryOperator, left: Typed, right: Typed): Typed {
  const sensitive = left.sensitive || right.sensitive;
  if (operator === "==" || operator === "!=") {
    const same = equals(left, right);
    const result = same === undefined ? unknownOf("bool") : bool(same === (operator === "=="));
    return mark(result, containsSensitive(left) || containsSensitive(right));
  }
  if (operator === "&&" || operator === "||") return mark(logic(operator, left, right), sensitive);
  const a = operand(left, "number", "left");
  const b = operand(right, "number", "right");
  const type = ARITHMETIC.has(operator) ? "number" : "bool";
  notNull(a);
  notNull(b);
  if (isUnknown(a.raw) || isUnknown(b.raw)) return mark(unknownOf(type), sensitive);
  return mark(calculate(operator, a.raw as number, b.raw as number), sensitive);
}

/** What `false &&` and `true ||` come to, whatever follows. */
export function decidedBy(operator: "&&" | "||", left: Typed): Typed | undefined {
  const { raw } = operand(left, "bool", "left");
  return raw === (operator === "||") ? mark(bool(raw), left.sensitive) : undefined;
}

function logic(operator: "&&" | "||", left: Typed, right: Typed): Typed {
  const a = operand(left, "bool", "left");
  const b = operand(right, "bool", "right");
  notNull(a);
  notNull(b);
  if (isUnknown(a.raw) || isUnknown(b.raw)) return unknownOf("bool");
  return bool(operator === "&&" ? a.raw === true && b.raw === true : a.raw === true || b.raw === true);
}

function operand(value: Typed, type: Type, side: string): Typed {
  return convertOr(value, type, "Invalid operand", (reason) => `Unsuitable value for ${side} operand: ${reason}.`);
}

function notNull(value: Typed): void {
  if (value.raw === null) {
    throw new EvaluationError("Operation failed", "Error during operation: argument must not be null.");
  }
}

function calculate(operator: BinaryOperator, a: number, b: number): Typed {
  switch (operator) {
    case "+":
      return number(rounded(a + b));
    case "-":
      return number(rounded(a - b));
    case "*":
      return number(rounded(a * b));
    case "/":
    case "%":
      if (b === 0) throw new EvaluationError("Operation failed", "Error during operation: cannot divide by zero.");
      return number(rounded(operator === "/" ? a / b : a % b));
    case "<":
      return bool(a < b);
    case "<=":
      return bool(a <= b);
    case ">":
      return bool(a > b);
    default:
      return bool(a >= b);
  }
}

export function unary(operator: "!" | "-", of: Typed): Typed {
  const type = operator === "!" ? "bool" : "number";
  const value = convertOr(of, type, "Invalid operand", (reason) => `Unsuitable value for unary operand: ${reason}.`);
  notNull(value);
  if (isUnknown(value.raw)) return mark(unknownOf(type), of.sensitive);
  const result = operator === "!" ? (value.raw === true ? FALSE : TRUE) : number(rounded(-(value.raw as number)));
  return mark(result, of.sensitive);
}
