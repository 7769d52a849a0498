import { TerraformStack, Testing } from "cdktf";
import * as bindings from "../../lib/null/null-resource";
import * as own from "../../lib/null/own-null-resource";

type Classes = Pick<typeof bindings, "NullProvider" | "NullResource">;

function synthesized({ NullProvider, NullResource }: Classes, write: (stack: TerraformStack) => string): string {
  const stack = new TerraformStack(Testing.app(), "production");
  new NullProvider(stack, "null");
  const provider = new NullProvider(stack, "second", { alias: "second" });
  new NullResource(stack, "bare");
  const provisioners = [{ type: "local-exec" as const, command: "true", environment: { NAME: "value" } }];
  new NullResource(stack, "full", { provider, triggers: { ip: "203.0.113.10" }, provisioners, count: 2 });
  return write(stack);
}

test("the null resource for CDK Terrain synthesizes the same as the bindings of CDKTF", () => {
  const ours = own as unknown as Classes;
  expect(JSON.parse(synthesized(ours, (stack) => Testing.synth(stack)))).toEqual(
    JSON.parse(synthesized(bindings, (stack) => Testing.synth(stack))),
  );
});

test("the null resource for CDK Terrain writes its resources in HCL as the bindings of CDKTF do", () => {
  const ours = own as unknown as Classes;
  const resources = (hcl: string) => hcl.slice(hcl.indexOf('resource "'));
  expect(resources(synthesized(ours, (stack) => String(Testing.synthHcl(stack))))).toBe(
    resources(synthesized(bindings, (stack) => String(Testing.synthHcl(stack)))),
  );
});
