/**
 * `npm run build`: everything in dist, from one source: node scripts/build.mjs [OUT_DIR] [--constructs] [--no-check]
 * OUT_DIR is dist; with --constructs only what constructs need is compiled, without CLI and engine; with --no-check
 * types are taken on trust, for whoever has checked them or is about to.
 *
 * - `dist/cdktf`: lib on CDKTF, with declarations
 * - `dist/cdktn`: what `./cdktn` and `./cdktn/null` need, the same source with its imports led to CDK Terrain
 * - `dist/provider`: the provider in one file, by scripts/build-provider.mjs
 *
 * A library built on CDKTF type-checks in an app on CDK Terrain and then fails at synth, and a second package for it
 * would have to be kept in step: so the second build is made here.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const args = process.argv.slice(2);
const constructsOnly = args.includes("--constructs");
const dist = resolve(args.find((arg) => !arg.startsWith("--")) ?? join(root, "dist"));
// Inside the repository, so that the copy of the source finds node_modules.
const work = join(root, "dist", `.build-${process.pid}`);
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

function compile(name, source, files) {
  // Elsewhere first, so that a build that fails leaves the last one in its place.
  const outDir = join(work, "out", name);
  const config = join(work, `tsconfig.${name}.json`);
  const options = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      noEmitOnError: true,
      noCheck: args.includes("--no-check"),
      declaration: true,
      stripInternal: true,
      rootDir: source,
      outDir,
      types: ["node"],
      typeRoots: [join(root, "node_modules", "@types")],
    },
    include: [],
    ...files,
    exclude: [],
  };
  writeFileSync(config, JSON.stringify(options, null, 2));
  execFileSync(process.execPath, [tsc, "--project", config], { stdio: "inherit" });
  rmSync(join(dist, name), { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  cpSync(outDir, join(dist, name), { recursive: true });
}

/** A copy of lib in which every import of CDKTF is one of CDK Terrain. */
function sourceOnTerrain() {
  const source = join(work, "cdktn");
  cpSync(join(root, "lib"), source, { recursive: true });
  // The null provider's bindings for CDK Terrain are not on npm.
  renameSync(join(source, "null", "own-null-resource.ts"), join(source, "null", "null-resource.ts"));
  for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
    const file = join(entry.parentPath, entry.name);
    const text = readFileSync(file, "utf8");
    const rewritten = text.replace(/(from\s+|import\(|require\()(["'])cdktf\2/g, "$1$2cdktn$2");
    if (rewritten !== text) writeFileSync(file, rewritten);
  }
  return source;
}

/** What stacks import. */
function entries(source) {
  return [join(source, "index.ts"), join(source, "null", "index.ts")];
}

function step(what, action) {
  process.stderr.write(`${what}\n`);
  action();
}

rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
try {
  step("dist/cdktf", () => {
    const source = join(root, "lib");
    compile("cdktf", source, constructsOnly ? { files: entries(source) } : { include: [source] });
  });
  step("dist/cdktn", () => {
    const source = sourceOnTerrain();
    compile("cdktn", source, { files: entries(source) });
  });
  step("dist/provider", () => {
    const script = join(root, "scripts", "build-provider.mjs");
    execFileSync(process.execPath, [script, join(dist, "provider")], { stdio: "inherit" });
  });
} catch (error) {
  process.stderr.write(`The build of ${dist} failed: ${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
