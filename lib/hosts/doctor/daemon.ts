/** The running keepalived: which file it read, and as whom. */
import type { Host } from "./host";

export interface Daemon {
  readonly pid: number;
  readonly file: string;
  readonly configId?: string;
}

export const DEFAULT_CONFIG = "/etc/keepalived/keepalived.conf";

/** Main processes in this network namespace; another namespace may have its own. */
export function runningDaemons(host: Host): readonly Daemon[] {
  const pids = (host.tree.list("/proc") ?? []).filter((name) => /^\d+$/.test(name)).map(Number);
  const keepaliveds = pids.filter((pid) => readText(host, `/proc/${pid}/comm`).trim() === "keepalived");
  const network = host.link("/proc/self/ns/net");
  return keepaliveds
    .filter((pid) => !keepaliveds.includes(parentOf(host, pid)))
    .filter((pid) => network === undefined || (host.link(`/proc/${pid}/ns/net`) ?? network) === network)
    .map((pid) => ({ pid, ...daemonOptions(readText(host, `/proc/${pid}/cmdline`).split("\0").filter(Boolean)) }));
}

const readText = (host: Host, path: string) => host.tree.read(path)?.toString("utf8") ?? "";

function parentOf(host: Host, pid: number): number {
  return Number(/^PPid:\s*(\d+)/m.exec(readText(host, `/proc/${pid}/status`))?.[1] ?? 0);
}

/** `-f FILE`, `-fFILE`, `--use-file FILE` and `--use-file=FILE`; the same of -i and --config-id. */
export function daemonOptions([, ...words]: readonly string[]): Omit<Daemon, "pid"> {
  const valueOf = (short: string, long: string) => {
    for (const [index, word] of words.entries()) {
      if (word === `--${long}`) return words[index + 1];
      if (word.startsWith(`--${long}=`)) return word.slice(long.length + 3);
      const cluster = new RegExp(`^-[A-Za-z]*?${short}(.*)$`).exec(word);
      if (cluster !== null) return cluster[1] === "" ? words[index + 1] : cluster[1];
    }
    return undefined;
  };
  const configId = valueOf("i", "config-id");
  return { file: valueOf("f", "use-file") ?? DEFAULT_CONFIG, ...(configId === undefined ? {} : { configId }) };
}

/** As `keepalived --version` says. */
export async function installedVersion(host: Host): Promise<string | undefined> {
  const ran = await host.run("keepalived", ["--version"]);
  return ran && /Keepalived v(\d+\.\d+\.\d+)/.exec(ran.stdout + ran.stderr)?.[1];
}
