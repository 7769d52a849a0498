/** The rules of each resource by itself: the same that the provider applies at plan, as far as values are literal. */
import { core } from "../resources/core";
import type { Diagnostic } from "../resources/diagnostic";
import { schemas } from "../resources/schemas";
import { configValue } from "./resolved-config";
import type { Finding } from "./sibling-rules";
import type { Declared } from "./stack-elements";

export function providerFindings(providers: readonly Declared[]): readonly Finding[] {
  return providers.flatMap((at) => findings(at, core.validateProvider(configValue(schemas.provider, at.json))));
}

export function resourceFindings(resources: readonly Declared[]): readonly Finding[] {
  return resources.flatMap((at) => {
    const schema = schemas.resources[at.type];
    if (!schema) return [];
    const config = configValue(schema, at.json);
    return findings(at, [...core.validateResource(at.type, config), ...core.adviseResource(at.type, config)]);
  });
}

export function dataSourceFindings(dataSources: readonly Declared[]): readonly Finding[] {
  return dataSources.flatMap((at) => {
    const schema = schemas.dataSources[at.type];
    return schema ? findings(at, core.validateDataSource(at.type, configValue(schema, at.json))) : [];
  });
}

function findings(at: Declared, diagnostics: readonly Diagnostic[]): readonly Finding[] {
  return diagnostics.map((diagnostic) => ({ at, diagnostic }));
}
