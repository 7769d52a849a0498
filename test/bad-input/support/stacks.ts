/** A good stack, to be spoilt in one place. */
import { PROVIDER_SOURCE } from "../../../lib/resources/schemas";
import { packageVersion } from "../../../lib/version";
import type { World } from "./world";

/** JSON that a test may spoil at will. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what is written here is wrong on purpose
export type Json = any;

export interface GoodStack {
  terraform: Json;
  provider: { ipfailover: [Json] };
  resource: { ipfailover_ip_block: Record<string, Json>; ipfailover_group: Record<string, Json> };
  data: Record<string, Record<string, Json>>;
  output: Record<string, Json>;
  [block: string]: Json;
}

/** A block, a group of a and b, a data source of each kind and an output. It plans without any complaint. */
export function goodStack({ datacenterId, lanId, members, ips, takenIp }: World): GoodStack {
  const network = { datacenter_id: datacenterId, lan_id: lanId };
  return {
    terraform: { required_providers: { ipfailover: { source: PROVIDER_SOURCE, version: packageVersion } } },
    provider: { ipfailover: [{ cloud: "ionos" }] },
    resource: {
      ipfailover_ip_block: { addresses: { name: "web", location: "de/fra", size: 2 } },
      ipfailover_group: {
        web: {
          ip: ips[0],
          network: { ...network },
          members: { a: { ...members.a, priority: 100 }, b: { ...members.b, priority: 50 } },
          master: "a",
          acknowledge: ["replaces-address"],
        },
      },
    },
    data: {
      ipfailover_ip: { spare: { ip: ips[1] } },
      ipfailover_group: { other: { ip: takenIp, network: { ...network } } },
    },
    output: { address: { value: "${ipfailover_group.web.ip}" } },
  };
}
