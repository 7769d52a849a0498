import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateAll, ROOT } from "../../scripts/generate/all";
import { stale, write } from "../../scripts/generate/output";

test("bindings and reference pages are what the schema tables generate", async () => {
  const paths = await stale(await generateAll());
  expect({ stale: paths.map((path) => path.slice(ROOT.length + 1)), mend: "npm run generate" }).toEqual({
    stale: [],
    mend: "npm run generate",
  });
});

describe("the check for stale files", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "ipfailover-generated-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("names what is missing, differs or no longer belongs", async () => {
    mkdirSync(join(folder, "group"));
    writeFileSync(join(folder, "group", "index.ts"), "edited");
    writeFileSync(join(folder, "left-over.ts"), "");
    const files = new Map([
      ["group/index.ts", "generated"],
      ["index.ts", "generated"],
    ]);
    expect(await stale([{ folder, files }])).toEqual(
      ["group/index.ts", "index.ts", "left-over.ts"].map((name) => join(folder, name)),
    );
  });

  test("finds nothing after everything was written anew", async () => {
    writeFileSync(join(folder, "left-over.ts"), "");
    const generated = [{ folder, files: new Map([["group/index.ts", "generated"]]) }];
    await write(generated);
    expect(await stale(generated)).toEqual([]);
    expect(readFileSync(join(folder, "group", "index.ts"), "utf8")).toBe("generated");
  });
});
