/** Host names: letters of either case and a dot at the end make no difference (RFC 4343, RFC 1034). */

export function sameName(a: string, b: string): boolean {
  return bareName(a).toLowerCase() === bareName(b).toLowerCase();
}

export function bareName(name: string): string {
  return name.replace(/\.$/, "");
}

/** Why it is no host name that an address could resolve to, or undefined. */
export function wrongName(name: string): string | undefined {
  const labels = bareName(name).split(".");
  if (/[^\x21-\x7e]/.test(name)) return "letters outside ASCII stand in DNS in the form that begins with xn--";
  if (name.includes("*")) return "an address resolves to one name, not to a wildcard";
  if (labels.length < 2) return "it has one part only";
  if (bareName(name).length > 253 || labels.some((label) => label.length > 63)) return "it is too long for DNS";
  const wrong = labels.find((label) => !/^[a-z0-9_]([a-z0-9_-]*[a-z0-9])?$/i.test(label));
  return wrong === undefined ? undefined : `"${wrong}" is no part of a host name`;
}
