/** Whatever can be declared without an error. */
import fc from "fast-check";
import type { Json } from "./declarations";

const ms = (value: number) => (value % 1000 === 0 ? `${value / 1000}s` : `${value}ms`);

const check = fc.record(
  {
    command: fc
      .array(
        fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !/[\n\r\0]/.test(text)),
        { maxLength: 3 },
      )
      .map((words) => ["/bin/true", ...words]),
    interval: fc.integer({ min: 1, max: 9 }).map((seconds) => `${seconds}s`),
    timeout: fc.integer({ min: 1, max: 9 }).map((seconds) => `${seconds}s`),
    fall: fc.integer({ min: 1, max: 9 }),
    rise: fc.integer({ min: 1, max: 9 }),
  },
  { requiredKeys: ["command"] },
);

/** What it tells about addresses depends on what its members have. */
const settings = fc.record(
  {
    profile: fc.constantFrom("measured", "fast", "calm"),
    advert_interval: fc.integer({ min: 5, max: 4095 }).map((steps) => ms(steps * 10)),
    down_timer: fc.integer({ min: 1, max: 100 }),
    fail_back: fc.constantFrom("never", "at-once", "5m", "1.5s"),
    startup_delay: fc.constantFrom("0s", "500ms", "10s"),
    dual_stack: fc.constantFrom("excluded", "sync-group"),
    checks: fc.dictionary(fc.constantFrom("http", "disk_1", "db-2"), check),
    ready_check: check,
    gateway: fc.constantFrom({ address: "203.0.113.1" }, { address: "2001:db8::1", interval: "2s", fall: 5 }),
    track: fc.record(
      {
        interfaces: fc.subarray(["eth0"]),
        processes: fc.subarray(["nginx", "php-fpm8.2"]),
        files: fc.constantFrom({}, { load: "/run/load" }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

const member = fc.record({
  firewall: fc.boolean(),
  keepalived_version: fc.constantFrom("2.2.3", "2.2.4", "2.2.7"),
  zone: fc.constantFrom("ZONE_1", "ZONE_2"),
  isNamed: fc.boolean(),
  isApart: fc.boolean(),
  network: fc.constantFrom(undefined, {}, { addresses: ["198.51.100.7/24"], gateways: ["203.0.113.1"] }),
});

type AnyMember = typeof member extends fc.Arbitrary<infer Value> ? Value : never;

function host({ isNamed, isApart, network, ...same }: AnyMember, index: number): Json {
  const nic = (name: string, last: string) => (isNamed ? { interface: name } : { mac: `02:00:5e:00:53:0${last}` });
  return {
    ...same,
    heartbeat: { address: `10.0.0.${11 + index}`, address6: `fd00::${11 + index}`, ...nic("ens7", "1") },
    ...(isApart && { public: { ...nic("ens6", "2"), ...(network && { static: network }) } }),
  };
}

export const anyDeclaration: fc.Arbitrary<Json> = fc
  .record({
    hosts: fc.array(member, { minLength: 2, maxLength: 4 }),
    groups: fc.array(fc.tuple(settings, fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.nat({ max: 3 })), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(({ hosts, groups }) => ({
    members: Object.fromEntries(hosts.map((one, index) => [`m${index}`, host(one, index)])),
    groups: Object.fromEntries(
      groups.map(([group, count, withIpv6, master], index) => [
        `group-${index}`,
        {
          ...group,
          vrid: 50 + index,
          master: `m${master % hosts.length}`,
          addresses: [
            ...Array.from({ length: count }, (_, number) => `203.0.113.${10 * (index + 1) + number}`),
            ...(withIpv6 ? [`2001:db8::${index + 1}0`] : []),
          ],
        },
      ]),
    ),
  }));
