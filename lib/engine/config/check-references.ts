import { suggestion } from "../expressions/suggestion";
import { noting } from "./blocks";
import type { ResourceConfig, StackConfig } from "./model";
import { type Location, type Problems, within } from "./problem";
import { targetId } from "./targets";
import { nodeReferences, type Reference, referencesIn, resourceId } from "./references";

/** Every reference names something that is there: told before anything is evaluated, all of it together. */
export function checkReferences(config: StackConfig, foreign: boolean, problems: Problems): void {
  const checkJson = (json: unknown, at: Location, own?: ResourceConfig) => {
    const references = noting(problems, at, () => referencesIn(json)) ?? [];
    for (const reference of references) check(reference, at, own);
  };
  // Thousands of attributes have nothing to check, and need no place made up for them.
  const checkAttribute = (name: string, json: unknown, own: ResourceConfig) => {
    if (typeof json === "object" || (typeof json === "string" && json.includes("{"))) {
      checkJson(json, within(own.at, name), own);
    }
  };
  const check = (reference: Reference, at: Location, own?: ResourceConfig) => {
    const problem = problemWith(reference, config, own);
    if (problem) problems.error(problem[0], problem[1], at);
  };
  const checkIds = (ids: readonly string[], at: Location) => {
    ids.forEach((id, i) => {
      if (!config.resources.has(id)) problems.error(...undeclared(id, config), within(at, i));
    });
  };
  for (const { json, at } of config.locals.values()) checkJson(json, at);
  for (const { body, at } of config.providers.values()) checkJson(body, at);
  for (const { value, dependsOn, at } of config.outputs.values()) {
    checkJson(value.json, value.at);
    checkIds(dependsOn, within(at, "depends_on"));
  }
  for (const { to, at } of config.imports) {
    const id = targetId(to);
    if (config.resources.has(id)) continue;
    const detail = `There is no resource ${id} to import into. Declare it, or remove the import block.`;
    problems.error("Configuration for import target does not exist", detail, within(at, "to"));
  }
  for (const resource of config.resources.values()) {
    if (foreign) continue;
    for (const name of Object.keys(resource.body)) checkAttribute(name, resource.body[name], resource);
    for (const repetition of [resource.count, resource.forEach])
      if (repetition) checkJson(repetition.json, repetition.at);
    checkIds(resource.dependsOn, within(resource.at, "depends_on"));
    for (const node of resource.lifecycle.replaceTriggeredBy) {
      for (const reference of nodeReferences(node)) {
        check(reference, within(resource.at, "lifecycle", "replace_triggered_by"), resource);
      }
    }
    for (const { condition, errorMessage, at } of resource.lifecycle.preconditions) {
      checkJson([condition, errorMessage], at, resource);
    }
    for (const { body, when, at } of resource.provisioners) {
      checkJson(body, at, resource);
      if (when === "destroy") checkDestroyProvisioner(body, at, problems);
    }
  }
}

function checkDestroyProvisioner(body: unknown, at: Location, problems: Problems): void {
  const foreign = (noting(problems, at, () => referencesIn(body)) ?? []).some(
    ({ root }) => root !== "self" && root !== "count" && root !== "each" && root !== "path",
  );
  if (!foreign) return;
  problems.error(
    "Invalid reference from destroy provisioner",
    "Destroy-time provisioners and their connection configurations may only reference attributes of the related " +
      "resource, via 'self', 'count.index', or 'each.key'.",
    at,
  );
}

function problemWith(
  reference: Reference,
  config: StackConfig,
  own: ResourceConfig | undefined,
): [string, string] | undefined {
  const { root, path } = reference;
  const [name = ""] = path;
  switch (root) {
    case "var":
      if (config.variables.has(name)) return undefined;
      return [
        "Reference to undeclared input variable",
        `An input variable with the name ${JSON.stringify(name)} has not been declared.${suggestion(name, [...config.variables.keys()])}`,
      ];
    case "local":
      if (config.locals.has(name)) return undefined;
      return [
        "Reference to undeclared local value",
        `A local value with the name ${JSON.stringify(name)} has not been declared.${suggestion(name, [...config.locals.keys()])}`,
      ];
    case "each":
      if (own?.forEach) return undefined;
      return [
        'Reference to "each" in context without for_each',
        'The "each" object can be used only in "resource" blocks where the "for_each" argument is set.',
      ];
    case "count":
      if (own?.count) return undefined;
      return [
        'Reference to "count" in non-counted context',
        'The "count" object can only be used in "resource" blocks where the "count" argument is set.',
      ];
    case "module":
      return ["Reference to undeclared module", "ipfailover does not know modules. Use Terraform for this stack."];
    default: {
      const id = resourceId(reference);
      if (id === undefined || config.resources.has(id)) return undefined;
      if (path.length === 0)
        return [
          "Invalid reference",
          "A reference to a resource type must be followed by at least one attribute access, specifying the resource name.",
        ];
      return undeclared(id, config);
    }
  }
}

function undeclared(id: string, config: StackConfig): [string, string] {
  const [data, type, name] = id.startsWith("data.") ? id.split(".") : ["", ...id.split(".")];
  const kind = data === "data" ? "data" : "managed";
  return [
    "Reference to undeclared resource",
    `A ${kind} resource ${JSON.stringify(type)} ${JSON.stringify(name)} has not been declared in the root module.` +
      suggestion(id, [...config.resources.keys()]),
  ];
}
