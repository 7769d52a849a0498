/** What must be well for a member to hold the addresses. */
import { Duration } from "./duration";
import type { HaCheck, HaTracking } from "./model";
import { interfaceForm } from "./nic";
import {
  checkName,
  durationAt,
  entries,
  fields,
  hostAddressAt,
  isAbsent,
  items,
  problemAt,
  textAt,
  wholeAt,
  type Place,
} from "./place";

/** keepalived counts intervals and time-outs of scripts in seconds. */
const PACE = [Duration.milliseconds(100), Duration.minutes(60)] as const;
const COUNT = [1, 100] as const;
const PROGRAM = [/^[A-Za-z0-9_.+:-]{1,15}$/, "a program's name as in /proc/PID/comm, at most 15 characters"] as const;
const FILE = [/^(\/[A-Za-z0-9_.+:-]+)+$/, "an absolute path of letters, digits and _ . + : -"] as const;

interface Pace {
  readonly fall: number;
  readonly rise: number;
}

export function readTracking(checks: Place, gateway: Place, track: Place): HaTracking {
  const parts = isAbsent(track) ? undefined : fields(track, ["interfaces", "processes", "files"]);
  const probe = isAbsent(gateway) ? undefined : readGateway(gateway);
  return {
    checks: entries(checks).flatMap(([name, place]) => {
      const isNamed = checkName(place, name);
      return (isNamed && readCheck(place, name, { fall: 2, rise: 2 })) || [];
    }),
    interfaces: parts ? items(parts.interfaces).flatMap((item) => textAt(item, interfaceForm) ?? []) : [],
    processes: parts ? items(parts.processes).flatMap((item) => textAt(item, PROGRAM) ?? []) : [],
    files: new Map(parts ? entries(parts.files).flatMap(readFile) : []),
    ...(probe && { gateway: probe }),
  };
}

/** A check before promotion: one failure is enough, for nothing is lost by waiting. */
export function readReadyCheck(place: Place): HaCheck | undefined {
  return isAbsent(place) ? undefined : readCheck(place, "ready", { fall: 1, rise: 2 });
}

function readCheck(place: Place, name: string, absent: Pace): HaCheck | undefined {
  const parts = fields(place, ["command", "interval", "timeout", "fall", "rise"]);
  if (!parts) return undefined;
  const command = readCommand(parts.command);
  const interval = isAbsent(parts.interval) ? Duration.seconds(1) : durationAt(parts.interval, PACE);
  const timeout = isAbsent(parts.timeout) ? interval : durationAt(parts.timeout, PACE);
  const fall = isAbsent(parts.fall) ? absent.fall : wholeAt(parts.fall, COUNT);
  const rise = isAbsent(parts.rise) ? absent.rise : wholeAt(parts.rise, COUNT);
  if (!command || !interval || !timeout || fall === undefined || rise === undefined) return undefined;
  return { name, command, interval, timeout, fall, rise };
}

function readCommand(place: Place): readonly string[] | undefined {
  const words = items(place).map((item) => {
    const text = textAt(item);
    // keepalived hands no newline through, and a script with one cannot be read.
    if (text === undefined || !/[\n\r\0]/.test(text)) return text;
    return problemAt(item, "It has a line break in it. Put longer programs into a file of their own.");
  });
  const [program] = words;
  if (words.length === 0) {
    return problemAt(place, 'command is missing. Write program and arguments: ["/usr/bin/pg_isready", "-q"].');
  }
  if (program !== undefined && !program.startsWith("/")) {
    return problemAt(place, `command[0] is "${program}". Give the program's absolute path.`);
  }
  return words.every((word) => word !== undefined) ? words : undefined;
}

function readGateway(place: Place): HaTracking["gateway"] {
  const parts = fields(place, ["address", "interval", "fall"]);
  if (!parts) return undefined;
  const address = hostAddressAt(parts.address);
  const interval = isAbsent(parts.interval) ? Duration.seconds(1) : durationAt(parts.interval, PACE);
  const fall = isAbsent(parts.fall) ? 3 : wholeAt(parts.fall, COUNT);
  return address === undefined || !interval || fall === undefined ? undefined : { address, interval, fall };
}

function readFile([name, place]: readonly [string, Place]): readonly (readonly [string, string])[] {
  const isNamed = checkName(place, name);
  const file = textAt(place, FILE);
  return isNamed && file !== undefined ? [[name, file]] : [];
}
