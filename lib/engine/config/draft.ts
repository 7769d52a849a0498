import { blocks, booleanOf, labelled, noting, without } from "./blocks";
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
  VariableConfig,
} from "./model";
import { type Location, type Problems, within } from "./problem";
import type { ConfigFile } from "./read-files";
import { type RawResource, readDependsOn, readResource } from "./resource";
import { parseTarget } from "./targets";
import { readTerraformBlock, type Settings } from "./terraform-block";
import { type gatherValues, readVariables } from "./variables";

const UNSUPPORTED = ["module", "check", "ephemeral", "action", "list"];

/** What is gathered from the files, before it is put together. */
export interface Draft {
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

type Values = ReturnType<typeof gatherValues>;

/** Notes what one file says. */
export function readConfigFile({ file, body }: ConfigFile, draft: Draft, values: Values, problems: Problems): void {
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
