/**
 * What `cdktf deploy` does around `terraform init`, as its code has it: it asks the registry for hashes, with
 * `terraform providers lock`, unless the lock file has an entry with fitting constraints for each required provider.
 * Source: hashicorp/terraform-cdk 0.21.0, packages/@cdktf/cli-core/src/lib/cdktf-stack.ts `checkNeedsLockfileUpdate`
 * and terraform-provider-lock.ts. The CLI itself is 464 MB and so not among the dependencies.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { satisfies } from "../../../lib/install/version-constraint";

interface RequiredProvider {
  readonly source: string;
  readonly version?: string;
}

/** The required providers for which the CLI would run `terraform providers lock`, which fails without a registry. */
export function unlockedProviders(folder: string): readonly string[] {
  const stack = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as {
    terraform: { required_providers: Record<string, RequiredProvider> };
  };
  const lockFile = join(folder, ".terraform.lock.hcl");
  const required = Object.values(stack.terraform.required_providers);
  if (!existsSync(lockFile)) return required.map(({ source }) => source);
  const locked = parse(readFileSync(lockFile, "utf8"));
  return required
    .filter(({ source, version = ">0" }) => {
      const constraints = locked.get(inFull(source));
      return constraints === undefined || !satisfies(version, constraints);
    })
    .map(({ source }) => source);
}

/** Constraints by source. The CLI reads line by line, so this does as well. */
function parse(text: string): Map<string, string> {
  const found = new Map<string, string>();
  let current: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    current = /provider "(.*)"/.exec(line)?.[1] ?? current;
    const constraints = /^\s*constraints\s+=\s+"(.*)"/.exec(line)?.[1];
    if (current !== undefined && constraints !== undefined) found.set(current, constraints);
    if (/^\s*}/.test(line)) current = undefined;
  }
  return found;
}

function inFull(source: string): string {
  const parts = source.split("/");
  return ["registry.terraform.io", "hashicorp"]
    .slice(0, 3 - parts.length)
    .concat(parts)
    .join("/");
}
