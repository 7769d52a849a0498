/** Never with an exponent, as Terraform prints numbers. */
export function numberText(value: number): string {
  const short = String(value);
  if (!short.includes("e")) return short;
  if (Number.isInteger(value)) return BigInt(value).toString();
  return value.toFixed(20).replace(/0+$/, "");
}

/** Terraform computes with 512 bits; 15 digits hide what is left over in binary, so that 0.1 + 0.2 is 0.3. */
export function rounded(value: number): number {
  return Number.isInteger(value) || !Number.isFinite(value) ? value : Number(value.toPrecision(15));
}
