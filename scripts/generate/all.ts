/** Everything that follows from the schema tables in lib/resources/schemas.ts, and from the linter's rules. */
import { join } from "node:path";
import { version } from "../../package.json";
import { bindings } from "./bindings";
import { lintRulesPage } from "./lint-rules";
import type { GeneratedFolder } from "./output";
import { referencePages } from "./reference";
import { schemaDocument } from "./schema-json";

export const ROOT = join(__dirname, "..", "..");

export async function generateAll(): Promise<readonly GeneratedFolder[]> {
  const document = schemaDocument(version);
  const files = await bindings(document);
  files.set("schema.json", `${JSON.stringify(document, null, 2)}\n`);
  return [
    { folder: join(ROOT, "lib", "bindings"), files },
    {
      folder: join(ROOT, "docs", "reference"),
      files: new Map([...referencePages(), ["lint-rules.md", lintRulesPage()]]),
    },
  ];
}
