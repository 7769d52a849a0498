/** Runs a program to its end. */
import { spawn } from "node:child_process";
import type { CommandResult } from "../wire";

export function runCommand([program = "", ...args]: readonly string[], input = ""): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", (error) => resolve({ code: null, stdout, stderr: error.message }));
    child.on("close", (code) => resolve({ code, stdout, stderr }));
    // A program that ends without reading is judged by its exit status.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/** @throws Error with what the program said, when it fails */
export async function succeed(command: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await runCommand(command, input);
  if (code === 0) return stdout;
  throw new Error(`${command.join(" ")} failed (${code ?? "not started"}): ${stderr.trim()}`);
}

/** Many commands of `ip` in one process; what has a colon in it is about IPv6, which rules have to be told. */
export async function ipBatch(commands: readonly string[]): Promise<void> {
  const isIpv6Rule = (command: string) => command.startsWith("rule ") && command.includes(":");
  const run = async (flags: readonly string[], lines: readonly string[]) => {
    if (lines.length > 0) await succeed(["ip", ...flags, "-batch", "-"], `${lines.join("\n")}\n`);
  };
  await run(
    [],
    commands.filter((command) => !isIpv6Rule(command)),
  );
  await run(["-6"], commands.filter(isIpv6Rule));
}
