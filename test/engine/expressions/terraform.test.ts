/** The same expressions are evaluated here and by the real Terraform: values, types, messages, and what stays unknown. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { EvaluationError } from "../../../lib/engine/expressions/error";
import { evaluateJson, type Scope } from "../../../lib/engine/expressions/evaluate";
import { nullOf, object, text, toPlain, type Typed, unknownOf } from "../../../lib/engine/expressions/typed";
import { typeToJson } from "../../../lib/engine/expressions/type";
import { isList, isObject, isUnknown, type Value } from "../../../lib/resources/value";
import { describeWithTerraform, type Tool, Workspace } from "../../support/terraform";
import { ERRORS, LOCALS, PARTLY_UNKNOWN, VALUES } from "./table";

function scopeWith(id: Typed): Scope {
  const scope: Scope = {
    resolve(root, steps) {
      const [name = ""] = steps;
      if (root === "local") return { value: evaluateJson(LOCALS[name as keyof typeof LOCALS], scope), used: 1 };
      const later = object(
        new Map([
          ["id", id],
          ["input", nullOf("dynamic")],
        ]),
      );
      return { value: later, used: 1, resource: true };
    },
  };
  return scope;
}

async function workspace(tool: Tool, expressions: readonly string[]): Promise<Workspace> {
  const stack = new Workspace(tool);
  stack.write("cdk.tf.json", {
    locals: LOCALS,
    resource: { terraform_data: { later: {} } },
    output: Object.fromEntries(expressions.map((value, i) => [`o${i}`, { value }])),
  });
  await stack.succeed(["init"]);
  return stack;
}

/** As Terraform shows what is partly known: unknown parts of objects left out, of lists null. */
function shown(value: Value): unknown {
  if (isUnknown(value)) return undefined;
  if (isList(value)) return value.map((item) => shown(item) ?? null);
  if (!isObject(value)) return value;
  const known = Object.entries(value).map(([key, item]) => [key, shown(item)] as const);
  return Object.fromEntries(known.filter(([, item]) => item !== undefined));
}

function unknownParts(value: Value): unknown {
  if (isUnknown(value)) return true;
  if (isList(value)) return value.some(hasUnknown) && value.map(unknownParts);
  if (!isObject(value)) return false;
  const parts = Object.entries(value).filter(([, item]) => hasUnknown(item));
  return Object.fromEntries(parts.map(([key, item]) => [key, unknownParts(item)]));
}

function hasUnknown(value: Value): boolean {
  if (isUnknown(value)) return true;
  return isList(value) ? value.some(hasUnknown) : isObject(value) && Object.values(value).some(hasUnknown);
}

describeWithTerraform("expressions", (tool) => {
  test("have the values and types that Terraform records in its state", async () => {
    const stack = await workspace(tool, VALUES);
    try {
      await stack.succeed(["apply", "-auto-approve", "-no-color"]);
      const state = JSON.parse(readFileSync(path.join(stack.dir, "terraform.tfstate"), "utf8")) as {
        outputs: Record<string, { value: unknown; type: unknown }>;
        resources: { instances: { attributes: { id: string } }[] }[];
      };
      const scope = scopeWith(text(state.resources[0]!.instances[0]!.attributes.id));
      // Terraform records no null outputs.
      const theirs = VALUES.map((expression, i) => {
        const { value, type } = state.outputs[`o${i}`] ?? { value: null, type: "null" };
        return { expression, value, type };
      });
      const ours = VALUES.map((expression) => {
        const result = evaluateJson(expression, scope);
        return { expression, value: toPlain(result), type: result.raw === null ? "null" : typeToJson(result.type) };
      });
      expect(ours).toEqual(theirs);
    } finally {
      stack.remove();
    }
  });

  test("fail with the messages that Terraform gives", async () => {
    const stack = await workspace(tool, ERRORS);
    try {
      const { stdout } = await stack.run(["plan", "-json"]);
      const told = new Map<string, string>();
      for (const line of stdout.split("\n").filter((text) => text.includes('"type":"diagnostic"'))) {
        const { diagnostic } = JSON.parse(line) as {
          diagnostic: { summary: string; detail: string; snippet: { context: string } };
        };
        const name = /o\d+/.exec(diagnostic.snippet.context)![0];
        if (!told.has(name)) told.set(name, `${diagnostic.summary}: ${diagnostic.detail}`);
      }
      const theirs = ERRORS.map((expression, i) => ({ expression, message: told.get(`o${i}`) }));
      const ours = ERRORS.map((expression) => ({ expression, message: messageOf(expression) }));
      expect(ours).toEqual(theirs);
    } finally {
      stack.remove();
    }
  });

  test("are known at plan exactly as far as Terraform knows them", async () => {
    const stack = await workspace(tool, PARTLY_UNKNOWN);
    try {
      await stack.succeed(["plan", "-out=plan"]);
      const plan = JSON.parse(await stack.succeed(["show", "-json", "plan"])) as {
        output_changes: Record<string, { after?: unknown; after_unknown: unknown }>;
      };
      const scope = scopeWith(unknownOf("string"));
      const theirs = PARTLY_UNKNOWN.map((expression, i) => {
        const { after, after_unknown: unknown } = plan.output_changes[`o${i}`]!;
        return { expression, after, unknown };
      });
      const ours = PARTLY_UNKNOWN.map((expression) => {
        const value = toPlain(evaluateJson(expression, scope));
        return { expression, after: shown(value), unknown: unknownParts(value) };
      });
      expect(ours).toEqual(theirs);
    } finally {
      stack.remove();
    }
  });
});

function messageOf(expression: string): string {
  try {
    return `evaluates to ${JSON.stringify(toPlain(evaluateJson(expression, scopeWith(text("id")))))}`;
  } catch (error) {
    if (error instanceof EvaluationError) return `${error.summary}: ${error.detail}`;
    throw error;
  }
}
