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

/** A third of the bundle for nothing: axios needs the table of file types to upload forms, which no cloud takes. */
const withoutFileTypes = {
  name: "without-file-types",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^mime-db$/ }, () => ({ path: "mime-db", namespace: "empty" }));
    onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "{}", loader: "json" }));
  },
};

await build({
  entryPoints: [entry],
  outfile: path.join(outDir, "ipfailover-provider.cjs"),
  bundle: true,
  platform: "node",
  format: "cjs",
  // Older than what the provider needs, so that an older Node reads far enough to say so.
  target: "node14",
  minify: true,
  // Errors are told apart by the names of their classes.
  keepNames: true,
  legalComments: "none",
  plugins: [withoutFileTypes],
  logLevel: "warning",
});
