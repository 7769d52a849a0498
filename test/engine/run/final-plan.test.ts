import { loadConfig } from "../../../lib/engine/config/load";
import { applyPlan } from "../../../lib/engine/run/apply";
import { planStack } from "../../../lib/engine/run/plan";
import { openState } from "../../../lib/engine/state";
import { PROVIDER, removeWorkspaces, summaries, workspace } from "./workspace";

afterEach(removeWorkspaces);

const stackOf = (ip: string) => ({
  ...PROVIDER,
  resource: {
    ipfailover_ip_block: { b: { name: "block", location: "de/fra", size: 1 } },
    ipfailover_group: { g: { ip, members: { a: { server: "s" } }, master: "a" } },
  },
});

/** Plans one configuration, and applies the plan with another. */
async function planThenApply(first: object, second: object) {
  const stack = workspace(first);
  const load = () => loadConfig({ directory: stack.directory, cwd: stack.directory, env: {} });
  const common = { core: stack.cloud.core, env: {} };
  const store = await openState(stack.stateFile, { lock: false });
  try {
    const { plan, state } = await planStack({ ...common, config: load(), state: store.state });
    stack.write(second);
    return { stack, applied: await applyPlan({ ...common, config: load(), plan, state, store }) };
  } finally {
    await store.close();
  }
}

describe("applying a plan", () => {
  test("is refused for a resource that would now become something else than was planned", async () => {
    const { stack, applied } = await planThenApply(stackOf("203.0.113.1"), stackOf("203.0.113.2"));
    expect(summaries(applied)).toEqual(["Provider produced inconsistent final plan"]);
    expect(applied.diagnostics[0]).toMatchObject({ address: "ipfailover_group.g", path: ["ip"] });
    expect(stack.cloud.calls).toEqual(["create ipfailover_ip_block block"]);
  });

  test("lets what was unknown become anything", async () => {
    const { applied } = await planThenApply(
      stackOf("${ipfailover_ip_block.b.ips[0]}"),
      stackOf('${replace(ipfailover_ip_block.b.ips[0], "203", "198")}'),
    );
    expect(applied).toMatchObject({ diagnostics: [], added: 2 });
  });
});
