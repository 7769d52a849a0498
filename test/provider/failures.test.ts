/** What the user sees when something is wrong, through the real Terraform. */
import { describeWithTerraform } from "../support/terraform";
import { type Built, buildProvider, FakeStack } from "./fake/stack";

let built: Built;
beforeAll(async () => {
  built = await buildProvider();
});
afterAll(() => built.remove());

describeWithTerraform("faults and refusals", (tool) => {
  let stack: FakeStack;
  beforeEach(() => {
    stack = new FakeStack(tool, built.bundle);
  });
  afterEach(() => stack.remove());

  describe("diagnostics", () => {
    it("point at the attribute, at every depth, errors and warnings alike", async () => {
      stack.thing({
        behaviour: "warn",
        rules: [{ port: 80 }, { port: 0 }],
        members: { "a.b": { server: "bad" } },
      });
      await stack.init();
      const { stdout } = await stack.run(["validate", "-json"]);
      const { diagnostics } = JSON.parse(stdout) as {
        diagnostics: { severity: string; summary: string; snippet?: { context: string; code: string } }[];
      };
      const seen = diagnostics.map(({ severity, summary, snippet }) => [severity, summary, snippet?.code.trim()]);
      expect(seen).toEqual(
        expect.arrayContaining([
          ["warning", "A noisy thing", '"behaviour": "warn",'],
          ["error", "Bad port", '"port": 0'],
          ["error", "Bad server", '"server": "bad"'],
        ]),
      );
    });

    it.each([
      ["validate", "throw-validate", "ValidateResourceConfig ipfailover_thing", "validation broke."],
      ["plan", "throw-plan", "PlanResourceChange ipfailover_thing", "planning broke."],
    ])("take the place of an exception in %s", async (command, behaviour, what, why) => {
      stack.thing({ behaviour });
      await stack.init();
      const output = await stack.fails([command]);
      expect(output).toContain(`Error: The provider failed in ${what}`);
      expect(output).toContain(why);
      expect(output).not.toMatch(/second line|\.cjs:|Plugin error|did not respond/);
    });

    it("keep the object when reading it throws, and name no secret", async () => {
      stack.thing({ behaviour: "throw-read" });
      await stack.init();
      await stack.apply();
      const output = await stack.fails(["plan"], { FAKE_TOKEN: "very-secret-token" });
      expect(output).toContain("read broke with (sensitive value).");
      expect(await stack.state()).toMatchObject({ id: "thing-web" });
    });

    it("of the provider's configuration point at it and hide its secrets", async () => {
      const provider = { ipfailover: { cloud: "wrong", token: "token-in-config" } };
      stack.thing({}, { provider });
      await stack.init();
      const output = await stack.fails(["validate"]);
      expect(output).toContain('cloud is "wrong". The token was (sensitive value).');
      stack.thing({}, { provider: { ipfailover: { cloud: "refused", token: "token-in-config" } } });
      const refused = await stack.fails(["plan"], { TF_LOG: "trace" });
      expect(refused).toContain("The token (sensitive value) was refused.");
      expect(refused).not.toContain("The token token-in-config");
    });
  });

  describe("failed changes", () => {
    it("record nothing of a create that failed, and the next run goes on", async () => {
      stack.thing({ behaviour: "fail" });
      await stack.init();
      expect(await stack.fails(["apply", "-auto-approve"])).toContain("Refused by the cloud");
      expect(await stack.state()).toBeUndefined();
      stack.thing({ behaviour: "throw-apply" });
      expect(await stack.fails(["apply", "-auto-approve"])).toContain("applying broke.");
      expect(await stack.state()).toBeUndefined();
    });

    it.each(["fail", "throw-apply"])("keep what was before an update that failed (%s)", async (behaviour) => {
      stack.thing({ text: "before" });
      await stack.init();
      await stack.apply();
      stack.thing({ text: "after", behaviour });
      expect(await stack.fails(["apply", "-auto-approve"])).not.toContain("still indicated an unknown value");
      expect(await stack.state()).toMatchObject({ text: "before", behaviour: null, revision: 1 });
    });

    it("are reported when the process dies in the middle of them", async () => {
      stack.thing({ behaviour: "exit" });
      await stack.init();
      expect(await stack.fails(["apply", "-auto-approve"])).toMatch(/did not respond|Request cancelled|Plugin error/);
      expect(await stack.state()).toBeUndefined();
    });
  });
});
