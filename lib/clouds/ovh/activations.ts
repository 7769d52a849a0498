import { isNotFound } from "../../http/error";
import { advice, problem } from "../diagnostic";
import type { Diagnostic } from "../diagnostic";
import type { ActivationPort } from "../ports/activation";
import type { Refresher } from "./refresher";

export function createActivations(refresher: Refresher): ActivationPort {
  return {
    read(loadBalancer, signal) {
      return refresher.pending(loadBalancer, signal).catch(undefinedWhenGone);
    },

    async preflight(loadBalancer, signal) {
      if (!refresher.refreshes) return { diagnostics: refresher.byHand(loadBalancer), steps: [] };
      const violations = await refresher.violations(loadBalancer, signal).catch(undefinedWhenGone);
      if (!violations) return { diagnostics: [notFound(loadBalancer)], steps: [] };
      return {
        // The rest of the run may put it right: a route that is made later than its front-end, for example.
        diagnostics: violations.map(({ summary, detail }) =>
          advice(
            "refresh-conditions",
            ["load_balancer"],
            summary,
            `As it stands now, a refresh is not possible: ${detail}`,
          ),
        ),
        steps: [`refresh ${loadBalancer} in each zone with pending changes`],
      };
    },

    activate: (loadBalancer, reason, signal) => refresher.activate(loadBalancer, reason, signal),
  };
}

function undefinedWhenGone(error: unknown): undefined {
  if (isNotFound(error)) return undefined;
  throw error;
}

function notFound(loadBalancer: string): Diagnostic {
  return problem(
    ["load_balancer"],
    "Load balancer not found",
    `load_balancer ${loadBalancer}: this account has no such load balancer. Check its service name and the provider's credentials.`,
  );
}
