/**
 * CDKTF runs `terraform version` for each import, each DataResource and each moved resource: 26 ms apiece, and synth
 * fails where there is no Terraform. Nothing here may do that.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as framework from "cdktf";
import type * as support from "./support/stacks";
import type * as library from "../../lib";

const binary = process.env.TERRAFORM_BINARY_NAME;
let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), "ipfailover-no-terraform-"));
  // Read by the framework when it is loaded.
  process.env.TERRAFORM_BINARY_NAME = join(outdir, "no-such-terraform");
});

afterEach(() => {
  rmSync(outdir, { recursive: true, force: true });
  if (binary === undefined) delete process.env.TERRAFORM_BINARY_NAME;
  else process.env.TERRAFORM_BINARY_NAME = binary;
});

function withoutTerraform(
  declare: (stack: framework.TerraformStack, lib: typeof library, helper: typeof support) => void,
): void {
  jest.isolateModules(() => {
    /* eslint-disable @typescript-eslint/no-require-imports -- loaded anew, after the environment is set */
    const lib = require("../../lib") as typeof library;
    const helper = require("./support/stacks") as typeof support;
    const { App } = require("cdktf") as typeof framework;
    /* eslint-enable @typescript-eslint/no-require-imports */
    const app = new App({ outdir });
    declare(helper.aStack("production", app), lib, helper);
    app.synth();
  });
}

test("a stack with every construct and both kinds of import synthesizes where there is no Terraform", () => {
  expect(() =>
    withoutTerraform((stack, lib, helper) => {
      const block = new lib.IpBlock(stack, "addresses", { location: "de/fra", size: 1 });
      helper.aGroup(stack, "web", { ip: block.ip(0) }).importFrom("dc/1/203.0.113.10");
      lib.IpBlock.generateConfigForImport(stack, "other", "22222222-2222-4222-8222-222222222222");
      new lib.DataIpFailoverGroup(stack, "group", { ip: "203.0.113.10" });
    }),
  ).not.toThrow();
});

test("the framework's own import would have failed in the same place", () => {
  expect(() =>
    withoutTerraform((stack, lib) => {
      lib.bindings.Group.generateConfigForImport(stack, "web", "dc/1/203.0.113.10");
    }),
  ).toThrow();
});
