/** Other members, asked through a command such as `ssh root@b`. Nothing is installed or changed there. */
import path from "node:path";
import { parseInterfaces } from "./addresses";
import type { HostInterface } from "./addresses";
import { daemonOptions, DEFAULT_CONFIG } from "./daemon";
import type { Daemon } from "./daemon";
import { fetchedTree } from "./fetched-tree";
import type { FetchedFile } from "./fetched-tree";
import type { Host } from "./host";
import type { FileTree } from "../keepalived/file-tree";

export interface PeerCommand {
  readonly name: string;
  /** What runs a command there: its words stand in front of `sh`. */
  readonly words: readonly string[];
}

export interface Peer {
  readonly name: string;
  readonly version?: string;
  readonly daemon?: Daemon;
  readonly file: string;
  readonly interfaces?: readonly HostInterface[];
  readonly tree: FileTree;
  /** Seconds that its clock is ahead of ours, give or take `clockDoubt`. */
  readonly clockAhead?: number;
  readonly clockDoubt: number;
}

const facts = `
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
echo "@now $(date +%s.%N)"
keepalived --version 2>&1 | sed -n 's/^Keepalived v\\([0-9.]*\\).*/@version \\1/p'
network=$(readlink /proc/self/ns/net)
for process in /proc/[0-9]*; do
  [ "$(cat "$process/comm" 2> /dev/null)" = keepalived ] || continue
  [ "$(readlink "$process/ns/net")" = "$network" ] || continue
  parent=$(sed -n 's/^PPid:[[:space:]]*//p' "$process/status")
  [ "$(cat "/proc/$parent/comm" 2> /dev/null)" = keepalived ] && continue
  echo "@daemon \${process#/proc/} $(tr '\\000' '\\001' < "$process/cmdline")"
done
echo "@addresses $(ip -j address show | tr -d '\\n')"
`;

/** The folder comes as the script's first argument. */
const files = `
find -L "$1" -type f -size -512k 2> /dev/null | while read -r file; do
  echo "@file $(stat -L -c '%a %u %g' "$file") $(base64 < "$file" | tr -d '\\n') $file"
done
`;

/** A sentence when the peer cannot be asked. */
export async function askPeer(host: Host, { name, words }: PeerCommand): Promise<Peer | string> {
  const asked = Date.now();
  const answer = await runThere(host, words, facts);
  if (typeof answer === "string") return answer;
  const told = Date.now();
  const now = Number(answer.one("now"));
  const daemon = daemonOf(answer.one("daemon"));
  const file = daemon?.file ?? DEFAULT_CONFIG;
  const fetched = await runThere(
    host,
    words,
    `set -- '${path.posix.dirname(file).replaceAll("'", "'\\''")}'\n${files}`,
  );
  if (typeof fetched === "string") return fetched;
  const version = answer.one("version");
  const interfaces = parseInterfaces(answer.one("addresses") ?? "");
  return {
    name,
    file,
    tree: fetchedTree(fetched.all("file").flatMap(fileOf)),
    clockDoubt: (told - asked) / 1000,
    ...(Number.isNaN(now) ? {} : { clockAhead: now - (asked + told) / 2000 }),
    ...(version === undefined ? {} : { version }),
    ...(daemon === undefined ? {} : { daemon }),
    ...(interfaces === undefined ? {} : { interfaces }),
  };
}

interface Answer {
  one(tag: string): string | undefined;
  all(tag: string): readonly string[];
}

async function runThere(host: Host, words: readonly string[], script: string): Promise<Answer | string> {
  const [program = "", ...args] = words;
  const ran = await host.run(program, [...args, "sh", "-s"], { input: script, timeoutMs: 30_000 });
  if (ran === undefined) return `there is no ${program}`;
  if (ran.code !== 0)
    return ran.stderr.trim().split("\n").at(-1) || `${program} ends with ${ran.code ?? "nothing in time"}`;
  const lines = ran.stdout.split("\n");
  const all = (tag: string) =>
    lines.filter((line) => line.startsWith(`@${tag} `)).map((line) => line.slice(tag.length + 2));
  return { all, one: (tag) => all(tag)[0] };
}

function daemonOf(line: string | undefined): Daemon | undefined {
  const [pid, words] = line?.split(/ (.*)/s) ?? [];
  return pid === undefined
    ? undefined
    : { pid: Number(pid), ...daemonOptions((words ?? "").split("\u0001").filter(Boolean)) };
}

function fileOf(line: string): readonly FetchedFile[] {
  const match = /^(\d+) (\d+) (\d+) (\S*) (\/.*)$/.exec(line);
  if (match === null) return [];
  const [, mode = "", owner, group, content = "", file = ""] = match;
  return [
    {
      path: file,
      content: Buffer.from(content, "base64"),
      mode: parseInt(mode, 8),
      owner: Number(owner),
      group: Number(group),
    },
  ];
}
