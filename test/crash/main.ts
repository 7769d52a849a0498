/** A process of its own that applies or destroys the stack. Ctrl-C ends it cleanly. Arguments: the stack as JSON, the mode. */
import { run } from "./stack";
import type { Stack } from "./stack";

const [, , stack = "{}", mode] = process.argv;
const controller = new AbortController();
process.once("SIGINT", () => controller.abort());
void run(JSON.parse(stack) as Stack, mode === "destroy" ? "destroy" : "apply", controller.signal).then((errors) => {
  for (const error of errors) console.error(error);
  process.exitCode = errors.length > 0 ? 1 : 0;
});
