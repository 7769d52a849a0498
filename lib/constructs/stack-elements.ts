/** What a stack declares, as Terraform will read it. */
import {
  DefaultTokenResolver,
  StringConcat,
  TerraformDataSource,
  TerraformElement,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
  Tokenization,
} from "cdktf";
import type { IConstruct } from "constructs";
import { IpfailoverProvider } from "../bindings/provider";
import { schemas } from "../resources/schemas";

/** JSON as it stands in `cdk.tf.json`: references are texts such as `${ipfailover_ip_block.web.ips[0]}`. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** One resource or provider configuration of ours. */
export interface Declared {
  /** Where problems are shown: the construct that the user made. */
  readonly construct: IConstruct;
  /** `ipfailover_group`; `ipfailover` for a provider. */
  readonly type: string;
  /** Its name in Terraform. */
  readonly name: string;
  readonly json: JsonObject;
}

/** The elements of this stack, without those of stacks inside of it. */
export function elementsOf(stack: TerraformStack): readonly TerraformElement[] {
  return stack.node
    .findAll()
    .filter((node): node is TerraformElement => TerraformElement.isTerraformElement(node))
    .filter((element) => TerraformStack.of(element) === stack);
}

export function declaredResources(stack: TerraformStack, elements: readonly TerraformElement[]): readonly Declared[] {
  return elements.flatMap((element) =>
    TerraformResource.isTerraformResource(element) && element.terraformResourceType in schemas.resources
      ? declared(stack, element, "resource")
      : [],
  );
}

export function declaredDataSources(stack: TerraformStack, elements: readonly TerraformElement[]): readonly Declared[] {
  return elements.flatMap((element) =>
    TerraformDataSource.isTerraformDataSource(element) && element.terraformResourceType in schemas.dataSources
      ? declared(stack, element, "data")
      : [],
  );
}

function declared(
  stack: TerraformStack,
  element: TerraformResource | TerraformDataSource,
  kind: "resource" | "data",
): readonly Declared[] {
  const type = element.terraformResourceType;
  const name = element.friendlyUniqueId;
  const json = elementJson(stack, element, kind);
  // What has moved elsewhere declares nothing.
  return Object.keys(json).length > 0 ? [{ construct: shownAt(element), type, name, json }] : [];
}

/** A resource of any provider, as Terraform will read it. */
export function resourceJson(stack: TerraformStack, resource: TerraformResource): JsonObject {
  return elementJson(stack, resource, "resource");
}

function elementJson(
  stack: TerraformStack,
  element: TerraformResource | TerraformDataSource,
  kind: "resource" | "data",
): JsonObject {
  const rendered = resolve(stack, element.toTerraform()) as Partial<Record<typeof kind, Record<string, JsonObject>>>;
  return object(rendered[kind]?.[element.terraformResourceType]?.[element.friendlyUniqueId]);
}

export function declaredProviders(stack: TerraformStack, elements: readonly TerraformElement[]): readonly Declared[] {
  return elements.flatMap((element) => {
    if (!TerraformProvider.isTerraformProvider(element)) return [];
    const type = element.terraformResourceType;
    if (type !== IpfailoverProvider.tfResourceType) return [];
    const rendered = resolve(stack, element.toTerraform()) as { provider?: Record<string, JsonObject[]> };
    const json = rendered.provider?.[type]?.[0];
    return json ? [{ construct: element, type, name: text(json.alias) ?? "", json }] : [];
  });
}

/** Tokens become what they stand for, in Terraform's words. */
export function resolve(stack: TerraformStack, value: unknown): unknown {
  return Tokenization.resolve(value, { scope: stack, resolver: new DefaultTokenResolver(new StringConcat()) });
}

export function text(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function object(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** A text, and where it stands. */
export interface FoundText {
  readonly text: string;
  readonly path: readonly (string | number)[];
}

export function textsIn(json: Json, path: readonly (string | number)[] = []): readonly FoundText[] {
  if (typeof json === "string") return [{ text: json, path }];
  if (Array.isArray(json)) return json.flatMap((item: Json, index) => textsIn(item, [...path, index]));
  return Object.entries(object(json)).flatMap(([name, item]) => textsIn(item ?? null, [...path, name]));
}

/** What a text stands for when Terraform evaluates nothing in it: in its JSON `$${` stands for `${`. */
export function unescaped(value: string): string {
  return value.replaceAll("$${", "${").replaceAll("%%{", "%{");
}

/** True for a text that Terraform evaluates, so that its value is not known here. */
export function isExpression(value: string): boolean {
  return /(?<!\$)(?:\$\$)*\$\{|(?<!%)(?:%%)*%\{/.test(value);
}

/** True for an expression that may mean something else in each instance of a resource with `count` or `for_each`. */
export function differsByInstance(expression: string): boolean {
  return isExpression(expression) && /\b(each|count|self)\./.test(expression);
}

/** A construct of ours hides its resource as a child that is called Default. */
function shownAt(element: TerraformElement): IConstruct {
  return element.node.id === "Default" && element.node.scope ? element.node.scope : element;
}
