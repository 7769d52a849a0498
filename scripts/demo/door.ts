/** The two front doors, each as somebody would use it from a shell. */
import path from "node:path";
import { show } from "./story";
import type { Story } from "./story";
import { findOnPath } from "./tools";

const root = path.resolve(__dirname, "../..");
const cli = path.join(root, "dist/cdktf/cli/main.js");
const tsx = path.join(root, "node_modules/tsx/dist/cli.mjs");

export interface Door {
  readonly name: string;
  /** Runs the tool's `plan`; exit status 2 when there are changes. */
  plan(expected: 0 | 2): Promise<void>;
  apply(): Promise<void>;
  destroy(): Promise<void>;
}

/** Synthesizes an example into the story's folder. */
export async function synthesize(story: Story, example: string): Promise<void> {
  await show(story, "cdktf synth", [process.execPath, tsx, path.join(root, "examples", example, "main.ts")]);
}

export function ours(story: Story): Door {
  const run = (args: string, expected = 0) =>
    show(story, `ipfailover ${args}`, [process.execPath, cli, ...args.split(" ")], expected);
  return {
    name: "ipfailover",
    plan: (expected) => run(`plan --detailed-exitcode${expected === 2 ? " --steps" : ""}`, expected),
    apply: () => run("apply --auto-approve"),
    destroy: () => run("destroy --auto-approve"),
  };
}

/** Terraform in the stack's own folder, where synthesis put the provider; undefined where there is none. */
export async function tryTerraform(story: Story, stack: string): Promise<Door | undefined> {
  const binary = findOnPath("terraform");
  if (binary === undefined) return undefined;
  const inside = { ...story, dir: path.join(story.dir, "cdktf.out/stacks", stack) };
  const run = (args: string, expected = 0) => show(inside, `terraform ${args}`, [binary, ...args.split(" ")], expected);
  await show(inside, "terraform init", [binary, "init", "-no-color"], 0, { quiet: true });
  return {
    name: "terraform",
    plan: (expected) => run("plan -detailed-exitcode -compact-warnings", expected),
    apply: () => run("apply -auto-approve -compact-warnings"),
    destroy: () => run("destroy -auto-approve -compact-warnings"),
  };
}
