import { createHash } from "node:crypto";

/** Ids and chances that are the same in every run with the same seed. */
export interface Ids {
  /** The next UUID (version 4 in form). */
  uuid(): string;
  /** The next `length` hexadecimal digits, 64 at most. */
  hex(length: number): string;
  /** The next number from 0 (included) to 1 (excluded). */
  random(): number;
  /** How many were drawn: give it back to `restore` to go on from here. */
  position(): number;
  restore(position: number): void;
}

export function createIds(seed: string): Ids {
  let drawn = 0;
  const digest = () => createHash("sha256").update(`${seed}/${drawn++}`).digest("hex");
  return {
    uuid() {
      const hex = digest();
      const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
      return [
        hex.slice(0, 8),
        hex.slice(8, 12),
        `4${hex.slice(13, 16)}`,
        variant + hex.slice(17, 20),
        hex.slice(20, 32),
      ].join("-");
    },
    hex: (length) => digest().slice(0, length),
    random: () => parseInt(digest().slice(0, 12), 16) / 2 ** 48,
    position: () => drawn,
    restore(position) {
      drawn = position;
    },
  };
}
