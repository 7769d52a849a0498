import type { AttributePath } from "../../resources/diagnostic";
import type { Attributes, AttributeType, Schema } from "../../resources/schema";
import type { PathStep } from "../protocol/messages";
import { attributesOf } from "./shape";

/** What a path can lead into: the attributes of an object, or the elements of a list or map. */
type Place =
  | { readonly kind: "attributes"; readonly attributes: Attributes }
  | { readonly kind: "list" | "map"; readonly element: Place | undefined };

/**
 * A path in the protocol's terms, which tell an attribute from a map's key. A path that does not fit the schema is cut
 * where it stops to fit: Terraform then points at what encloses it.
 */
export function protocolPath(path: AttributePath, schema: Schema): PathStep[] {
  const steps: PathStep[] = [];
  let place: Place | undefined = { kind: "attributes", attributes: attributesOf(schema) };
  for (const step of path) {
    if (place?.kind === "attributes") {
      const attribute: Attributes[string] | undefined = place.attributes[step];
      if (!attribute) break;
      steps.push({ attribute_name: String(step) });
      place = placeOf(attribute.type);
    } else if (place?.kind === "map") {
      steps.push({ element_key_string: String(step) });
      place = place.element;
    } else if (place?.kind === "list" && Number.isSafeInteger(Number(step))) {
      steps.push({ element_key_int: Number(step) });
      place = place.element;
    } else break;
  }
  return steps;
}

function placeOf(type: AttributeType): Place | undefined {
  if (typeof type === "string") return undefined;
  if ("object" in type) return { kind: "attributes", attributes: type.object };
  if ("listOf" in type) return { kind: "list", element: { kind: "attributes", attributes: type.listOf } };
  if ("mapOf" in type) return { kind: "map", element: { kind: "attributes", attributes: type.mapOf } };
  if ("list" in type) return { kind: "list", element: undefined };
  return { kind: "map", element: type.map === "strings" ? { kind: "list", element: undefined } : undefined };
}
