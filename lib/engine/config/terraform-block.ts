import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { PROVIDER_SOURCE } from "../../resources/schemas";
import { type Block, labelled } from "./blocks";
import { type Problems, within } from "./problem";
import { isBody } from "./read-files";

export interface Settings {
  /** Path of the state file, as the backend says; absent: the default. */
  path?: string;
  workspaceDirectory?: string;
  /** Sources by local name, wholly spelt out. */
  readonly sources: Map<string, string>;
}

const KNOWN = ["backend", "required_providers", "required_version", "provider_meta", "experiments", "//"];

export function readTerraformBlock({ body, at }: Block, settings: Settings, problems: Problems): void {
  for (const name of Object.keys(body)) {
    if (KNOWN.includes(name)) continue;
    problems.error(
      "Unsupported setting",
      `ipfailover cannot follow terraform.${name}. Use Terraform for this stack: terraform apply.`,
      within(at, name),
    );
  }
  for (const backend of labelled(body.backend, within(at, "backend"), problems)) {
    if (backend.label !== "local") {
      problems.error(
        "Unsupported backend",
        `The state of this stack is kept by the backend ${JSON.stringify(backend.label)}, which ipfailover cannot ` +
          "reach: it works on local state. Use Terraform for this stack, or the backend local.",
        backend.at,
      );
      continue;
    }
    if (typeof backend.body.path === "string") settings.path = backend.body.path;
    if (typeof backend.body.workspace_dir === "string") settings.workspaceDirectory = backend.body.workspace_dir;
  }
  for (const { body: providers, at: place } of required(body.required_providers, within(at, "required_providers"))) {
    for (const [name, requirement] of Object.entries(providers)) {
      if (name === "//") continue;
      const source = isBody(requirement) && typeof requirement.source === "string" ? requirement.source : name;
      settings.sources.set(name, wholeSource(source));
      if (name === "ipfailover" && wholeSource(source) !== PROVIDER_SOURCE) {
        problems.error(
          "Another provider",
          `ipfailover stands here for ${source}; this program is ${PROVIDER_SOURCE}. Give that as the source, or use ` +
            "Terraform for this stack.",
          within(place, name),
        );
      }
    }
  }
}

function required(json: unknown, at: Block["at"]): Block[] {
  if (Array.isArray(json)) return json.flatMap((item, i) => required(item, within(at, i)));
  return isBody(json) ? [{ body: json, at }] : [];
}

/** `a/b` is on Terraform's registry, `b` is HashiCorp's. */
export function wholeSource(source: string): string {
  const parts = source.toLowerCase().split("/");
  const [name, namespace = "hashicorp", host = "registry.terraform.io"] = parts.reverse();
  return `${host}/${namespace}/${name}`;
}

/** The chosen workspace, as `terraform workspace select` notes it. */
export function findWorkspace(directory: string, env: Readonly<Record<string, string | undefined>>): string {
  if (env.TF_WORKSPACE) return env.TF_WORKSPACE;
  const note = path.join(directory, env.TF_DATA_DIR ?? ".terraform", "environment");
  return (existsSync(note) && readFileSync(note, "utf8").trim()) || "default";
}

export function findStatePath(directory: string, workspace: string, settings: Settings): string {
  if (workspace === "default") return path.resolve(directory, settings.path ?? "terraform.tfstate");
  return path.resolve(directory, settings.workspaceDirectory ?? "terraform.tfstate.d", workspace, "terraform.tfstate");
}
