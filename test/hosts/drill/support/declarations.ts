/** Declarations that a lab has to fit: each is wired up differently or asks for other things. */
import { host, pair, type Json } from "../../support/declarations";

export const checks = { web: { command: ["/usr/local/bin/web-is-well"] } };

const both = ["203.0.113.10", "203.0.113.11", "2001:db8::10", "2001:db8::11"];
const withIpv6 = { a: hostWithIpv6(11), b: hostWithIpv6(12) };
export const declarations: Readonly<Record<string, Json>> = {
  "three members": pair({}, { a: host(11), b: host(12), c: host(13) }),
  "addresses of both families": pair({ addresses: both }),
  "both families in a sync group": pair({ addresses: both, dual_stack: "sync-group" }, withIpv6),
  "IPv6 alone": pair({ addresses: ["2001:db8::10"] }, withIpv6),
  "one NIC for everything": pair({}, { a: hostWithOneNic(11), b: hostWithOneNic(12) }),
  "members without a public address of their own": pair({}, { a: hostWithGateway(11), b: hostWithGateway(12) }),
  "addresses that all members have": pair({ presence: "everywhere", anchor: "10.0.0.100" }),
  "one of two groups on the same members": {
    members: { a: host(11), b: host(12) },
    groups: {
      web: { addresses: ["203.0.113.10"], master: "a" },
      mail: { addresses: ["203.0.113.20"], master: "b" },
    },
  },
  "everything tracked": pair({
    checks,
    ready_check: checks.web,
    gateway: { address: "203.0.113.1" },
    track: { interfaces: ["eth9"], processes: ["nginx"], files: { load: "/run/load" } },
  }),
};

function hostWithIpv6(number: number): Json {
  return host(number, {
    heartbeat: { address: `10.0.0.${number}`, address6: `fd00::${number}`, interface: "ens7" },
  });
}

function hostWithOneNic(number: number): Json {
  return { heartbeat: { address: `10.0.0.${number}`, interface: "ens6" } };
}

function hostWithGateway(number: number): Json {
  return host(number, { public: { interface: "ens6", static: { gateways: ["203.0.113.1"] } } });
}
