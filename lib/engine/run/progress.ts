import { formatAddress, type Address } from "../model";

/** What a run tells while it goes on. */
export type Progress =
  | { readonly kind: "refresh"; readonly address: Address; readonly id?: string }
  | { readonly kind: "start"; readonly address: Address; readonly operation: Operation; readonly id?: string }
  | {
      readonly kind: "done";
      readonly address: Address;
      readonly operation: Operation;
      readonly seconds: number;
      readonly id?: string;
    }
  | { readonly kind: "failed"; readonly address: Address; readonly operation: Operation; readonly seconds: number }
  | { readonly kind: "provision"; readonly address: Address }
  /** One line of a provisioner's output, or what it executes. */
  | { readonly kind: "output"; readonly address: Address; readonly line: string }
  /** A provider waits for something. */
  | { readonly kind: "waiting"; readonly message: string };

export type Operation = "create" | "read" | "update" | "delete";

const WORDS: Readonly<Record<Operation, readonly [doing: string, done: string]>> = {
  create: ["Creating", "Creation"],
  read: ["Reading", "Read"],
  update: ["Modifying", "Modifications"],
  delete: ["Destroying", "Destruction"],
};

/** The line that Terraform prints for it. */
export function formatProgress(event: Progress): string {
  if (event.kind === "waiting") return event.message;
  const address = formatAddress(event.address);
  const id = "id" in event && event.id !== undefined ? ` [id=${event.id}]` : "";
  switch (event.kind) {
    case "refresh":
      return `${address}: Refreshing state...${id}`;
    case "start":
      return `${address}: ${WORDS[event.operation][0]}...${id}`;
    case "done":
      return `${address}: ${WORDS[event.operation][1]} complete after ${Math.floor(event.seconds)}s${id}`;
    case "failed":
      return `${address}: ${WORDS[event.operation][1]} failed after ${Math.floor(event.seconds)}s`;
    case "provision":
      return `${address}: Provisioning with 'local-exec'...`;
    case "output":
      return `${address} (local-exec): ${event.line}`;
  }
}
