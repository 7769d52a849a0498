/** Every report there is, each made from the journal alone. */
import { journalVersion } from "../journal";
import type { Journal } from "../journal";
import { htmlReport } from "./html/page";
import { junitReport } from "./junit";
import { textReport } from "./text";

export const reports = {
  text: textReport,
  json: (journal: Journal) => JSON.stringify(journal, undefined, 2),
  junit: junitReport,
  html: htmlReport,
} as const;

/** @throws Error when it is no journal of this version */
export function parseJournal(text: string): Journal {
  const value = JSON.parse(text) as Partial<Journal> | null;
  if (value?.journal !== journalVersion || !Array.isArray(value.drills)) {
    throw new Error(`it is no journal of a drill, or of another version than ${journalVersion}`);
  }
  return value as Journal;
}
