/** VRRP has no authentication worth the name: nobody but the members may take part. */
import { heartbeatInterface } from "../model/nic";
import { instancesOf } from "../model/names";
import { paths } from "./paths";
import type { RenderedFile } from "./rendered-file";
import { settingsFile } from "./system";
import { peersOf, type MemberView } from "./view";

const VRRP = 112;

export function firewallFiles(view: MemberView): readonly RenderedFile[] {
  if (!view.self.firewall) return [];
  const device = heartbeatInterface(view.self);
  const rules = ([4, 6] as const).flatMap((family) => {
    const peers = peersOfAll(view, family);
    if (peers.length === 0) return [];
    const match = family === 4 ? "ip" : "ip6";
    return [`        iifname "${device}" ${match} saddr { ${peers.join(", ")} } accept`];
  });
  return [
    settingsFile(paths.firewall, [
      "# Accepting here does not overrule another table that drops: let protocol 112 pass there too.",
      "table inet ipfailover",
      "delete table inet ipfailover",
      "table inet ipfailover {",
      "    chain input {",
      "        type filter hook input priority -10; policy accept;",
      `        meta l4proto ${VRRP} jump vrrp`,
      "    }",
      "    chain vrrp {",
      ...rules,
      "        counter drop",
      "    }",
      "}",
    ]),
  ];
}

function peersOfAll(view: MemberView, family: 4 | 6): readonly string[] {
  const using = view.groups.filter((group) => instancesOf(group).some((instance) => instance.family === family));
  return [...new Set(using.flatMap((group) => peersOf(group, view, family)))].sort();
}
