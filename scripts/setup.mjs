/**
 * Makes a clean clone ready, with Node's own modules only: installs the locked dependencies when they are missing or
 * out of date, and with --build compiles the package. Does nothing when nothing has changed since.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 9)) fail(`Node >= 20.9 is needed; this is ${process.versions.node}.`);

const modifiedAt = (file) => (existsSync(path.join(root, file)) ? statSync(path.join(root, file)).mtimeMs : 0);
if (modifiedAt("node_modules/.package-lock.json") < modifiedAt("package-lock.json")) {
  run("npm", ["ci", "--no-audit", "--no-fund"]);
}
// The stamp is as old as the sources that were compiled, so that what is saved during a build counts as newer.
const stamp = path.join(root, "dist/.built");
if (process.argv.includes("--build")) {
  const newest = newestBelow("lib", "scripts", "package.json", "package-lock.json", "tsconfig.json");
  if (!existsSync(stamp) || Number(readFileSync(stamp, "utf8")) !== newest) {
    run(process.execPath, ["scripts/build.mjs", "--no-check"]);
    writeFileSync(stamp, String(newest));
  }
}

function newestBelow(...names) {
  const times = names.flatMap((name) => {
    const full = path.join(root, name);
    if (!statSync(full).isDirectory()) return [modifiedAt(name)];
    return readdirSync(full, { recursive: true }).map((file) => modifiedAt(path.join(name, file)));
  });
  return Math.max(...times);
}

function run(command, args) {
  process.stderr.write(`> ${command} ${args.join(" ")}\n`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (error) fail(error.message);
  if (status !== 0) fail(`${command} ended with status ${status}.`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
