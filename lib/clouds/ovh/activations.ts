import { isNotFound } from "../../http/error";
import { advice } from "../diagnostic";
import type { ActivationPort } from "../ports/activation";
import type { Refresher } from "./refresher";

export function createActivations(refresher: Refresher): ActivationPort {
  return {
    async read(loadBalancer, signal) {
      try {
        return await refresher.pending(loadBalancer, signal);
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },

    async preflight(loadBalancer, signal) {
      const violations = await refresher.violations(loadBalancer, signal);
      return {
        diagnostics: [
          ...refresher.byHand(loadBalancer),
          // The rest of the run may put it right: a route that is made later than its front-end, for example.
          ...violations.map(({ summary, detail }) =>
            advice(
              "refresh-conditions",
              ["load_balancer"],
              summary,
              `As it stands now, a refresh is not possible: ${detail}`,
            ),
          ),
        ],
        steps: [`refresh ${loadBalancer} in each zone with pending changes`],
      };
    },

    activate: (loadBalancer, reason, signal) => refresher.activate(loadBalancer, reason, signal),
  };
}
