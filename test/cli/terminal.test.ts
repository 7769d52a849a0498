/** Questions on a real terminal, which `script` of util-linux stands in for. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { startPlace, writes } from "../support/ionos";
import type { Place } from "../support/ionos";
import { engineOnly, entriesOf, IonosStack } from "../e2e/support/stack";
import { mainFile } from "./support/command-line";

const script = ["/usr/bin/script", "/bin/script"].find((file) => existsSync(file));
const isUsable = script !== undefined && process.platform === "linux";
if (!isUsable) process.stderr.write("SKIPPED: questions on a terminal: there is no script of util-linux.\n");

(isUsable ? describe : describe.skip)("on a terminal", () => {
  let place: Place;
  let stack: IonosStack;
  beforeEach(async () => {
    place = await startPlace();
    stack = new IonosStack(engineOnly, place);
    stack.configure(stack.webPair());
  });
  afterEach(async () => {
    stack.remove();
    await place.simulator.close();
  });

  /** Types `answer` once it is asked. */
  function typing(answer: string, env: Readonly<Record<string, string | undefined>> = {}) {
    const command = `'${process.execPath}' '${mainFile}' apply`;
    const child = spawn(script ?? "", ["-qec", command, "/dev/null"], { cwd: stack.dir, env: stack.env(env) });
    let output = "";
    let isAsked = false;
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
      if (isAsked || !output.includes("Enter a value:")) return;
      isAsked = true;
      child.stdin.write(answer);
    });
    return new Promise<{ readonly code: number | null; readonly output: string }>((resolve) => {
      child.on("close", (code) => resolve({ code, output }));
    });
  }

  it("yes is yes", async () => {
    const { code, output } = await typing("yes\n");
    expect(output).toContain("Do you want to perform these actions?");
    expect(output).toContain("Apply complete! Resources: 2 added");
    expect(code).toBe(0);
    expect(entriesOf(place)).toHaveLength(1);
  });

  it.each(["no\n", "y\n", "YES\n", "\n"])("%j is no: nothing is changed, and the exit code says so", async (answer) => {
    const { code, output } = await typing(answer);
    expect(output).toContain("Cancelled; nothing was changed.");
    expect(code).toBe(1);
    expect(writes(place)).toEqual([]);
  });

  it("Ctrl-C at the question ends with 130, Ctrl-D with 1, and nothing is changed", async () => {
    expect((await typing("\u0003")).code).toBe(130);
    expect((await typing("\u0004")).code).toBe(1);
    expect(writes(place)).toEqual([]);
  });

  it("has colours, unless NO_COLOR says otherwise", async () => {
    expect((await typing("no\n", { NO_COLOR: undefined })).output).toContain("\u001b[32m");
    expect((await typing("no\n")).output).not.toContain("\u001b[32m");
  });
});
