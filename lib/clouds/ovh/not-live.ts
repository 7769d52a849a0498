/** What to say when something was written and is not live. See docs/decisions/0009-what-is-stored-and-not-live.md. */
import type { Diagnostic } from "../diagnostic";
import { RefusalError } from "../refusal";

export type WriteKind = "create" | "update" | "delete" | "move";

/**
 * Violated conditions are never an error: what puts them right, such as a route of a new front-end, may come later in
 * the same run and only if this does not fail. Nor is a create: Terraform would delete and make again what it has made.
 * Nor is the move of an address, after which nothing of it is left to be applied again.
 */
export function notLive(loadBalancer: string, kind: WriteKind, error: unknown): Diagnostic {
  const violated = error instanceof RefusalError;
  const isError = !violated && (kind === "update" || kind === "delete");
  const what = {
    create: "what was created is stored",
    update: "the change is stored",
    delete: "what was deleted is gone from what is stored",
    move: "the change of its addresses is stored",
  }[kind];
  const reason = violated
    ? `a refresh is not possible:\n${error.diagnostics.map(({ detail }) => `- ${detail}`).join("\n")}\nPut that right, then apply again.`
    : `the refresh did not succeed: ${sentence(error)} Then apply again, or refresh it in OVHcloud's control panel.`;
  return {
    severity: isError ? "error" : "warning",
    summary: "Stored, but not live",
    detail: `On ${loadBalancer} ${what}, but not live, because ${reason}`,
    path: ["load_balancer"],
  };
}

export function refreshedByHand(loadBalancer: string): Diagnostic {
  return {
    severity: "warning",
    summary: "Nothing is made live",
    detail: `refresh is false in the provider's configuration, so what is written to ${loadBalancer} is stored and waits until you refresh the load balancer yourself.`,
    path: [],
  };
}

function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
