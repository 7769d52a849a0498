import { randomBytes } from "node:crypto";
import os from "node:os";
import path from "node:path";

/** The shortest limit of all systems on a socket's name: sun_path of macOS, with its terminating zero. */
const LONGEST_PATH_BYTES = 103;

/** A path that nobody else has, in the folder for temporary files, or in /tmp where that one's name is too long. */
export function socketPath(env: Readonly<Record<string, string | undefined>>): string {
  const name = `ipfailover-${randomBytes(6).toString("hex")}.sock`;
  const candidates = [env.PLUGIN_UNIX_SOCKET_DIR || os.tmpdir(), "/tmp"].map((dir) => path.resolve(dir, name));
  const fitting = candidates.find((candidate) => Buffer.byteLength(candidate) <= LONGEST_PATH_BYTES);
  return fitting ?? path.join("/tmp", name);
}
