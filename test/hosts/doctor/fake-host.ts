/** A host whose programs answer what a test says. */
import type { Host, Ran, RunOptions } from "../../../lib/hosts/doctor/host";
import { memoryTree } from "../support/memory-tree";
import type { MemoryFile } from "../support/memory-tree";

type Answer = Partial<Ran> | string | undefined;

export interface FakeHost {
  readonly files?: Readonly<Record<string, MemoryFile | string>>;
  /** By program, or by program and its first words: the longest that fits answers. Programs that are not named are missing. */
  readonly programs?: Readonly<Record<string, Answer | ((args: readonly string[], options: RunOptions) => Answer)>>;
  readonly isRoot?: boolean;
}

/** A healthy backup of a pair, as the kernel tells it. */
export const ipOutput = (...addresses: readonly string[]): string =>
  JSON.stringify([
    { ifname: "lo", flags: ["LOOPBACK", "UP", "LOWER_UP"], addr_info: [{ local: "127.0.0.1" }] },
    {
      ifname: "eth0",
      flags: ["BROADCAST", "MULTICAST", "UP", "LOWER_UP"],
      addr_info: ["192.0.2.11", ...addresses].map((local) => ({ local })),
    },
  ]);

export function fakeHost({ files = {}, programs = {}, isRoot = true }: FakeHost = {}): Host {
  return {
    name: "a",
    isRoot,
    tree: memoryTree(files),
    link: () => undefined,
    run: (program, args, options = {}) => {
      const line = [program, ...args].join(" ");
      const [, answer] =
        Object.entries(programs)
          .filter(([name]) => line === name || line.startsWith(`${name} `))
          .sort(([a], [b]) => b.length - a.length)[0] ?? [];
      const given = typeof answer === "function" ? answer(args, options) : answer;
      if (given === undefined) return Promise.resolve(undefined);
      const ran = typeof given === "string" ? { stdout: given } : given;
      return Promise.resolve({ code: 0, stdout: "", stderr: "", ...ran });
    },
  };
}
