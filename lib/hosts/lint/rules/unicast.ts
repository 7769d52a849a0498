/** How members reach each other. */
import { parseHost } from "../../keepalived/config/address";
import { listed, text, valueOf, valuePosition, wholeNumber } from "../../keepalived/config/settings";
import { memberRule } from "../rule";

const peersMissing = memberRule({
  id: "peers-missing",
  severity: "error",
  title: "Unicast without a peer",
  why: "keepalived then speaks multicast, which most clouds do not carry, and a member that speaks unicast does not listen to it: two masters. With unicast_fault_no_peer the instance stays in FAULT.",
  fix: "List the other members' addresses in unicast_peer.",
  configTest: 5,
  *check({ config }) {
    for (const { name, unicast, settings, position } of config.instances) {
      if (!unicast.mentioned || unicast.peers.length > 0) continue;
      const list = settings.last("unicast_peer") ?? settings.last("unicast_fault_no_peer");
      yield {
        position: list?.position ?? settings.last("unicast_src_ip")?.position ?? position,
        // An own address alone is also how people name the source of multicast.
        ...(list === undefined ? { severity: "warning" as const } : {}),
        message: `${name} speaks of unicast and has no peer.`,
      };
    }
  },
});

const peerInvalid = memberRule({
  id: "peer-invalid",
  severity: "error",
  title: "A peer cannot be read",
  why: "keepalived leaves the peer out: that member never hears this one and becomes a second master.",
  fix: "Write one address of the instance's family in each line, with min_ttl or max_ttl at most.",
  configTest: 5,
  *check({ config }) {
    for (const { name, family, settings } of config.instances) {
      for (const line of listed(settings, "unicast_peer")) {
        const [first, ...options] = line.words;
        const written = text(first);
        const parsed = parseHost(written);
        if (parsed === undefined) yield { position: line.position, message: `"${written}" is no IP address.` };
        else if (parsed.family !== family) {
          yield { position: line.position, message: `${written} is IPv${parsed.family} and ${name} is IPv${family}.` };
        }
        const limits = new Map<string, number>();
        for (let at = 0; at < options.length; at += 2) {
          const [option, value] = [text(options[at]), options[at + 1]?.text];
          const limit = wholeNumber(value, 0, 255);
          if (!["min_ttl", "max_ttl"].includes(option) || limit === undefined) {
            yield { position: line.position, message: `"${option} ${value ?? ""}" is no option of a peer.` };
          } else limits.set(option, limit);
        }
        if ((limits.get("min_ttl") ?? 0) > (limits.get("max_ttl") ?? 255)) {
          yield {
            position: line.position,
            message: `min_ttl is above max_ttl: every packet of ${written} is dropped.`,
          };
        }
      }
    }
  },
});

const peerSelf = memberRule({
  id: "peer-self",
  severity: "warning",
  title: "A member is its own peer",
  why: "It sends its adverts to itself. With 0.1 s it logged ten warnings of an equal priority from its own address each second; `keepalived -t` says nothing.",
  fix: "List the other members only.",
  configTest: 0,
  *check({ config }) {
    for (const { unicast } of config.instances) {
      const self = unicast.peers.find(({ address }) => address === unicast.source?.address);
      if (self !== undefined)
        yield { position: self.position, message: `${self.address} is this member's own address.` };
    }
  },
});

const peerDuplicate = memberRule({
  id: "peer-duplicate",
  severity: "warning",
  title: "A peer is listed twice",
  why: "Each advert is sent to it twice. Mostly another member was meant, who then hears nothing and becomes a second master.",
  fix: "List each member once.",
  configTest: 0,
  *check({ config }) {
    for (const { unicast } of config.instances) {
      const seen = new Set<string>();
      for (const { address, position } of unicast.peers) {
        if (seen.has(address)) yield { position, message: `${address} stands in the list for the second time.` };
        seen.add(address);
      }
    }
  },
});

