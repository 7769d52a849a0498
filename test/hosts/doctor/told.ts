/** Checks in words, and what they are about. */
import type { Check } from "../../../lib/hosts/doctor/check";
import type { Instance } from "../../../lib/hosts/keepalived/config/instance";
import { conf } from "../lint/conf";
import type { ConfOptions } from "../lint/conf";
import { member } from "../support/members";

/** `outcome: message`, with the severity for problems. */
export const told = (checks: readonly Check[]) =>
  checks.map((check) => `${check.outcome === "problem" ? check.severity : check.outcome}: ${check.message}`);

export function instance(options: ConfOptions = {}): Instance {
  const [found] = member(conf(options)).config.instances;
  if (found === undefined) throw new Error("There is an instance in conf().");
  return found;
}
