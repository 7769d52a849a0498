import type { Cloud } from "../cloud";
import type { Values } from "../fields";
import type { Balancer } from "../world";
import { showCertificate } from "./certificates";
import { FARMS, objectsOf, protocolOf, type StoredObject } from "./configuration";
import type { Noun } from "./nouns";

const LISTS = ["dedicatedIpfo", "allowedSource", "deniedSource", "httpHeader"];

export function showObject(cloud: Cloud, balancer: Balancer, noun: Noun, object: StoredObject): Values {
  const { kind, id, values, parent } = object;
  if (kind === "ssl") return showCertificate(object);
  const isUdp = protocolOf(kind) === "udp";
  const shown: Values = { [noun.idName]: id, ...values };
  for (const name of LISTS) {
    const cleared = shown[name] === null || (Array.isArray(shown[name]) && shown[name].length === 0);
    if (!cleared || !(name in shown) || cloud.behaviour.clearedLists === "as-sent") continue;
    shown[name] = cloud.behaviour.clearedLists === "null" ? null : [];
  }
  if (kind.endsWith("/server")) Object.assign(shown, { backendId: parent, ...(isUdp ? {} : { serverState: [] }) });
  if (kind.endsWith("/route")) {
    const rules = objectsOf(balancer.stored, `${kind}/rule` as StoredObject["kind"]).filter(
      (rule) => rule.parent === id,
    );
    shown.rules = rules.map((rule) => {
      const { field, match, negate, pattern, subField } = rule.values; // all but the name for its owner
      return { ruleId: rule.id, field, match, negate, pattern, subField };
    });
    shown.status = "ok";
  }
  if (kind === "vrack/network") shown.farmId = farmsOf(balancer, id);
  return shown;
}

/** The farms that are in a private network. */
export function farmsOf({ stored }: Balancer, network: number) {
  const farms = objectsOf(stored, ...FARMS).filter((farm) => farm.values.vrackNetworkId === network);
  return farms.map(({ id, kind }) => ({ id, type: protocolOf(kind) }));
}
