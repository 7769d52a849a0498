import { METHODS } from "./access/check";

/**
 * What the API has and the simulator does not: it answers 501, unlike what is nowhere (404, 405). Below the roots that
 * are simulated each call is named, so that a mistyped path is still told apart.
 */

const ROOTS =
  /^\/(allDom|auth|caas|cdn|changelog|cloud|cluster|connectivity|contact|dbaas|dedicated|dedicatedCloud|deskaas|distribution|domain|email|freefax|horizonView|hosting|hpcspot|ipLoadbalancing|license|me|metrics|msServices|newAccount|nutanix|okms|order|overTheBox|ovhCloudConnect|pack|partner|partners|price|services|sms|ssl|sslGateway|startup|status|storage|stackMIS|store|support|telephony|veeam|veeamCloudConnect|vps|vrack|webPaas|webVoip|xdsl|iam|domains|support)(\/|$)/;

/** These roots are simulated, their calls are listed one by one. */
const LISTED = /^\/(ip|ipLoadbalancing|vrack)(\/|$)/;

const CALLS: readonly (readonly [string, RegExp])[] = [
  ["*", /^\/ip\/(campus|loadBalancing|migrationToken)(\/|$)/],
  ["*", /^\/ip\/service\/[^/]+\/(serviceInfos|changeContact|terminate|confirmTermination)$/],
  [
    "*",
    /^\/ip\/[^/]+\/(arin|ripe|antihack|arp|spam|phishing|firewall|game|mitigation|mitigationProfiles|delegation|license|migrationToken|bringYourOwnIp|allowList|edgeNetworkFirewall)(\/|$)/,
  ],
  ["POST", /^\/ip\/[^/]+\/(terminate|changeOrg|aggregate|slice|confirmTermination)$/],
  ["*", /^\/ip\/[^/]+\/(aggregate|slice)$/],
  ["*", /^\/ipLoadbalancing\/[^/]+\/(log|metricsToken|serviceInfos|vrack\/transparent)(\/|$)/],
  ["POST", /^\/ipLoadbalancing\/[^/]+\/(terminate|confirmTermination|changeContact|freeCertificate)$/],
  ["POST", /^\/ipLoadbalancing\/[^/]+\/zone\/[^/]+\/(terminate|cancelTermination)$/],
  ["POST", /^\/ipLoadbalancing\/[^/]+\/(http|tcp)\/frontend\/\d+\/private$/],
  ["*", /^\/ipLoadbalancing\/[^/]+\/(http|tcp)\/farm\/\d+\/server\/\d+\/transparent(\/|$)/],
  [
    "*",
    /^\/vrack\/[^/]+\/(cloudProject|dedicatedCloud|dedicatedCloudDatacenter|dedicatedConnect|dedicatedServer|dedicatedServerInterface|dedicatedServerInterfaceDetails|ipv6|ipv6RoutedSubrange|legacyVrack|nasha|netapp|ovhCloudConnect|publicRoutingOption|vmwareCloudDirectorVirtualDataCenter|vrackServices|serviceInfos|eligibleServices|confirmTermination|terminate|changeContact)(\/|$)/,
  ],
  ["*", /^\/vrack\/[^/]+\/ip\/[^/]+\/(announceInZone|availableZone)(\/|$)/],
];

/** Of these only some methods are simulated. */
const PARTLY = /^\/(me|vps\/[^/]+|dedicated\/server\/[^/]+|cloud\/project(\/[^/]+)?)$/;

/** Asked before routing: `/ip/service` would be taken for an address otherwise. */
export const isNotSimulated = (method: string, path: string) =>
  CALLS.some(([only, pattern]) => (only === "*" || only === method) && pattern.test(path));

/** Asked when there is no such path. */
export const isElsewhere = (path: string) => ROOTS.test(path) && !LISTED.test(path);

/** Asked when a path has no such method. */
export const isPartly = (method: string, path: string) => METHODS.includes(method) && PARTLY.test(path);
