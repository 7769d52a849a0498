/** What a run tells while it works, in Terraform's words. */
import { formatAddress, type PlanSummary } from "../model";
import type { Operation, Progress } from "../run/progress";
import type { Paint } from "./paint";
import { harmless } from "./text";

const DOING: Readonly<Record<Operation, string>> = {
  create: "Creating",
  update: "Modifying",
  delete: "Destroying",
  read: "Reading",
};

const DONE: Readonly<Record<Operation, string>> = {
  create: "Creation",
  update: "Modifications",
  delete: "Destruction",
  read: "Read",
};

export function renderProgress(event: Progress, paint: Paint): string {
  if (event.kind === "waiting") return harmless(event.message);
  const address = formatAddress(event.address);
  const id = "id" in event && event.id !== undefined ? ` [id=${harmless(event.id)}]` : "";
  const bold = (text: string) => paint("bold", `${address}: ${text}`);
  switch (event.kind) {
    case "refresh":
      return bold(`Refreshing state...${id}`);
    case "start":
      return bold(`${DOING[event.operation]}...${id}`);
    case "done":
      return bold(`${DONE[event.operation]} complete after ${duration(event.seconds)}${id}`);
    case "failed":
      return bold(`${DONE[event.operation]} failed after ${duration(event.seconds)}`);
    case "provision":
      return bold("Provisioning with 'local-exec'...");
    case "output":
      return `${paint("bold", `${address} (local-exec):`)} ${harmless(event.line)}`;
  }
}

/** For what takes long: `ipfailover_group.web: Still creating... [10s elapsed]`. */
export function renderStillAtWork(event: Progress & { kind: "start" }, elapsedSeconds: number, paint: Paint): string {
  const { address, operation, id } = event;
  const known = id === undefined ? "" : `id=${harmless(id)}, `;
  const doing = DOING[operation].toLowerCase();
  return paint("bold", `${formatAddress(address)}: Still ${doing}... [${known}${duration(elapsedSeconds)} elapsed]`);
}

/** The last line of a run that did all. The numbers say what was done, not what was planned. */
export function applyComplete(mode: "apply" | "destroy", { add, change, destroy }: PlanSummary, paint: Paint): string {
  const text =
    mode === "destroy"
      ? `Destroy complete! Resources: ${destroy} destroyed.`
      : `Apply complete! Resources: ${add} added, ${change} changed, ${destroy} destroyed.`;
  return `\n${paint("bold", paint("green", text))}\n`;
}

/** `2s`, `1m5s`, `1h0m5s`: whole seconds in Go's notation. */
function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const head = hours > 0 ? `${hours}h${minutes}m` : minutes > 0 ? `${minutes}m` : "";
  return `${head}${whole % 60}s`;
}
