/** A pair of members with a configuration written by hand, as measured. */
import type { LabFile, LabMember, LabPlan } from "../../../../lib/hosts/drill/lab/plan";

export const address = "203.0.113.10";

export interface PairOptions {
  readonly advert?: string;
  readonly global?: string;
  readonly instance?: (member: "a" | "b") => string;
}

/** The default as rendered: VRRPv3, 0.1 s, nine adverts, both re-announcing options. */
export function pair(options: PairOptions = {}): LabPlan {
  return {
    lans: ["public", "private"],
    members: [member("a", 0, options), member("b", 1, options)],
    addresses: [{ address, lan: "public" }],
    gateways: [],
    instances: ["web"],
    startupDelayMs: 0,
    servicePort: 80,
  };
}

function member(name: "a" | "b", index: number, options: PairOptions): LabMember {
  return {
    name,
    nics: [
      {
        name: "eth0",
        lan: "public",
        mac: `02:00:00:00:01:0${index + 1}`,
        addresses: [`203.0.113.${index + 2}/24`],
        neighbours: [],
        gateways: [],
      },
      {
        name: "eth1",
        lan: "private",
        mac: `02:00:00:00:02:0${index + 1}`,
        addresses: [`192.0.2.1${index + 1}/24`],
        neighbours: [],
        gateways: [],
      },
    ],
    files: [configuration(name, index, options)],
    unit: { config: "/etc/keepalived/keepalived.conf", before: [], stopPost: [] },
  };
}

function configuration(name: "a" | "b", index: number, options: PairOptions): LabFile {
  const reannounce = "vrrp_garp_master_refresh 5\n    vrrp_higher_prio_send_advert true";
  const content = `global_defs {
    router_id ${name}
    enable_script_security
    script_user root
    vrrp_version 3
    vrrp_check_unicast_src
    ${options.global ?? reannounce}
}
vrrp_instance web {
    state BACKUP
    interface eth1
    virtual_router_id 51
    priority ${index === 0 ? 150 : 100}
    ${options.advert ?? "advert_int 0.1\n    down_timer_adverts 9"}
    nopreempt
    unicast_src_ip 192.0.2.1${index + 1}
    unicast_peer {
        192.0.2.1${index === 0 ? 2 : 1}
    }
    ${options.instance?.(name) ?? ""}
    virtual_ipaddress {
        ${address}/32 dev eth0
    }
}
`;
  return { path: "/etc/keepalived/keepalived.conf", mode: "0644", content };
}
