/** Every rule, in the order in which the documentation lists them. */
import type { Rule } from "../rule";
import { addressRules } from "./addresses";
import { advertRules } from "./adverts";
import { announcingRules } from "./announcing";
import { authenticationRules } from "./authentication";
import { electionRules } from "./election";
import { hostRules } from "./host";
import { identityRules } from "./identity";
import { keywordRules } from "./keywords";
import { scriptFileRules } from "./script-files";
import { scriptRules } from "./scripts";
import { setAddressRules } from "./set/addresses";
import { setElectionRules } from "./set/election";
import { setPeerRules } from "./set/peers";
import { setProtocolRules } from "./set/protocol";
import { syncGroupRules } from "./sync-groups";
import { syntaxRules } from "./syntax";
import { trackingRules } from "./tracking";
import { unicastRules } from "./unicast";
import { valueRules } from "./values";

export interface RuleSection {
  readonly title: string;
  readonly rules: readonly Rule[];
}

export const ruleSections: readonly RuleSection[] = [
  {
    title: "Across members",
    rules: [...setAddressRules, ...setProtocolRules, ...setPeerRules, ...setElectionRules],
  },
  { title: "The language", rules: [...syntaxRules, ...keywordRules, ...valueRules] },
  { title: "Instances", rules: [...identityRules, ...electionRules, ...advertRules] },
  { title: "Addresses", rules: addressRules },
  { title: "Adverts between members", rules: [...unicastRules, ...authenticationRules] },
  { title: "Telling the network", rules: announcingRules },
  { title: "Tracking and sync groups", rules: [...trackingRules, ...syncGroupRules] },
  { title: "Scripts", rules: [...scriptRules, ...scriptFileRules] },
  { title: "The member around keepalived", rules: hostRules },
];

export const rules: readonly Rule[] = ruleSections.flatMap((section) => section.rules);
