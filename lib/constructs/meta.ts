/** What all constructs here have in common. */
import { Token, type TerraformMetaArguments } from "cdktf";
import type { IConstruct } from "constructs";

/** Anything that Terraform knows by an id: a resource or data source of any provider's bindings. */
export interface Identified {
  readonly id: string;
}

/** The id itself, a token that stands for it, or the resource that has it. */
export type Reference = string | Identified;

export function idOf(reference: Reference): string {
  return typeof reference === "string" ? reference : reference.id;
}

/** The id of something that Terraform knows by a number, though the vendor's bindings have it as a text. */
export function numberOf(reference: Reference | number | undefined): number | undefined {
  if (reference === undefined || typeof reference === "number") return reference;
  const id = idOf(reference);
  return Token.isUnresolved(id) || !/^\d+$/.test(id) ? Token.asNumber(id) : Number(id);
}

/** Without the properties that are undefined, which exact optional property types tell from absent ones. */
export function defined<T extends object>(props: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** Terraform's own arguments, as they are handed on to the resource that a construct stands for. */
export function metaArguments(props: TerraformMetaArguments): TerraformMetaArguments {
  const { dependsOn, count, provider, lifecycle, forEach, provisioners, connection } = props;
  return defined({
    dependsOn,
    count,
    provider,
    lifecycle,
    forEach,
    provisioners,
    connection,
  });
}

/**
 * Marks `construct` as one of a kind, so that {@link isKind} recognises it whichever copy of this package made it:
 * `instanceof` fails as soon as two copies are installed.
 */
export function markKind(construct: IConstruct, kind: symbol): void {
  Object.defineProperty(construct, kind, { value: true });
}

export function isKind(value: unknown, kind: symbol): boolean {
  return typeof value === "object" && value !== null && kind in value;
}
