import { parseExpression } from "../expressions/parse";
import { type Block, blocks, booleanOf, noting, refuseOthers, stringList } from "./blocks";
import type { ConditionConfig, LifecycleConfig, ResourceConfig } from "./model";
import { type Location, type Problems, within } from "./problem";
import { parsePath, unwrap } from "./targets";

const KNOWN = [
  "create_before_destroy",
  "prevent_destroy",
  "ignore_changes",
  "replace_triggered_by",
  "precondition",
  "postcondition",
];

export const NO_LIFECYCLE: LifecycleConfig = {
  preventDestroy: false,
  ignoreChanges: [],
  replaceTriggeredBy: [],
  preconditions: [],
  postconditions: [],
};

export function readLifecycle(
  json: unknown,
  mode: ResourceConfig["mode"],
  place: Location,
  problems: Problems,
): LifecycleConfig {
  const [block, ...more] = blocks(json, place, problems);
  if (!block) return NO_LIFECYCLE;
  const { body, at } = block;
  if (more.length > 0) problems.error("Duplicate lifecycle block", "There can be only one.", more[0]!.at);
  refuseOthers(body, mode === "data" ? KNOWN.slice(4) : KNOWN, "lifecycle", at, problems);
  const before = body.create_before_destroy;
  return {
    ...(before !== undefined && {
      createBeforeDestroy: booleanOf(before, within(at, "create_before_destroy"), problems),
    }),
    preventDestroy: booleanOf(body.prevent_destroy, within(at, "prevent_destroy"), problems),
    ignoreChanges: readIgnored(body.ignore_changes, within(at, "ignore_changes"), problems),
    replaceTriggeredBy: stringList(body.replace_triggered_by, within(at, "replace_triggered_by"), problems).flatMap(
      (source, i) => {
        const at_ = within(at, "replace_triggered_by", i);
        const node = noting(problems, at_, () => parseExpression(unwrap(source)));
        return node ? [node] : [];
      },
    ),
    preconditions: readConditions(body.precondition, within(at, "precondition"), problems),
    postconditions: readConditions(body.postcondition, within(at, "postcondition"), problems),
  };
}

function readIgnored(json: unknown, at: Location, problems: Problems): LifecycleConfig["ignoreChanges"] {
  if (json === "all" || json === "${all}") return "all";
  const sources = stringList(json, at, problems);
  if (sources.length === 1 && sources[0] === "all") return "all";
  return sources.flatMap((source, i) => {
    const path = noting(problems, within(at, i), () => parsePath(source));
    return path ? [path] : [];
  });
}

export function readConditions(json: unknown, at: Location, problems: Problems): readonly ConditionConfig[] {
  return blocks(json, at, problems).map(({ body, at: place }: Block) => {
    refuseOthers(body, ["condition", "error_message"], "a condition", place, problems);
    for (const name of ["condition", "error_message"]) {
      if (body[name] === undefined) {
        problems.error(
          "Missing required argument",
          `The argument ${JSON.stringify(name)} is required, but no definition was found.`,
          place,
        );
      }
    }
    return { condition: body.condition, errorMessage: body.error_message, at: place };
  });
}
