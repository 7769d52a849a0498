import { type Behaviour, behaviourOf } from "./options";

/** Options whose value is one of a few words. */
type Worded = {
  [Name in keyof Behaviour]: Behaviour[Name] extends string ? (string extends Behaviour[Name] ? never : Name) : never;
}[keyof Behaviour];

/** The words of each, its default first. */
export const CHOICES: { readonly [Name in Worded]: readonly Behaviour[Name][] } = {
  authClock: ["machine", "simulated"],
  unseenErrors: ["class", "error-code", "message"],
  emptyAnswers: ["by-client", "none", "null", "no-content"],
  expandedLists: ["on-request", "ignore"],
  coercibleTypes: ["reject", "accept"],
  unknownFields: ["ignore", "reject"],
  readOnlyFields: ["ignore", "reject"],
  secondMove: ["reject", "queue"],
  moveInPlace: ["accept", "reject"],
  moveFromVrack: ["reject", "allow"],
  ipServiceOnItsWay: ["answers", "bad-request"],
  moveDedicatedIpAway: ["allow", "reject"],
  parkedRoutedTo: ["object", "null"],
  emptyDestinations: ["list", "null"],
  forwardRecords: ["assumed", "required"],
  placeholderCertificates: ["accept", "reject"],
  unroutedDedicatedIp: ["reject", "accept"],
  absentInPut: ["unchanged", "reset"],
  farmOfAnotherZone: ["accept", "reject"],
  sharedDedicatedIp: ["different-ports", "never", "always"],
  portClash: ["reject", "accept"],
  clearedLists: ["as-sent", "null", "empty"],
  deleteUsed: ["reject", "allow"],
  pendingCount: ["writes", "objects"],
  pendingInAllZones: ["each", "together"],
  nothingPending: ["empty", "zeros"],
  invalidRefresh: ["refuse", "no-effect", "task-error"],
  parallelRefresh: ["no-effect", "refuse", "queue"],
  refreshTakes: ["at-request", "at-end"],
  finishedVrackTask: ["vanishes", "stays"],
};

/** All that makes up a simulator before its first request. */
const FIXED = ["seed", "journalLimit"];

const listed = (words: readonly string[]) => words.map((word) => `"${word}"`).join(" or ");
const kindOf = (value: unknown) => (Array.isArray(value) ? "list" : typeof value);

function check(name: string, value: unknown, now: Readonly<Record<string, unknown>>): void {
  if (!Object.hasOwn(now, name)) throw new Error(`there is no option "${name}"`);
  if (FIXED.includes(name)) throw new Error(`the option "${name}" is only for the start`);
  const words: readonly string[] | undefined = Object.hasOwn(CHOICES, name) ? CHOICES[name as Worded] : undefined;
  const shown = JSON.stringify(value);
  if (words && !words.includes(value as string))
    throw new Error(`the option "${name}" is ${listed(words)}, not ${shown}`);
  const kind = kindOf(now[name]);
  if (kindOf(value) !== kind) throw new Error(`the option "${name}" is a ${kind}, not ${shown}`);
}

/** The options while a simulator runs, for tests of other processes: what is changed counts from the next request on. */
export function createOptionsControl(behaviour: Behaviour) {
  const names = Object.keys(behaviourOf({})) as (keyof Behaviour)[]; // not the keys and the clock that came along
  const show = () => Object.fromEntries(names.map((name) => [name, behaviour[name]]));
  const atStart = show();
  return {
    show,
    /** All or nothing. */
    change(changes: unknown): void {
      if (typeof changes !== "object" || changes === null || Array.isArray(changes))
        throw new Error("options are an object: names and values");
      for (const [name, value] of Object.entries(changes)) check(name, value, show());
      Object.assign(behaviour, changes);
    },
    reset: () => void Object.assign(behaviour, atStart),
  };
}
