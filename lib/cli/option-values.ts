import { InvalidArgumentError } from "commander";
import { parseDuration } from "../duration";

/** Parses an option's value as a whole number within a range. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`Use a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}

/** Collects an option that may be given several times. */
export function collect(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

/** `30s`, `5m` in milliseconds, as Terraform's -lock-timeout takes it. */
export function wholeSeconds(text: string): number {
  if (text === "0" || text === "0s") return 0;
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) throw new InvalidArgumentError('Write a duration such as "30s" or "5m".');
  return milliseconds;
}

/** A duration in milliseconds, such as `500ms`, `2s` or `1m30s`. */
export function milliseconds(text: string): number {
  const value = parseDuration(text);
  if (value === undefined) throw new InvalidArgumentError('Write a duration such as "500ms" or "2s".');
  return value;
}
