/**
 * Bundles the Terraform provider into one file: node scripts/build-provider.mjs [OUT_DIR] [ENTRY]
 * OUT_DIR is dist/provider, and ENTRY the real provider; tests bundle a double of their own.
 */
import { build } from "esbuild";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const [outDir = path.join(root, "dist/provider"), entry = path.join(root, "lib/provider/main.ts")] =
  process.argv.slice(2);

await build({
  entryPoints: [entry],
  outfile: path.join(outDir, "ipfailover-provider.cjs"),
  bundle: true,
  platform: "node",
  format: "cjs",
  // Older than what the provider needs, so that an older Node reads far enough to say so.
  target: "node14",
  // Names of functions and classes stay: they are what a log from the field is read by.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
});
