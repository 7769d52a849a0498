import { placedLine } from "../placed-text";
import type { Position } from "../position";
import type { Directive } from "../tree";
import { commandWords } from "../words";
import type { Word } from "../words";
import { decimal, settingsOf, text, valueOf, wholeNumber } from "./settings";
import type { Settings } from "./settings";

/** A program that keepalived runs. */
export interface Command {
  /** `script`, `notify_master`, … */
  readonly keyword: string;
  /** Of the instance, group or script that it belongs to. */
  readonly of: string;
  readonly program: string;
  readonly arguments: readonly string[];
  readonly position: Position;
  /** Words behind the command: its user and group, or arguments that somebody forgot to quote. */
  readonly owner: readonly Word[];
  /** `"</file"` only opens a file. */
  readonly onlyOpensFile: boolean;
}

/** Undefined when there is no command to read. Source: keepalived 2.2.7, lib/notify.c, set_script_params_array(). */
export function readCommand(directive: Directive, of: string): Command | undefined {
  const [keyword, command, ...owner] = commandWords(directive.line).words;
  if (keyword === undefined || command === undefined) return undefined;
  // keepalived splits the line into words, and then the word with the command once more.
  const inner = commandWords(placedLine(command.text, command.position.file, command.position.line)).words;
  const [program = "", ...parameters] = inner.map((word) => word.text);
  return {
    keyword: keyword.text,
    of,
    program,
    arguments: parameters,
    position: command.position,
    owner,
    onlyOpensFile: /^<[ \t]*\//.test(command.text),
  };
}

export interface Script {
  readonly name: string;
  readonly position: Position;
  readonly settings: Settings;
  readonly command?: Command;
  /** Seconds. */
  readonly interval: number;
  readonly timeout?: number;
  readonly fall: number;
  readonly rise: number;
  readonly weight: number;
  readonly user?: Word;
}

export function readScript(directive: Directive): Script {
  const name = valueOf(directive) ?? "";
  const settings = settingsOf(directive.body ?? []);
  const script = settings.last("script");
  const command = script && readCommand(script, name);
  const timeout = decimal(valueOf(settings.last("timeout")), 1, Infinity);
  const user = settings.last("user")?.words[1];
  return {
    name,
    position: directive.position,
    settings,
    interval: decimal(valueOf(settings.last("interval")), 0.001, Infinity) ?? 1,
    fall: wholeNumber(valueOf(settings.last("fall")), 1, Infinity) ?? 1,
    rise: wholeNumber(valueOf(settings.last("rise")), 1, Infinity) ?? 1,
    weight: wholeNumber(valueOf(settings.last("weight")), -253, 253) ?? 0,
    ...(command === undefined ? {} : { command }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(user === undefined ? {} : { user }),
  };
}

/** What a group or an instance runs when something changes. */
export function readNotifications(settings: Settings, of: string): readonly Command[] {
  return settings.directives
    .filter(({ words }) => text(words[0]).startsWith("notify") && text(words[0]) !== "notify_priority_changes")
    .flatMap((directive) => readCommand(directive, of) ?? []);
}
