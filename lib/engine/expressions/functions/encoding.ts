import { createHash } from "node:crypto";
import type { Value } from "../../../resources/value";
import { ConversionError } from "../convert";
import { jsonText } from "../json-text";
import { fromPlain, text } from "../typed";
import { any, type FunctionSpec, type FunctionTable, string } from "./define";

function ofText(name: string, compute: (value: string) => string): FunctionSpec {
  return { parameters: [string(name)], returns: "string", run: ([value]) => text(compute(value!.raw as string)) };
}

const digest = (algorithm: string) => ofText("str", (value) => createHash(algorithm).update(value).digest("hex"));

export const encodingFunctions: FunctionTable = {
  jsonencode: { parameters: [any("val")], returns: "string", run: ([value]) => text(jsonText(value!)) },
  jsondecode: {
    parameters: [string("str")],
    returns: "dynamic",
    run: ([value]) => {
      try {
        return fromPlain(JSON.parse(value!.raw as string) as Value, "dynamic");
      } catch (error) {
        throw new ConversionError(error instanceof Error ? error.message : String(error));
      }
    },
  },
  base64encode: ofText("str", (value) => Buffer.from(value).toString("base64")),
  base64decode: ofText("str", (value) => {
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value) || value.length % 4 !== 0) {
      throw new ConversionError(`failed to decode base64 data ${JSON.stringify(value)}`);
    }
    return Buffer.from(value, "base64").toString();
  }),
  urlencode: ofText("str", (value) =>
    encodeURIComponent(value)
      .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
      .replace(/%20/g, "+"),
  ),
  md5: digest("md5"),
  sha1: digest("sha1"),
  sha256: digest("sha256"),
  sha512: digest("sha512"),
};
