import { blocks, noting, refuseOthers, stringList, without } from "./blocks";
import { NO_LIFECYCLE, readLifecycle } from "./lifecycle";
import type { Body, ProvisionerConfig, ResourceConfig } from "./model";
import { type Location, type Problems, within } from "./problem";
import { parseTarget, targetId, unwrap } from "./targets";

const META = new Set(["count", "for_each", "depends_on", "provider", "lifecycle", "provisioner", "connection", "//"]);

/** Everything but the provider's address, which needs all files. */
export type RawResource = Omit<ResourceConfig, "providerAddress">;

export function readResource(
  mode: ResourceConfig["mode"],
  type: string,
  name: string,
  body: Body,
  at: Location,
  problems: Problems,
): RawResource {
  if (!/^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name)) {
    problems.error(
      "Invalid resource name",
      "A name must start with a letter or underscore and may contain only letters, digits, underscores, and dashes.",
      at,
    );
  }
  if (body.count !== undefined && body.for_each !== undefined) {
    problems.error(
      'Invalid combination of "count" and "for_each"',
      'The "count" and "for_each" meta-arguments are mutually-exclusive, only one should be used.',
      at,
    );
  }
  const arguments_ = Object.fromEntries(Object.entries(body).filter(([key]) => !META.has(key)));
  const { depends_on: dependsOn, lifecycle, provisioner } = body;
  return {
    id: targetId({ mode, type, name }),
    mode,
    type,
    name,
    body: arguments_,
    ...(body.count !== undefined && body.count !== null && { count: { json: body.count, at: within(at, "count") } }),
    ...(body.for_each !== undefined &&
      body.for_each !== null && { forEach: { json: body.for_each, at: within(at, "for_each") } }),
    dependsOn: dependsOn === undefined ? [] : readDependsOn(dependsOn, within(at, "depends_on"), problems),
    provider: typeof body.provider === "string" ? unwrap(body.provider) : type.split("_")[0]!,
    lifecycle:
      lifecycle === undefined ? NO_LIFECYCLE : readLifecycle(lifecycle, mode, within(at, "lifecycle"), problems),
    provisioners: provisioner === undefined ? [] : readProvisioners(body, mode, at, problems),
    at,
  };
}

export function readDependsOn(json: unknown, at: Location, problems: Problems): readonly string[] {
  return stringList(json, at, problems).flatMap((source, i) => {
    // A module or a local cannot be waited for here; whatever is no resource is told with the references.
    const target = noting(problems, within(at, i), () => parseTarget(source.replace(/\[.*\]\}?$/, "")));
    return target ? [targetId(target)] : [];
  });
}

function readProvisioners(body: Body, mode: string, at: Location, problems: Problems): readonly ProvisionerConfig[] {
  return blocks(body.provisioner, within(at, "provisioner"), problems).flatMap(({ body: outer, at: place }) =>
    Object.entries(outer)
      .filter(([kind]) => kind !== "//")
      .flatMap(([kind, json]) => {
        if (mode === "data") {
          problems.error("Invalid data resource", "A data source cannot have provisioners.", place);
          return [];
        }
        if (kind !== "local-exec") {
          problems.error(
            "Unsupported provisioner",
            `ipfailover runs local-exec provisioners only, not ${JSON.stringify(kind)}. Use Terraform for this stack: ` +
              "terraform apply.",
            within(place, kind),
          );
          return [];
        }
        return blocks(json, within(place, kind), problems).map((block) =>
          readLocalExec(block.body, block.at, problems),
        );
      }),
  );
}

function readLocalExec(body: Body, at: Location, problems: Problems): ProvisionerConfig {
  const { when, on_failure: onFailure } = body;
  const rest = without(body, "when", "on_failure", "connection", "//");
  const known = ["when", "on_failure", "connection", "command", "interpreter", "working_dir", "environment", "quiet"];
  refuseOthers(body, known, "a local-exec provisioner", at, problems);
  if (rest.command === undefined) {
    problems.error("Missing required argument", 'The argument "command" is required, but no definition was found.', at);
  }
  if (when !== undefined && when !== "create" && when !== "destroy") {
    problems.error('Invalid "when" keyword', 'The "when" argument requires "create" or "destroy".', within(at, "when"));
  }
  if (onFailure !== undefined && onFailure !== "continue" && onFailure !== "fail") {
    problems.error(
      'Invalid "on_failure" keyword',
      'The "on_failure" argument requires "continue" or "fail".',
      within(at, "on_failure"),
    );
  }
  return {
    when: when === "destroy" ? "destroy" : "create",
    onFailure: onFailure === "continue" ? "continue" : "fail",
    body: rest,
    at,
  };
}
