import type { Node } from "../ast";
import { EvaluationError } from "../error";
import { suggestion } from "../suggestion";
import { isWhollyKnown, TRUE, FALSE, type Typed, UNKNOWN_DYNAMIC, unknownOf } from "../typed";
import { addressFunctions } from "./addresses";
import { callSpec, evaluateArguments } from "./call";
import { collectionFunctions } from "./collections";
import { conversionFunctions } from "./conversions";
import type { FunctionTable } from "./define";
import { encodingFunctions } from "./encoding";
import { lookupFunctions } from "./lookups";
import { numberFunctions } from "./numeric";
import { sequenceFunctions } from "./sequences";
import { setFunctions } from "./set-algebra";
import { stringFunctions } from "./strings";

const functions: FunctionTable = {
  ...addressFunctions,
  ...collectionFunctions,
  ...conversionFunctions,
  ...encodingFunctions,
  ...lookupFunctions,
  ...numberFunctions,
  ...sequenceFunctions,
  ...setFunctions,
  ...stringFunctions,
};

/** What Terraform has and this engine leaves to it: files, clocks, random numbers, passwords. */
const LEFT_TO_TERRAFORM = new Set(
  (
    "abspath base64gzip base64sha256 base64sha512 basename bcrypt csvdecode dirname file filebase64 filebase64sha256 " +
    "filebase64sha512 fileexists filemd5 fileset filesha1 filesha256 filesha512 formatdate log pathexpand plantimestamp " +
    "rsadecrypt templatefile templatestring textdecodebase64 textencodebase64 timeadd timecmp timestamp uuid uuidv5 " +
    "yamldecode yamlencode ephemeralasnull type"
  ).split(" "),
);

export function callFunction(call: Node & { kind: "call" }, evaluate: (node: Node) => Typed): Typed {
  const name = call.name.replace(/^core::/, "");
  if (name === "try" || name === "can") return attempt(name, call.args, evaluate);
  const spec = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!spec) throw unknownFunction(name);
  const args = evaluateArguments(call, evaluate);
  return args ? callSpec(name, spec, args) : UNKNOWN_DYNAMIC;
}

function unknownFunction(name: string): EvaluationError {
  if (LEFT_TO_TERRAFORM.has(name) || name.includes("::")) {
    return new EvaluationError(
      "Unsupported function",
      `ipfailover does not evaluate the function ${JSON.stringify(name)}. Use Terraform for this stack: terraform apply.`,
    );
  }
  const hint = suggestion(name, [...Object.keys(functions), "try", "can"]);
  return new EvaluationError("Call to unknown function", `There is no function named ${JSON.stringify(name)}.${hint}`);
}

/** An argument that fails is passed over; one that is unknown may yet fail, so nothing is decided. */
function attempt(name: "try" | "can", args: readonly Node[], evaluate: (node: Node) => Typed): Typed {
  const reasons: string[] = [];
  for (const arg of args) {
    try {
      const value = evaluate(arg);
      if (name === "can") return isWhollyKnown(value) ? TRUE : unknownOf("bool");
      return isWhollyKnown(value) ? value : UNKNOWN_DYNAMIC;
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      reasons.push(`- ${error.summary}: ${error.detail}`);
    }
  }
  if (name === "can") return FALSE;
  throw new EvaluationError(
    "Error in function call",
    `Call to function "try" failed: no expression succeeded:\n${reasons.join("\n")}\n\nAt least one expression must ` +
      "produce a successful result.",
  );
}