const sourceInvalid = memberRule({
  id: "source-invalid",
  severity: "error",
  title: "The own address cannot be read",
  why: "keepalived leaves it out and sends from the interface's first address, which the others may not have in their list.",
  fix: "Write the member's own address, of the family of the failover address.",
  configTest: 5,
  *check({ config }) {
    for (const { name, family, settings } of config.instances) {
      for (const directive of [...settings.all("unicast_src_ip"), ...settings.all("mcast_src_ip")]) {
        const value = valueOf(directive);
        if (value === undefined) continue;
        const parsed = parseHost(value);
        if (parsed === undefined) yield { position: valuePosition(directive), message: `"${value}" is no IP address.` };
        else if (parsed.family !== family) {
          yield {
            position: valuePosition(directive),
            message: `${value} is IPv${parsed.family} and ${name} is IPv${family}.`,
          };
        }
      }
    }
  },
});

const sourceMissing = memberRule({
  id: "source-missing",
  severity: "warning",
  title: "Unicast without an own address",
  why: "keepalived sends from the interface's first address. Once another address comes first, as after a takeover or a DHCP lease, peers that check the source drop the adverts and become a second master.",
  fix: "Write unicast_src_ip with the member's own address: the one in the others' lists.",
  configTest: 0,
  *check({ config }) {
    for (const { name, unicast, position } of config.instances) {
      if (unicast.peers.length === 0 || unicast.source !== undefined) continue;
      yield { position: unicast.peers[0]?.position ?? position, message: `${name} has peers and no unicast_src_ip.` };
    }
  },
});

const multicast = memberRule({
  id: "multicast",
  severity: "info",
  title: "Members find each other by multicast",
  why: "Most clouds carry no multicast between servers, and then each member is master. Where the LAN does carry it, unicast was as fast.",
  fix: "Write unicast_src_ip and unicast_peer, on all members at once.",
  configTest: 0,
  *check({ config }) {
    for (const { name, unicast, position } of config.instances) {
      if (!unicast.mentioned) yield { position, message: `${name} sends its adverts to a multicast group.` };
    }
  },
});

const sourceUnchecked = memberRule({
  id: "source-unchecked",
  severity: "info",
  title: "Adverts of strangers count",
  why: "Any host that can send protocol 112 here decides who is master.",
  fix: "Write check_unicast_src (2.1.0 and later) or vrrp_check_unicast_src once all lists are complete, or let the firewall take protocol 112 from the peers only.",
  configTest: 0,
  *check({ config }) {
    for (const { name, unicast, position } of config.instances) {
      if (unicast.peers.length === 0 || unicast.checksSource) continue;
      yield { position: unicast.peers[0]?.position ?? position, message: `${name} does not check who sends.` };
    }
  },
});

const ownAddressMoves = memberRule({
  id: "own-address-moves",
  severity: "error",
  title: "A failover address is a member's own as well",
  why: "Where adverts are sent from it, keepalived removed it from the host at its start and went to FAULT for ever: the host was without an address. If the system sets it up too, a backup has it again after the next restart of the network: two holders.",
  fix: "Give the member an address of its own, and leave the failover address to keepalived.",
  configTest: 0,
  *check({ config }) {
    const fixed = config.staticAddresses;
    for (const { addresses, excluded, unicast } of config.instances) {
      for (const { address, position } of [...addresses, ...excluded]) {
        if (address === unicast.source?.address) {
          yield { position, message: `${address} is also the address that adverts are sent from.` };
        } else if (unicast.peers.some((peer) => peer.address === address)) {
          yield { position, message: `${address} is also the own address of a peer.` };
        } else if (fixed.some((one) => one.address === address)) {
          yield { position, message: `${address} is also in static_ipaddress.` };
        }
      }
    }
  },
});

export const unicastRules = [
  peersMissing,
  peerInvalid,
  peerSelf,
  peerDuplicate,
  sourceInvalid,
  sourceMissing,
  multicast,
  sourceUnchecked,
  ownAddressMoves,
];
