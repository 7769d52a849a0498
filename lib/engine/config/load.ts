import path from "node:path";
import { PROVIDER_SOURCE } from "../../resources/schemas";
import { blocks, booleanOf, labelled, noting, without } from "./blocks";
import { checkReferences } from "./check-references";
import { findStack } from "./find-stack";
import { readConditions } from "./lifecycle";
import type {
  Body,
  Expression,
  ImportConfig,
  MovedConfig,
  OutputConfig,
  ProviderConfig,
  RemovedConfig,
  ResourceConfig,
  StackConfig,
  VariableConfig,
} from "./model";
import { type Location, Problems, within } from "./problem";
import { type ConfigFile, readFiles } from "./read-files";
import { type RawResource, readDependsOn, readResource } from "./resource";
import { parseTarget } from "./targets";
import { findStatePath, findWorkspace, readTerraformBlock, type Settings } from "./terraform-block";
import { gatherValues, readVariables } from "./variables";

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

const UNSUPPORTED = ["module", "check", "ephemeral", "action", "list"];

interface Draft {
  readonly settings: Settings;
  readonly locals: Map<string, Expression>;
  readonly variables: Map<string, VariableConfig>;
  readonly providers: Map<string, ProviderConfig>;
  readonly resources: Map<string, RawResource>;
  readonly outputs: Map<string, OutputConfig>;
  readonly moved: MovedConfig[];
  readonly imports: ImportConfig[];
  readonly removed: RemovedConfig[];
}

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
  for (const file of files) readFile(file, draft, values, problems);
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

type Values = ReturnType<typeof gatherValues>;

function readFile({ file, body }: ConfigFile, draft: Draft, values: Values, problems: Problems): void {
  const top: Location = { file, path: "" };
  for (const [key, json] of Object.entries(body)) {
    const at = within(top, key);
    switch (key) {
      case "//":
        break;
      case "terraform":
        for (const block of blocks(json, at, problems)) readTerraformBlock(block, draft.settings, problems);
        break;
      case "variable":
        for (const [name, variable] of readVariables(json, at, values, problems)) {
          add(draft.variables, name, variable, variable.at, "variable", problems);
        }
        break;
      case "locals":
        for (const block of blocks(json, at, problems)) {
          for (const [name, value] of Object.entries(block.body)) {
            if (name !== "//") draft.locals.set(name, { json: value, at: within(block.at, name) });
          }
        }
        break;
      case "provider":
        for (const { label, body: config, at: place } of labelled(json, at, problems)) {
          readProvider(label, config, place, draft, problems);
        }
        break;
      case "resource":
      case "data":
        readResources(key === "data" ? "data" : "managed", json, at, draft, problems);
        break;
      case "output":
        for (const { label, body: output, at: place } of labelled(json, at, problems)) {
          add(draft.outputs, label, readOutput(label, output, place, problems), place, "output", problems);
        }
        break;
      case "moved":
      case "import":
      case "removed":
        for (const block of blocks(json, at, problems)) readRefactoring(key, block.body, block.at, draft, problems);
        break;
      default:
        problems.error(
          UNSUPPORTED.includes(key) ? "Unsupported block" : "Extraneous JSON object property",
          UNSUPPORTED.includes(key)
            ? `ipfailover does not know ${key} blocks. Use Terraform for this stack: terraform apply.`
            : `No argument or block type is named ${JSON.stringify(key)}.`,
          at,
        );
    }
  }
}

function add<T>(to: Map<string, T>, name: string, item: T, at: Location, kind: string, problems: Problems): void {
  if (to.has(name))
    problems.error(`Duplicate ${kind}`, `${kind} ${JSON.stringify(name)} stands there more than once.`, at);
  to.set(name, item);
}

function readProvider(name: string, body: Body, at: Location, draft: Draft, problems: Problems): void {
  const { alias } = body;
  const rest = without(body, "alias", "//", "version");
  const key = typeof alias === "string" ? `${name}.${alias}` : name;
  const provider = { name, ...(typeof alias === "string" && { alias }), body: rest, at };
  add(draft.providers, key, provider, at, "provider configuration", problems);
}

function readResources(
  mode: ResourceConfig["mode"],
  json: unknown,
  at: Location,
  draft: Draft,
  problems: Problems,
): void {
  for (const { body: types, at: outer } of blocks(json, at, problems)) {
    for (const [type, named] of Object.entries(types)) {
      if (type === "//") continue;
      for (const { label, body, at: place } of labelled(named, within(outer, type), problems)) {
        const resource = readResource(mode, type, label, body, place, problems);
        add(draft.resources, resource.id, resource, place, "resource", problems);
      }
    }
  }
}

function readOutput(name: string, body: Body, at: Location, problems: Problems): OutputConfig {
  if (!("value" in body)) {
    problems.error("Missing required argument", 'The argument "value" is required, but no definition was found.', at);
  }
  return {
    name,
    value: { json: body.value, at: within(at, "value") },
    sensitive: booleanOf(body.sensitive, within(at, "sensitive"), problems),
    dependsOn: readDependsOn(body.depends_on, within(at, "depends_on"), problems),
    preconditions: readConditions(body.precondition, within(at, "precondition"), problems),
    at,
  };
}

function readRefactoring(kind: string, body: Body, at: Location, draft: Draft, problems: Problems): void {
  const target = (name: string) =>
    noting(problems, within(at, name), () => parseTarget(typeof body[name] === "string" ? body[name] : ""));
  if (kind === "moved") {
    const [from, to] = [target("from"), target("to")];
    if (from && to) draft.moved.push({ from, to, at });
  } else if (kind === "import") {
    const to = target("to");
    if (body.for_each !== undefined || body.identity !== undefined) {
      const detail = "ipfailover imports by id, one object per import block. Use Terraform for this stack.";
      problems.error("Unsupported import block", detail, at);
    }
    if (to) draft.imports.push({ to, id: { json: body.id, at: within(at, "id") }, at });
  } else {
    const from = target("from");
    const [lifecycle] = blocks(body.lifecycle, within(at, "lifecycle"), problems);
    const destroy = lifecycle?.body.destroy !== false;
    if (from) draft.removed.push({ from, destroy, at });
  }
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
