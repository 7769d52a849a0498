/**
 * The provider's package directory, as `terraform init` finds it below `terraform.d/plugins`: launcher and bundle.
 * Everything here is synchronous, because it runs during synthesis.
 */
import { createHash, randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { BUNDLE_NAME, launcher, launcherName } from "./launcher";

/** Terraform's names of the platforms that the provider runs on. The package is the same for all of them. */
export const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"] as const;
export type Platform = (typeof PLATFORMS)[number];

const SOURCE_DIR = path.join("registry.terraform.io", "cdktf-ip-failover", "ipfailover");

/** Where the package of one platform belongs below a plugin directory such as `<stack>/terraform.d/plugins`. */
export function packageDir(pluginDir: string, version: string, platform: Platform): string {
  return path.join(pluginDir, SOURCE_DIR, version, platform);
}

/**
 * Writes the packages of all platforms below `pluginDir` and answers their hash, which is one and the same.
 * @returns `h1:…`, for the lock file
 */
export function installProvider(bundlePath: string, pluginDir: string, version: string): string {
  const dirs = PLATFORMS.map((platform) => packageDir(pluginDir, version, platform));
  for (const dir of dirs) writeProviderPackage(bundlePath, dir, version);
  return packageHash(dirs[0] ?? pluginDir);
}

/**
 * Makes `targetDir` hold exactly the package: real copies, so that Terraform's hash covers the code. Another process may
 * write the same package at the same time. The same version and bundle give the same bytes; files that are right
 * already are not touched.
 */
export function writeProviderPackage(bundlePath: string, targetDir: string, version: string): void {
  mkdirSync(targetDir, { recursive: true });
  // The launcher goes last: whoever finds it can start it.
  putFile(path.join(targetDir, BUNDLE_NAME), readFileSync(bundlePath), 0o644);
  putFile(path.join(targetDir, launcherName(version)), Buffer.from(launcher), 0o755);
  const expected = new Set([BUNDLE_NAME, launcherName(version)]);
  for (const name of readdirSync(targetDir)) {
    if (!expected.has(name)) rmSync(path.join(targetDir, name), { recursive: true, force: true });
  }
}

/** Terraform's `h1:` hash of a package directory: over names and contents of all files in it. */
export function packageHash(dir: string): string {
  const lines = filesBelow(dir, "").map((name) => {
    const digest = createHash("sha256")
      .update(readFileSync(path.join(dir, name)))
      .digest("hex");
    return `${digest}  ${name}\n`;
  });
  return `h1:${createHash("sha256").update(lines.join("")).digest("base64")}`;
}

function filesBelow(dir: string, prefix: string): string[] {
  const names = readdirSync(path.join(dir, prefix), { withFileTypes: true }).flatMap((entry) => {
    const name = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(dir, name) : [name];
  });
  return names.sort();
}

function putFile(file: string, content: Buffer, mode: number): void {
  if (holds(file, content, mode)) return;
  // Beside the package and not in it: a file too many, if only for a moment, changes the hash of the package.
  const temporary = path.join(path.dirname(path.dirname(file)), `.${path.basename(file)}.${randomUUID()}`);
  try {
    writeFileSync(temporary, content);
    chmodSync(temporary, mode);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function holds(file: string, content: Buffer, mode: number): boolean {
  try {
    const stat = statSync(file);
    return (
      stat.isFile() &&
      (stat.mode & 0o777) === mode &&
      stat.size === content.length &&
      readFileSync(file).equals(content)
    );
  } catch {
    return false;
  }
}
