import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { brokenLine } from "./json-position";
import { configFiles } from "./find-stack";
import type { Body } from "./model";
import type { Problems } from "./problem";

export interface ConfigFile {
  readonly file: string;
  readonly body: Body;
}

const USE_TERRAFORM = "Use Terraform for this directory: terraform apply.";

/** Every `*.tf.json` of the directory, in the order of their names. */
export function readFiles(directory: string, problems: Problems): ConfigFile[] {
  const native = readdirSync(directory).filter((name) => name.endsWith(".tf") && !name.startsWith("."));
  if (native.length > 0) {
    problems.error(
      "Terraform's native syntax is not supported",
      `${native.join(", ")}: ipfailover reads Terraform's JSON syntax only, as CDKTF writes it. ${USE_TERRAFORM}`,
      { file: path.join(directory, native[0]!), path: "" },
    );
  }
  const names = configFiles(directory);
  if (names.length === 0 && native.length === 0) {
    problems.error("No configuration", `There is neither cdk.tf.json nor any other *.tf.json in ${directory}.`);
  }
  return names.flatMap((name) => readFile(path.join(directory, name), problems));
}

function readFile(file: string, problems: Problems): ConfigFile[] {
  if (/(^|_)override\.tf\.json$/.test(path.basename(file))) {
    problems.error("Override files are not supported", `Merge it into the file that it changes. ${USE_TERRAFORM}`, {
      file,
      path: "",
    });
    return [];
  }
  const source = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    problems.error("Malformed JSON", `Line ${brokenLine(source)} is where it stops being JSON: ${reason}.`, {
      file: `${file}:${brokenLine(source)}`,
      path: "",
    });
    return [];
  }
  const bodies = Array.isArray(json) ? (json as unknown[]) : [json];
  return bodies.flatMap((body) => {
    if (isBody(body)) return [{ file, body }];
    problems.error("Not a configuration", "The file must hold a JSON object.", { file, path: "" });
    return [];
  });
}

export function isBody(json: unknown): json is Body {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
