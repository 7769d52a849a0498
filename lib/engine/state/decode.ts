/** From the text of a state file to the model. */
import { isList, isObject, type ObjectValue, type Value } from "../../resources/value";
import { StateError } from "./error";
import { EMPTY_STATE, type ObjectState, type OutputState, type ResourceState, type State } from "./model";

/** An empty text is the state that was never written: Terraform leaves such a file while it holds a lock. */
export function decodeState(text: string, file: string): State {
  if (text.trim() === "") return EMPTY_STATE;
  const document = parse(text, file);
  const { version, terraform_version, serial, lineage, outputs, resources, check_results, ...rest } = document;
  if (version !== 4) throw unsupportedVersion(version, terraform_version, file);
  const fail = (what: string) => broken(file, `${what} has not the shape that format version 4 prescribes`);
  if (typeof serial !== "number" || !Number.isSafeInteger(serial) || serial < 0) throw fail('"serial"');
  if (typeof lineage !== "string") throw fail('"lineage"');
  if (outputs !== undefined && !isObject(outputs)) throw fail('"outputs"');
  if (resources !== undefined && resources !== null && !isList(resources)) throw fail('"resources"');
  return {
    terraformVersion: typeof terraform_version === "string" ? terraform_version : EMPTY_STATE.terraformVersion,
    serial,
    lineage,
    outputs: Object.fromEntries(Object.entries(outputs ?? {}).map(([name, output]) => [name, decodeOutput(output)])),
    resources: (resources ?? []).map((resource, i) => decodeResource(resource, () => fail(`"resources[${i}]"`))),
    checkResults: check_results ?? null,
    rest,
  };
}

function parse(text: string, file: string): ObjectValue {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw broken(file, `it is not JSON: ${(error as Error).message}`, error);
  }
  if (!isObject(document as Value)) throw broken(file, "it is not a JSON object");
  return document as ObjectValue;
}

function broken(file: string, reason: string, cause?: unknown): StateError {
  return new StateError(
    "State file cannot be read",
    `${file}: ${reason}. Put a good copy in its place, for example ${file}.backup, which holds the state from before ` +
      "the last run.",
    { cause },
  );
}

function unsupportedVersion(version: unknown, terraformVersion: unknown, file: string): StateError {
  if (typeof version !== "number") return broken(file, 'it has no "version" attribute, so it is no Terraform state');
  const writer = typeof terraformVersion === "string" ? ` It was written by Terraform ${terraformVersion}.` : "";
  const remedy =
    version < 4
      ? "Run any command of Terraform 1.x that writes the state, for example `terraform apply`, which upgrades it."
      : "Use a newer version of this tool.";
  return new StateError(
    "Unsupported state file format",
    `${file} uses format version ${version}; only version 4 is supported.${writer} ${remedy}`,
  );
}

function decodeOutput(output: Value): OutputState {
  const { value = null, type = "dynamic", sensitive } = isObject(output) ? output : {};
  return { value, type, sensitive: sensitive === true };
}

function decodeResource(resource: Value, fail: () => StateError): ResourceState {
  if (!isObject(resource)) throw fail();
  const { module, mode, type, name, provider, instances, ...rest } = resource;
  const known = typeof type === "string" && typeof name === "string" && typeof provider === "string";
  if (!known || (mode !== "managed" && mode !== "data") || !isList(instances)) throw fail();
  return {
    ...(typeof module === "string" && { module }),
    mode,
    type,
    name,
    provider,
    objects: instances.map((instance) => decodeObject(instance, fail)),
    rest,
  };
}

function decodeObject(instance: Value, fail: () => StateError): ObjectState {
  if (!isObject(instance)) throw fail();
  const { index_key, status, deposed, schema_version, attributes, sensitive_attributes, ...more } = instance;
  const { private: secret, dependencies, create_before_destroy, ...rest } = more;
  if (attributes !== undefined && !isObject(attributes)) throw fail();
  if (status !== undefined && status !== "tainted") throw fail();
  return {
    ...((typeof index_key === "string" || typeof index_key === "number") && { key: index_key }),
    ...(status === "tainted" && { tainted: true }),
    ...(typeof deposed === "string" && { deposed }),
    schemaVersion: typeof schema_version === "number" ? schema_version : 0,
    attributes: attributes ?? {},
    ...(sensitive_attributes !== undefined && { sensitiveAttributes: sensitive_attributes }),
    ...(typeof secret === "string" && { private: secret }),
    dependencies: isList(dependencies) ? dependencies.filter((address) => typeof address === "string") : [],
    ...(create_before_destroy === true && { createBeforeDestroy: true }),
    ...(Object.keys(rest).length > 0 && { rest }),
  };
}
