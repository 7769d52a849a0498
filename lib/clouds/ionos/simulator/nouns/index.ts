import type { Noun } from "../noun";
import { crossConnects } from "./cross-connects";
import { datacenters } from "./datacenters";
import { firewallRules, securityGroupRules } from "./firewall-rules";
import { images, snapshots } from "./images";
import { ipBlocks } from "./ip-blocks";
import { labels } from "./labels";
import { lans } from "./lans";
import { loadBalancers } from "./load-balancers";
import { nics } from "./nics";
import { securityGroups } from "./security-groups";
import { servers } from "./servers";
import { volumes } from "./volumes";

/** Everything with create, read, update and delete of its own. */
export const NOUNS: readonly Noun[] = [
  datacenters,
  ipBlocks,
  lans,
  servers,
  nics,
  firewallRules,
  volumes,
  loadBalancers,
  securityGroups,
  securityGroupRules,
  images,
  snapshots,
  crossConnects,
];

/** Stored like the others, but served below each object that can have labels. */
export const LABELS = labels;
