/** What OVHcloud demands and what can be told without a request or credentials. */
import type { StaticRules } from "../cloud";

export const ovhRules: StaticRules = {};
