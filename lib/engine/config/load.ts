import path from "node:path";
import { PROVIDER_SOURCE } from "../../resources/schemas";
import { checkReferences } from "./check-references";
import { type Draft, readConfigFile } from "./draft";
import { findStack } from "./find-stack";
import type { ResourceConfig, StackConfig } from "./model";
import { Problems, within } from "./problem";
import { readFiles } from "./read-files";
import type { RawResource } from "./resource";
import { findStatePath, findWorkspace } from "./terraform-block";
import { gatherValues } from "./variables";

export interface LoadOptions {
  /** A directory, or a stack's name; absent: the only stack in `cdktf.out`. */
  readonly directory?: string | undefined;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `name=value`. */
  readonly variables?: readonly string[];
  readonly variableFiles?: readonly string[];
  /**
   * `any`: resources of other providers are left in, for commands that only look (`status`, `render`); planning needs
   * the default.
   */
  readonly foreign?: "refuse" | "any";
}

/** Where null and terraform_data live in a state. */
const BUILT_IN: Readonly<Record<string, string>> = {
  null_resource: 'provider["registry.terraform.io/hashicorp/null"]',
  terraform_data: 'provider["terraform.io/builtin/terraform"]',
};

/** Reads a stack. Throws ConfigError with everything that is wrong. */
export function loadConfig(options: LoadOptions): StackConfig {
  const directory = findStack(options.directory, options.cwd);
  const problems = new Problems();
  const files = readFiles(directory, problems);
  const values = gatherValues(
    {
      directory,
      env: options.env,
      assignments: options.variables ?? [],
      files: (options.variableFiles ?? []).map((file) => path.resolve(options.cwd, file)),
    },
    problems,
  );
  const draft: Draft = {
    settings: { sources: new Map() },
    locals: new Map(),
    variables: new Map(),
    providers: new Map(),
    resources: new Map(),
    outputs: new Map(),
    moved: [],
    imports: [],
    removed: [],
  };
  for (const file of files) readConfigFile(file, draft, values, problems);
  for (const assignment of options.variables ?? []) {
    const name = assignment.split("=")[0]!.trim();
    if (!draft.variables.has(name)) {
      problems.error("Value for undeclared variable", `There is no variable ${JSON.stringify(name)} to assign to.`);
    }
  }
  const workspace = findWorkspace(directory, options.env);
  const config: StackConfig = {
    ...draft,
    directory,
    name: path.basename(directory),
    statePath: findStatePath(directory, workspace, draft.settings),
    workspace,
    resources: withProviders(draft, options.foreign === "any", problems),
    warnings: problems.list,
  };
  checkReferences(config, options.foreign === "any", problems);
  problems.throwIfAny();
  return config;
}

function withProviders(draft: Draft, foreign: boolean, problems: Problems): ReadonlyMap<string, ResourceConfig> {
  const found = new Map<string, ResourceConfig>();
  const refused: string[] = [];
  for (const resource of draft.resources.values()) {
    const isOurs = resource.type.startsWith("ipfailover_");
    if (!isOurs && !(resource.mode === "managed" && resource.type in BUILT_IN) && !foreign) refused.push(resource.id);
    found.set(resource.id, { ...resource, providerAddress: providerAddress(resource, isOurs, draft) });
    const needsBlock = isOurs && resource.provider.includes(".") && !draft.providers.has(resource.provider);
    if (needsBlock) {
      problems.error(
        "Provider configuration not present",
        `There is no provider configuration ${resource.provider}.`,
        within(resource.at, "provider"),
      );
    }
  }
  if (refused.length > 0) {
    const others = refused.length > 10 ? [...refused.slice(0, 10), `${refused.length - 10} more`] : refused;
    problems.error(
      "Resources of other providers",
      `ipfailover makes its own resources, null_resource and terraform_data only; this stack also has ` +
        `${others.join(", ")}. Use Terraform for this stack: terraform apply.`,
      draft.resources.get(refused[0]!)!.at,
    );
  }
  return found;
}

function providerAddress(resource: RawResource, isOurs: boolean, draft: Draft): string {
  const builtIn = isOurs ? undefined : BUILT_IN[resource.type];
  if (builtIn !== undefined) return builtIn;
  const [name, alias] = resource.provider.split(".");
  const source = isOurs
    ? PROVIDER_SOURCE
    : (draft.settings.sources.get(name!) ?? `registry.terraform.io/hashicorp/${name}`);
  return `provider["${source}"]${alias === undefined ? "" : `.${alias}`}`;
}
