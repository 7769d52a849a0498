import { findDeclared } from "../../../lib/engine/run/declared";
import { loadConfig } from "../../../lib/engine/config/load";
import { openState } from "../../../lib/engine/state";
import { UNKNOWN } from "../../../lib/resources/value";
import { PROVIDER, removeWorkspaces, workspace } from "./workspace";

afterEach(removeWorkspaces);

test("every group that a stack declares is found, with other providers' values from the state", async () => {
  const stack = workspace({
    ...PROVIDER,
    resource: {
      ionoscloud_server: { s: { count: 2 }, later: {} },
      ipfailover_group: {
        web: {
          for_each: { x: "203.0.113.1", y: "203.0.113.2" },
          ip: "${each.value}",
          members: { a: { server: "${ionoscloud_server.s[1].id}" }, b: { server: "${ionoscloud_server.later.id}" } },
          master: "a",
        },
      },
    },
  });
  stack.writeState({
    version: 4,
    terraform_version: "1.11.4",
    serial: 1,
    lineage: "l",
    outputs: {},
    resources: [
      {
        mode: "managed",
        type: "ionoscloud_server",
        name: "s",
        provider: 'provider["registry.terraform.io/ionos-cloud/ionoscloud"]',
        instances: [0, 1].map((key) => ({ index_key: key, schema_version: 0, attributes: { id: `server-${key}` } })),
      },
    ],
    check_results: null,
  });
  const config = loadConfig({ directory: stack.directory, cwd: stack.directory, env: {}, foreign: "any" });
  const store = await openState(config.statePath, { lock: false });
  const found = findDeclared({
    config,
    core: stack.cloud.core,
    env: {},
    state: store.state,
    type: "ipfailover_group",
  });
  await store.close();
  expect(found.objects.map(({ address, config: { ip }, recorded }) => [address.key, ip, recorded])).toEqual([
    ["x", "203.0.113.1", undefined],
    ["y", "203.0.113.2", undefined],
  ]);
  expect(found.objects[0]?.config.members).toMatchObject({ a: { server: "server-1" }, b: { server: UNKNOWN } });
  found.close();
  expect(stack.cloud.closed).toBe(1);
});
