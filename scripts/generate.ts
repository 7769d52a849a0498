/**
 * `npm run generate`: everything that follows from the schema tables in lib/resources/schemas.ts.
 *
 * - `lib/bindings/`: the L1 bindings, and the schema as `terraform providers schema -json` prints it
 * - `docs/reference/`: one page for each resource and data source
 *
 * With `--check` nothing is written: exits 1 and names the files that are stale.
 */
import { join } from "node:path";
import { version } from "../package.json";
import { bindings } from "./generate/bindings";
import { stale, write, type GeneratedFolder } from "./generate/output";
import { referencePages } from "./generate/reference";
import { schemaDocument } from "./generate/schema-json";

const ROOT = join(__dirname, "..");

async function generate(): Promise<readonly GeneratedFolder[]> {
  const document = schemaDocument(version);
  const files = await bindings(document);
  files.set("schema.json", `${JSON.stringify(document, null, 2)}\n`);
  return [
    { folder: join(ROOT, "lib", "bindings"), files },
    { folder: join(ROOT, "docs", "reference"), files: referencePages() },
  ];
}

async function main(): Promise<void> {
  const generated = await generate();
  if (!process.argv.includes("--check")) return write(generated);
  const paths = await stale(generated);
  if (paths.length === 0) return;
  console.error(
    `Stale, run \`npm run generate\`:\n${paths.map((path) => `  ${path.slice(ROOT.length + 1)}`).join("\n")}`,
  );
  process.exitCode = 1;
}

void main();
