/** Never with an exponent, as Terraform prints numbers. */
export function numberText(value: number): string {
  const short = String(value);
  const [digits = "", exponent] = short.split("e");
  if (exponent === undefined) return short;
  if (Number.isInteger(value)) return BigInt(value).toString();
  const [sign, whole = "", fraction = ""] = [value < 0 ? "-" : "", ...digits.replace("-", "").split(".")];
  return `${sign}0.${"0".repeat(-Number(exponent) - 1)}${whole}${fraction}`;
}

/**
 * Terraform computes with 512 bits; 15 digits hide what is left over in binary, so that 0.1 + 0.2 is 0.3. There is no
 * negative zero either.
 */
export function rounded(value: number): number {
  if (!Number.isFinite(value)) return value;
  return Number.isInteger(value) ? value + 0 : Number(value.toPrecision(15));
}
