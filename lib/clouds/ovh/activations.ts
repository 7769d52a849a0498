import { advice } from "../diagnostic";
import type { ActivationPort } from "../ports/activation";
import { noLoadBalancer } from "./frontend-rules";
import type { Refresher } from "./refresher";

export function createActivations(refresher: Refresher): ActivationPort {
  return {
    read: (loadBalancer, signal) => refresher.pending(loadBalancer, signal),

    async preflight(loadBalancer, signal) {
      if (!refresher.refreshes) return { diagnostics: refresher.byHand(loadBalancer), steps: [] };
      const violations = await refresher.violations(loadBalancer, signal);
      if (!violations) return { diagnostics: [noLoadBalancer(loadBalancer)], steps: [] };
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
