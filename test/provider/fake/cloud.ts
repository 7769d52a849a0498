/** A cloud in a file of JSON, and a journal beside it of what the provider was asked, by which process. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { knownString, type ObjectValue, type Value } from "../../../lib/resources/value";

export interface FakeCloud {
  get(id: string): ObjectValue | undefined;
  named(name: string): ObjectValue | undefined;
  put(id: string, thing: ObjectValue): void;
  remove(id: string): void;
}

type Things = Record<string, ObjectValue>;

export function fakeCloud(file: string): FakeCloud {
  const load = (): Things => (existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Things) : {});
  const save = (things: Things) => writeFileSync(file, JSON.stringify(things, null, 1));
  return {
    get: (id) => load()[id],
    named: (name) => Object.values(load()).find((thing) => thing.name === name),
    put: (id, thing) => save({ ...load(), [id]: thing }),
    remove: (id) => save(Object.fromEntries(Object.entries(load()).filter(([other]) => other !== id))),
  };
}

/** One line a call: the process, what it was asked, and of which thing. */
export function journal(what: string, about: unknown = ""): void {
  const file = process.env.FAKE_JOURNAL;
  if (file)
    appendFileSync(file, `${process.pid} ${what} ${typeof about === "string" ? about : JSON.stringify(about)}\n`);
}

/** A string as it is, anything else as nothing. */
export function text(value: Value | undefined): string {
  return knownString(value) ?? "";
}
