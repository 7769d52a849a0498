import { METHODS } from "./access/check";

/**
 * What the API has and the simulator does not: it answers 501, unlike what is nowhere (404, 405). Below `/ip`,
 * `/ipLoadbalancing` and `/vrack` each call is named, so that a mistyped path is still told apart.
 */

/** Any of these words, then nothing more or a slash. */
const oneOf = (words: string) => `(?:${words.trim().split(/\s+/).join("|")})(?:/|$)`;

const ROOTS = new RegExp(
  `^/${oneOf(`
    allDom auth caas cdn changelog cloud cluster connectivity contact dbaas dedicated dedicatedCloud deskaas distribution
    domain domains email freefax horizonView hosting hpcspot iam license me metrics msServices newAccount nutanix okms order
    overTheBox ovhCloudConnect pack partner partners price services sms ssl sslGateway stackMIS startup status storage store
    support telephony veeam veeamCloudConnect vps webPaas webVoip xdsl
  `)}`,
);

const IP = "^/ip/[^/]+/";
const LOAD_BALANCER = "^/ipLoadbalancing/[^/]+/";
const VRACK = "^/vrack/[^/]+/";

const ANY_METHOD: readonly RegExp[] = [
  `^/ip/${oneOf("campus loadBalancing migrationToken")}`,
  `^/ip/service/[^/]+/${oneOf("changeContact confirmTermination serviceInfos terminate")}`,
  IP +
    oneOf(`
      aggregate allowList antihack arin arp bringYourOwnIp delegation edgeNetworkFirewall firewall game license
      migrationToken mitigation mitigationProfiles phishing ripe slice spam
    `),
  LOAD_BALANCER + oneOf("log metricsToken serviceInfos vrack/transparent"),
  `${LOAD_BALANCER}(?:http|tcp)/farm/\\d+/server/\\d+/${oneOf("transparent")}`,
  VRACK +
    oneOf(`
      changeContact cloudProject confirmTermination dedicatedCloud dedicatedCloudDatacenter dedicatedConnect dedicatedServer
      dedicatedServerInterface dedicatedServerInterfaceDetails eligibleServices ipv6 ipv6RoutedSubrange legacyVrack nasha
      netapp ovhCloudConnect publicRoutingOption serviceInfos terminate vmwareCloudDirectorVirtualDataCenter vrackServices
    `),
  `${VRACK}ip/[^/]+/${oneOf("announceInZone availableZone")}`,
].map((source) => new RegExp(source));

const POST_ONLY: readonly RegExp[] = [
  `${IP}${oneOf("changeOrg confirmTermination terminate")}`,
  LOAD_BALANCER + oneOf("changeContact confirmTermination freeCertificate terminate"),
  `${LOAD_BALANCER}zone/[^/]+/${oneOf("cancelTermination terminate")}`,
  `${LOAD_BALANCER}(?:http|tcp)/frontend/\\d+/${oneOf("private")}`,
].map((source) => new RegExp(source));

/** Of these only some methods are simulated. */
const PARTLY = /^\/(me|vps\/[^/]+|dedicated\/server\/[^/]+|cloud\/project(\/[^/]+)?)$/;

/** Asked before routing: `/ip/service` would be taken for an address otherwise. */
export const isNotSimulated = (method: string, path: string) =>
  ANY_METHOD.some((pattern) => pattern.test(path)) ||
  (method === "POST" && POST_ONLY.some((pattern) => pattern.test(path)));

/** Asked when there is no such path. */
export const isElsewhere = (path: string) => ROOTS.test(path);

/** Asked when a path has no such method. */
export const isPartly = (method: string, path: string) => METHODS.includes(method) && PARTLY.test(path);
