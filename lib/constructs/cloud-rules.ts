/** What a cloud demands beyond what every cloud does, as far as it can be told at synth. */
import { core } from "../resources/core";
import { schemas } from "../resources/schemas";
import { configValue } from "./resolved-config";
import type { Finding } from "./sibling-rules";
import { text, type Declared } from "./stack-elements";

export function cloudProblems(resources: readonly Declared[], providers: readonly Declared[]): readonly Finding[] {
  const clouds = new Map(providers.map(({ name, json }) => [name, text(json.cloud)]));
  return resources.flatMap((at) => {
    const cloud = clouds.get(providerAlias(at));
    const schema = schemas.resources[at.type];
    if (cloud === undefined || !schema) return [];
    const found = core.checkOnCloud(cloud, at.type, configValue(schema, at.json));
    return found.map((diagnostic) => ({ at, diagnostic }));
  });
}

/** The alias of the resource's provider configuration; empty for the default one. */
function providerAlias({ json }: Declared): string {
  return (text(json.provider) ?? "").split(".")[1] ?? "";
}
