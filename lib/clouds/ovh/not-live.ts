/** What to say when something was written and is not live. See docs/decisions/0009-what-is-stored-and-not-live.md. */
import { problem } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";
import { RefusalError } from "../refusal";
import { sayPending } from "./pending-changes";
import type { Violation } from "./refresh-conditions";
import type { PendingChange } from "./wire";

export type WriteKind = "create" | "update" | "delete" | "move";

const STATES: Readonly<Record<WriteKind, string>> = {
  create: "what was created is stored and not live",
  update: "what was changed is stored and not live",
  delete: "what was deleted is still live",
  move: "that an address moved is not live",
};

/** Conditions of a refresh that do not hold. Without any front-end there is nothing that could go live. */
export class ViolatedError extends RefusalError {
  constructor(
    violations: readonly Violation[],
    readonly isEmpty: boolean,
  ) {
    super(violations.map(({ summary, detail }) => problem(["load_balancer"], summary, detail)));
  }
}

/**
 * Violated conditions are never an error: what puts them right, such as a route of a new front-end, may come later in
 * the same run and only if this does not fail. Nor is a create: Terraform would delete and make again what it has made.
 * Nor is the move of an address, after which nothing of it is left to be applied again.
 */
export function notLive(loadBalancer: string, kind: WriteKind, error: unknown): Diagnostic {
  const violated = error instanceof RefusalError;
  const isError = !violated && (kind === "update" || kind === "delete");
  return {
    severity: isError ? "error" : "warning",
    summary: "Stored, but not live",
    detail: `${loadBalancer}: ${STATES[kind]}, because ${violated ? impossible(error) : failed(error)}`,
    path: ["load_balancer"],
  };
}

function impossible(error: RefusalError): string {
  const reasons = error.diagnostics.map(({ detail }) => `- ${detail}`).join("\n");
  const next = error instanceof ViolatedError && error.isEmpty ? "" : "\nPut that right, then apply again.";
  return `a refresh is not possible:\n${reasons}${next}`;
}

function failed(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const sentence = /[.!?]$/.test(text) ? text : `${text}.`;
  return `the refresh did not succeed: ${sentence} Then apply again, or refresh it in OVHcloud's control panel.`;
}

export function refreshedByHand(loadBalancer: string): Diagnostic {
  return {
    severity: "warning",
    summary: "Nothing is made live",
    detail: `refresh is false in the provider's configuration, so what is written to ${loadBalancer} is stored and waits until you refresh the load balancer yourself.`,
    path: [],
  };
}

export function stillPending(
  loadBalancer: string,
  rounds: number,
  pending: readonly PendingChange[],
  refreshes: readonly number[],
): string {
  const tried =
    refreshes.length === 0
      ? "each was refused because another one was running"
      : `task ${refreshes.join(", ")} is done`;
  return `After ${rounds} refreshes of ${loadBalancer} (${tried}) it is not certain that what was written is live: ${sayPending(pending) || "nothing"} is pending. Somebody else keeps changing or refreshing it: let them end, then apply again.`;
}
