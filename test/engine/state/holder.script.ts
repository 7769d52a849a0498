/** Holds the lock on the state until its standard input ends. Arguments: the file, the operation. */
import { openState } from "../../../lib/engine/state";

async function main([file = "", operation = ""]: readonly string[]): Promise<void> {
  const store = await openState(file, { lock: { operation } });
  process.stdout.write("held\n");
  for await (const chunk of process.stdin) void chunk;
  await store.close();
}

void main(process.argv.slice(2));
