/** Values and stored state on their way through the real Terraform and back. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describeWithTerraform } from "../support/terraform";
import { type Built, buildProvider, FakeStack } from "./fake/stack";

let built: Built;
beforeAll(async () => {
  built = await buildProvider();
});
afterAll(() => built.remove());

interface Instance {
  schema_version: number;
  attributes: Record<string, unknown>;
}
interface StateFile {
  serial: number;
  resources: { instances: Instance[] }[];
}

describeWithTerraform("what Terraform stores", (tool) => {
  let stack: FakeStack;
  beforeEach(() => {
    stack = new FakeStack(tool, built.bundle);
  });
  afterEach(() => stack.remove());

  describe("values", () => {
    it("keep numbers exact that JavaScript cannot hold, and report one where it is no use", async () => {
      // JSON.stringify would round it; Terraform reads the text.
      stack.thing({ rules: [{ port: 1 }] });
      const file = path.join(stack.dir, "main.tf.json");
      const write = (port: string) =>
        writeFileSync(file, readFileSync(file, "utf8").replace(/"port": [\d.]+/, `"port": ${port}`));
      await stack.init();
      for (const port of ["9007199254740993", "3.14159265358979323846", "0.1", "18446744073709551616"]) {
        write(port);
        await stack.apply();
        expect(await stack.succeed(["state", "pull"])).toContain(`"port": ${port}`);
        expect(await stack.planCode()).toBe(0);
      }
      stack.configure({
        resource: { ipfailover_thing: { t: { name: "web", size: "${9007199254740993}" } } },
      });
      expect(await stack.fails(["validate"])).toContain("size is 9007199254740993; use a small whole number.");
    });

    it("hide what the table calls sensitive", async () => {
      stack.thing({ secret: "hush-hush" });
      await stack.init();
      const output = await stack.apply();
      expect(output).toMatch(/secret\s+= \(sensitive value\)/);
      expect(output).not.toContain("hush-hush");
    });

    it("carry an attribute of 5 MB", async () => {
      // Made by a function: Terraform takes long to read such a text from a file.
      stack.thing({ text: '${format("%05242880d", 0)}' });
      await stack.init();
      await stack.apply();
      expect(await stack.planCode()).toBe(0);
    });

    it("plan while the provider's own configuration is unknown", async () => {
      stack.configure({
        provider: { ipfailover: { cloud: "fake", endpoint: "${terraform_data.later.output}" } },
        resource: {
          terraform_data: { later: { input: stack.cloudFile } },
          ipfailover_thing: { t: { name: "web" } },
        },
      });
      await stack.init();
      expect(await stack.plan()).toContain("2 to add");
      await stack.apply();
      expect(Object.keys(stack.cloud())).toEqual(["thing-web"]);
    });
  });

  describe("stored state", () => {
    async function editState(edit: (state: StateFile) => void): Promise<void> {
      const state = JSON.parse(await stack.succeed(["state", "pull"])) as StateFile;
      edit(state);
      state.serial++;
      const file = stack.write("edited.tfstate.json", state);
      await stack.succeed(["state", "push", file]);
      rmSync(file);
    }
    function instance(state: StateFile): Instance {
      const found = state.resources[0]?.instances[0];
      if (!found) throw new Error("the state is empty");
      return found;
    }

    it("is upgraded from an older version", async () => {
      stack.thing({ text: "old words" });
      await stack.init();
      await stack.apply();
      await editState((state) => {
        const { text, ...rest } = instance(state).attributes;
        Object.assign(instance(state), { schema_version: 1, attributes: { ...rest, content: text } });
      });
      expect(await stack.planCode()).toBe(0);
      expect(stack.calls()).toContain("upgrade");
    });

    it("is fitted to the table when attributes came or went without a new version", async () => {
      stack.thing({ text: "words" });
      await stack.init();
      await stack.apply();
      await editState((state) => {
        const { attributes } = instance(state);
        delete attributes.tags;
        attributes.gone = "since long";
      });
      expect(await stack.planCode()).toBe(0);
      expect(stack.calls()).not.toContain("upgrade");
    });

    it("moves to another type with `moved`", async () => {
      stack.configure({ resource: { ipfailover_other: { t: { name: "web" } } } });
      await stack.init();
      await stack.apply();
      stack.thing({}, { moved: [{ from: "ipfailover_other.t", to: "ipfailover_thing.t" }] });
      const output = await stack.plan();
      expect(output).toContain("(moved from ipfailover_other.t)");
      expect(output).toContain("0 to destroy");
      await stack.apply();
      expect(await stack.state()).toMatchObject({ id: "other-web", name: "web" });
      const [moved] = stack.journal().filter(({ call }) => call === "move");
      expect(moved?.about).toBe("registry.terraform.io/cdktf-ip-failover/ipfailover");
    });
  });
});
