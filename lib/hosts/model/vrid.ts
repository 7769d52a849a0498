/**
 * A virtual router id for a group that names none: always the same for the same name, and spread over 1 to 255.
 * (FNV-1a, 32 bits.)
 */
export function vridOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return 1 + (hash % 255);
}
