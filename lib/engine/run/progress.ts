import type { Address } from "../model";

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
