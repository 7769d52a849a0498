/** Puts the provider into a stack's folder at synthesis, so that Terraform finds it without any registry. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { TerraformStack, type ISynthesisSession, type TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import { bundlePath } from "../install/bundle";
import { mergeLock, type LockEntry } from "../install/lock-file";
import { installProvider } from "../install/package-dir";
import { satisfies } from "../install/version-constraint";
import { object, resolve, text, type JsonObject } from "./stack-elements";

/** The framework's own hook for what is not configuration; CDKTF and CDK Terrain share the symbol. */
export function onSynthesize(construct: IConstruct, action: (session: ISynthesisSession) => void): void {
  Object.defineProperty(construct, Symbol.for("cdktf/customSynthesis"), { value: { onSynthesize: action } });
}

/**
 * Writes `terraform.d/plugins/…` with the provider for every platform, and `.terraform.lock.hcl` with an entry for each
 * provider of the stack. Without these entries the CDKTF CLI runs `terraform providers lock`, which asks the registry
 * even for what is installed locally.
 *
 * @throws Error when the provider's bundle is not built
 */
export function installInto(folder: string, provider: TerraformProvider): void {
  const version = provider.terraformGeneratorMetadata?.providerVersion ?? "";
  const hash = installProvider(bundlePath(), path.join(folder, "terraform.d", "plugins"), version);
  const lockFile = path.join(folder, ".terraform.lock.hcl");
  const existing = existsSync(lockFile) ? readFileSync(lockFile, "utf8") : undefined;
  const entries = lockEntries(TerraformStack.of(provider), provider, hash);
  const merged = mergeLock(existing, entries);
  if (merged !== existing) writeFileSync(lockFile, merged);
}

/** The folder into which a session writes a stack. */
export function stackFolder(session: ISynthesisSession, construct: IConstruct): string {
  return path.join(session.outdir, session.manifest.forStack(TerraformStack.of(construct)).workingDirectory);
}

/** Ours with its hash; others as their bindings name them, and `terraform init` fills in their hashes. */
function lockEntries(stack: TerraformStack, ours: TerraformProvider, hash: string): readonly LockEntry[] {
  const entries = new Map<string, LockEntry>();
  for (const provider of stack.allProviders()) {
    const required = requirement(stack, provider);
    const version = provider.terraformGeneratorMetadata?.providerVersion;
    const isOurs = provider.terraformProviderSource === ours.terraformProviderSource;
    // An override may ask for another version than that of the bindings, which nobody here can select.
    if (version === undefined || !satisfies(version, required.constraints)) continue;
    const { source, constraints } = required;
    entries.set(source, { source, version, constraints, hashes: isOurs ? [hash] : [] });
  }
  return [...entries.values()];
}

/** What `required_providers` will say, with what the user overrides in it. */
function requirement(stack: TerraformStack, provider: TerraformProvider): { source: string; constraints: string } {
  const name = provider.terraformResourceType;
  const rendered = resolve(stack, [
    provider.toTerraform(),
    (stack as unknown as { rawOverrides?: object }).rawOverrides ?? {},
  ]);
  const [own, overridden] = (rendered as JsonObject[]).map((part) =>
    object(object(object(part.terraform).required_providers)[name]),
  );
  const merged = { ...own, ...overridden };
  return { source: qualified(text(merged.source) ?? name), constraints: text(merged.version) ?? "" };
}

/** `hashicorp/null` in full, as the lock file has it. */
function qualified(source: string): string {
  const parts = source.toLowerCase().split("/");
  return ["registry.terraform.io", "hashicorp"]
    .slice(0, 3 - parts.length)
    .concat(parts)
    .join("/");
}
