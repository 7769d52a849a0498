import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { IpFailoverProvider } from "../../lib";
import { schemaJson } from "../../scripts/generate/schema-json";
import { useProviderBundle } from "../constructs/support/provider-bundle";
import { describeWithTerraform, Workspace } from "../support/terraform";

describe("the schema as JSON", () => {
  test("has every kind of attribute as Terraform prints it", () => {
    const text = { type: "string", mode: "computed", description: "Text." } as const;
    const { block } = schemaJson({
      version: 3,
      description: "All of them.",
      timeouts: { create: "5m" },
      attributes: {
        text: { ...text, mode: "required", sensitive: true },
        number: { ...text, type: "int", mode: "optional" },
        flag: { ...text, type: "bool", mode: "optional-computed" },
        list: { ...text, type: { list: "string" } },
        map: { ...text, type: { map: "string" } },
        lists: { ...text, type: { map: "strings" } },
        one: { ...text, type: { object: { inner: text } } },
        many: { ...text, type: { listOf: { inner: text } } },
        named: { ...text, type: { mapOf: { inner: text } } },
      },
    });
    expect(block.attributes).toMatchObject({
      text: { type: "string", required: true, sensitive: true, description: "Text.", description_kind: "markdown" },
      number: { type: "number", optional: true },
      flag: { type: "bool", optional: true, computed: true },
      list: { type: ["list", "string"], computed: true },
      map: { type: ["map", "string"] },
      lists: { type: ["map", ["list", "string"]] },
      one: { nested_type: { nesting_mode: "single", attributes: { inner: { type: "string", computed: true } } } },
      many: { nested_type: { nesting_mode: "list" } },
      named: { nested_type: { nesting_mode: "map" } },
    });
    expect(block.block_types?.timeouts).toMatchObject({
      nesting_mode: "single",
      block: { attributes: { create: { type: "string", optional: true } } },
    });
  });
});

describeWithTerraform("the schema that the bindings are made from", (tool) => {
  useProviderBundle();
  let workspace: Workspace;
  beforeEach(() => (workspace = new Workspace(tool)));
  afterEach(() => workspace.remove());

  test("is the one that the provider serves", async () => {
    const app = new App({ outdir: workspace.dir });
    new IpFailoverProvider(new TerraformStack(app, "production"), "ionos", { cloud: "ionos" });
    app.synth();
    const cwd = join(workspace.dir, "stacks", "production");
    await workspace.succeed(["init"], { cwd });
    const served = JSON.parse(await workspace.succeed(["providers", "schema", "-json"], { cwd })) as Schemas;
    const bindings = JSON.parse(readFileSync("lib/bindings/schema.json", "utf8")) as Schemas;
    expect(served.provider_schemas).toEqual(bindings.provider_schemas);
  });
});

interface Schemas {
  readonly provider_schemas: unknown;
}
