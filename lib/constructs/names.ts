/** Names that Terraform accepts and that do not run into each other. */
import { Token } from "cdktf";
import ipaddr from "ipaddr.js";

/**
 * A construct id that survives as a Terraform name. CDKTF drops every character that is not allowed there, so that
 * `10.0.1.11` and `10.0.11.1` both become `100111` and the second silently replaces the first. Here each such character
 * becomes `-`, and a name that could not begin a Terraform name gets a prefix: `10.0.1.11` becomes `ip-10-0-1-11`,
 * `1st` becomes `_1st`. An id that is fine already stays as it is.
 *
 * @throws Error when `id` is a token: its text is only known after synthesis
 */
export function constructId(id: string): string {
  if (Token.isUnresolved(id)) {
    throw new Error(
      "A construct id must be plain text, but this one holds a token (a value that is known only later). " +
        "Give a name of your own as the id and pass the token as a property.",
    );
  }
  const allowed = id.replaceAll(/[^A-Za-z0-9_-]/g, "-");
  if (isAddress(id)) return `ip-${allowed}`;
  return /^[A-Za-z_]/.test(allowed) ? allowed : `_${allowed}`;
}

function isAddress(text: string): boolean {
  return /^[0-9]|:/.test(text) && (ipaddr.isValid(text) || ipaddr.isValidCIDR(text));
}
