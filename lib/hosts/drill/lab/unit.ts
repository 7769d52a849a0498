/** Reads from a member's systemd files what the lab has to do in systemd's place. */
import { parseDuration } from "../../../duration";
import type { LabFile, LabUnit } from "./plan";

const unitFolder = "/etc/systemd/system";

/** Debian's unit of keepalived restarts nothing and cleans nothing up; the member's drop-ins say more. */
export function unitOf(files: readonly LabFile[], config: string): LabUnit {
  const dropIns = files.filter(({ path }) => path.startsWith(`${unitFolder}/keepalived.service.d/`));
  const lines = dropIns.flatMap(({ content }) => settings(content));
  const last = (name: string) => valuesOf(lines, name).at(-1);
  const restarts = ["always", "on-failure", "on-abnormal"].includes(last("Restart") ?? "no");
  const wanted = valuesOf(lines, "Wants").flatMap((value) => value.split(" "));
  const units = files.filter(({ path }) => wanted.some((name) => path === `${unitFolder}/${name}`));
  return {
    config,
    before: units.flatMap(({ content }) => valuesOf(settings(content), "ExecStart")),
    stopPost: valuesOf(lines, "ExecStopPost"),
    ...(restarts && { restartMs: milliseconds(last("RestartSec") ?? "100ms") }),
  };
}

type Setting = readonly [name: string, value: string];

function settings(content: string): readonly Setting[] {
  return content.split("\n").flatMap((line): readonly Setting[] => {
    const match = /^(\w+)=(.*)$/.exec(line.trim());
    return match ? [[match[1] ?? "", (match[2] ?? "").trim()]] : [];
  });
}

/** An empty value takes back what was said before. */
function valuesOf(lines: readonly Setting[], name: string): readonly string[] {
  const values = lines.filter(([candidate]) => candidate === name).map(([, value]) => value);
  return values.slice(values.lastIndexOf("") + 1);
}

/** systemd takes a bare number for seconds. */
function milliseconds(text: string): number {
  return parseDuration(/^[\d.]+$/.test(text) ? `${text}s` : text) ?? 100;
}
