import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { bundlePath } from "../../install/bundle";
import { mergeLock } from "../../install/lock-file";
import { installProvider } from "../../install/package-dir";
import { PROVIDER_SOURCE } from "../../resources/schemas";
import { packageVersion } from "../../version";
import { exitCodes, UserError } from "../failure";
import type { ExitCode } from "../failure";
import type { Run } from "../run";
import type { Terminal } from "../terminal";

export function addInstallProvider(program: Command, run: Run): void {
  program
    .command("install-provider")
    .description("Makes the provider available to hand-written HCL, for Terraform and OpenTofu")
    .option("--dir <dir>", "the folder with the configuration", ".")
    .addHelpText(
      "after",
      "\nExamples:\n  ipfailover install-provider\n  ipfailover install-provider --dir infra/production",
    )
    .action(({ dir }: { dir: string }) => run((terminal) => Promise.resolve(install(dir, terminal))));
}

function install(dir: string, terminal: Terminal): ExitCode {
  if (!existsSync(dir)) throw new UserError(`There is no folder ${dir}. Create it, or name another with --dir.`);
  const plugins = path.resolve(dir, "terraform.d", "plugins");
  const hash = installProvider(bundlePath(), plugins, packageVersion);
  const lockFile = path.join(dir, ".terraform.lock.hcl");
  const existing = existsSync(lockFile) ? readFileSync(lockFile, "utf8") : undefined;
  const merged = mergeLock(existing, [
    { source: PROVIDER_SOURCE, version: packageVersion, constraints: packageVersion, hashes: [hash] },
  ]);
  if (merged !== existing) writeFileSync(lockFile, merged);
  terminal.note(
    `The provider ${packageVersion} is in ${plugins}. Name it so, and run terraform init or tofu init in ${dir}:`,
  );
  terminal.print(requirement());
  terminal.note(mirrorAdvice(plugins));
  return exitCodes.done;
}

function requirement(): string {
  return [
    "terraform {",
    "  required_providers {",
    "    ipfailover = {",
    `      source  = "${PROVIDER_SOURCE}"`,
    `      version = "${packageVersion}"`,
    "    }",
    "  }",
    "}",
  ].join("\n");
}

/** Terraform looks into terraform.d/plugins only while its CLI configuration has no provider_installation block. */
function mirrorAdvice(plugins: string): string {
  return [
    "If your CLI configuration (~/.terraformrc, ~/.tofurc or TF_CLI_CONFIG_FILE) has a provider_installation block, add to it:",
    `  filesystem_mirror {`,
    `    path    = "${plugins}"`,
    `    include = ["${PROVIDER_SOURCE}"]`,
    "  }",
    `and exclude = ["${PROVIDER_SOURCE}"] in its direct block.`,
  ].join("\n");
}
