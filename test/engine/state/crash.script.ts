/** Records one object more and dies at the given step of the write. Arguments: the file, the step. */
import { openState, putObject } from "../../../lib/engine/state";
import { group, managed, PROVIDER } from "./fixtures";

async function main([file = "", at = ""]: readonly string[]): Promise<void> {
  const store = await openState(file, {
    lock: { operation: "OperationTypeApply" },
    onWriteStep: (step) => {
      if (step === at) process.kill(process.pid, "SIGKILL");
    },
  });
  await store.update((state) =>
    putObject(state, managed("ipfailover_group", "second"), PROVIDER, group("203.0.113.2")),
  );
  await store.close();
}

void main(process.argv.slice(2));
