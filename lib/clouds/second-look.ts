/**
 * Lists that the API replaces whole, without an ETag, such as a LAN's failover groups, a NIC's addresses or the dedicated
 * addresses of a front-end. Between processes the last writer wins, so every write is looked at again.
 *
 * What makes two processes of ours lose nothing: the time from reading to writing is bounded, and the second look comes
 * later than that bound, when whoever had read the list before our write has written it.
 */
import { pause } from "../http/wait";

/** Longest time between reading a list and replacing it, in milliseconds. */
export const READ_TO_WRITE_MS = 500;
/** How often a list is put right before it is said that somebody else keeps undoing it. */
export const REPAIRS = 5;
/** How often a list is looked at in which others go on writing, before what was seen is believed. */
export const LOOKS = 6;

/** Waits until everybody who read the list before `since` (as of Date.now) has written it. */
export function secondLookDue(
  since: number,
  what: string,
  signal: AbortSignal,
  readToWriteMs: number = READ_TO_WRITE_MS,
): Promise<void> {
  const left = since + readToWriteMs + 50 - Date.now();
  return pause(Math.max(0, left), signal, what, "the second look is due");
}
