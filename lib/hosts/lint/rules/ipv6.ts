/** IPv6 addresses that move. */
import { isLinkLocal } from "../../keepalived/config/address";
import type { Instance } from "../../keepalived/config/instance";
import { memberRule } from "../rule";

const all = ({ addresses, excluded }: Instance) => [...addresses, ...excluded];

const ipv6Deprecated = memberRule({
  id: "ipv6-deprecated",
  severity: "info",
  title: "An IPv6 address is not used as a source",
  why: "keepalived marks a /128 as deprecated: the host answers from it but opens no connection from it.",
  fix: "Write preferred_lft forever behind the address if the host shall speak from it.",
  configTest: 0,
  *check({ config }) {
    for (const { address, family, prefixLength, preferredLifetime, position } of config.instances.flatMap(all)) {
      if (family !== 6 || prefixLength !== 128 || preferredLifetime !== undefined) continue;
      yield { position, message: `${address}/128 counts as deprecated.` };
    }
  },
});

const ipv6Detection = memberRule({
  id: "ipv6-duplicate-detection",
  severity: "info",
  title: "An IPv6 address waits for duplicate detection",
  why: "The kernel holds a new IPv6 address back for one to two seconds while it asks whether somebody else has it.",
  fix: "Write -nodad behind the address, or net.ipv6.conf.INTERFACE.accept_dad = 0.",
  configTest: 0,
  *check({ config }) {
    for (const { address, family, options, position } of config.instances.flatMap(all)) {
      if (family !== 6 || options.has("-nodad") || isLinkLocal(address)) continue;
      yield { position, message: `${address} comes into use late.` };
    }
  },
});

const ipv6LinkLocal = memberRule({
  id: "ipv6-link-local",
  severity: "info",
  title: "The first IPv6 address is no link-local one",
  why: "RFC 5798 wants it in multicast adverts; other vendors' routers drop adverts without. keepalived itself only logs it.",
  fix: "List a link-local address first, or use unicast.",
  configTest: 0,
  *check({ config }) {
    for (const { name, family, unicast, addresses } of config.instances) {
      const first = addresses[0];
      if (family !== 6 || unicast.peers.length > 0 || first === undefined || isLinkLocal(first.address)) continue;
      yield { position: first.position, message: `${name} starts its list with ${first.address}.` };
    }
  },
});

export const ipv6Rules = [ipv6Deprecated, ipv6Detection, ipv6LinkLocal];
