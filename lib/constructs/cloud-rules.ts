/** What a cloud demands beyond what every cloud does, as far as it can be told at synth. */
import { core } from "../resources/core";
import { schemas } from "../resources/schemas";
import { configValue } from "./resolved-config";
import type { Finding } from "./sibling-rules";
import { text, type Declared } from "./stack-elements";

export function cloudProblems(resources: readonly Declared[], providers: readonly Declared[]): readonly Finding[] {
  return resources.flatMap((at) => {
    const cloud = cloudOf(providerAlias(at), providers);
    const schema = schemas.resources[at.type];
    if (cloud === undefined || !schema) return [];
    const found = core.checkOnCloud(cloud, at.type, configValue(schema, at.json));
    return found.map((diagnostic) => ({ at, diagnostic }));
  });
}

/** The cloud of a provider configuration, by its alias; undefined where it is known only later, or nowhere. */
export function cloudOf(alias: string, providers: readonly Declared[]): string | undefined {
  return text(providers.find(({ name }) => name === alias)?.json.cloud);
}

/** The alias of the resource's provider configuration; empty for the default one. */
function providerAlias({ json }: Declared): string {
  return (text(json.provider) ?? "").split(".")[1] ?? "";
}
