/**
 * `npm run generate`: everything that follows from the schema tables in lib/resources/schemas.ts, and more.
 *
 * - `lib/bindings/`: the L1 bindings, and the schema as `terraform providers schema -json` prints it
 * - `docs/reference/`: one page for each resource and data source, and the linter's rules from lib/hosts/lint/rules
 *
 * With `--check` nothing is written: exits 1 and names the files that are stale.
 */
import { generateAll, ROOT } from "./generate/all";
import { stale, write } from "./generate/output";

async function main(): Promise<void> {
  const generated = await generateAll();
  if (!process.argv.includes("--check")) return write(generated);
  const paths = await stale(generated);
  if (paths.length === 0) return;
  const names = paths.map((path) => `  ${path.slice(ROOT.length + 1)}`);
  console.error(`Stale, run \`npm run generate\`:\n${names.join("\n")}`);
  process.exitCode = 1;
}

void main();
