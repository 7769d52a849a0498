/** What apply tells while it works, in Terraform's words. */
import type { PlanSummary } from "../model";
import type { Paint } from "./paint";
import { harmless } from "./text";

export type Work = "create" | "update" | "delete" | "read" | "refresh";

const BEGUN: Readonly<Record<Work, string>> = {
  create: "Creating...",
  update: "Modifying...",
  delete: "Destroying...",
  read: "Reading...",
  refresh: "Refreshing state...",
};
const UNDER_WAY = { create: "Creating", update: "Modifying", delete: "Destroying", read: "Reading" } as const;
const DONE = { create: "Creation", update: "Modifications", delete: "Destruction", read: "Read" } as const;

/** What is worked on: its address, with the deposed object's name where it is one. */
export interface Subject {
  readonly address: string;
  readonly deposed?: string;
  /** Where it is known. */
  readonly id?: string;
}

export function begun(work: Work, subject: Subject, paint: Paint): string {
  const id = work === "create" ? "" : idSuffix(subject);
  return paint("bold", `${name(subject)}: ${BEGUN[work]}${id}`);
}

/** `ipfailover_group.web: Still creating... [10s elapsed]`, with what is waited for. */
export function stillAtWork(
  work: Exclude<Work, "refresh">,
  subject: Subject,
  elapsedMs: number,
  paint: Paint,
  waitsFor = "",
): string {
  const id = subject.id === undefined ? "" : `id=${harmless(subject.id)}, `;
  const reason = waitsFor === "" ? "" : ` ${harmless(waitsFor)}`;
  const text = `Still ${UNDER_WAY[work].toLowerCase()}... [${id}${duration(elapsedMs)} elapsed]`;
  return `${paint("bold", `${name(subject)}: ${text}`)}${reason}`;
}

export function done(work: Exclude<Work, "refresh">, subject: Subject, elapsedMs: number, paint: Paint): string {
  const id = work === "delete" ? "" : idSuffix(subject);
  return paint("bold", `${name(subject)}: ${DONE[work]} complete after ${duration(elapsedMs)}${id}`);
}

/** The last line. `done` counts what was done, not what was planned. */
export function applyComplete(mode: "apply" | "destroy", summary: PlanSummary, paint: Paint): string {
  const { add, change, destroy } = summary;
  const counts = `${add} added, ${change} changed, ${destroy} destroyed.`;
  const text =
    mode === "destroy" ? `Destroy complete! Resources: ${destroy} destroyed.` : `Apply complete! Resources: ${counts}`;
  return `\n${paint("bold", paint("green", text))}\n`;
}

function name({ address, deposed }: Subject): string {
  return deposed === undefined ? address : `${address} (deposed object ${deposed})`;
}

function idSuffix({ id }: Subject): string {
  return id === undefined ? "" : ` [id=${harmless(id)}]`;
}

/** `2s`, `1m5s`: Go's way, in whole seconds. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const head = hours > 0 ? `${hours}h${minutes}m` : minutes > 0 ? `${minutes}m` : "";
  return `${head}${seconds % 60}s`;
}
