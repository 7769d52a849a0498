import { staticRules } from "../../../clouds/registry";
import { problem } from "../../diagnostic";
import type { DataSourceType } from "../../resource-type";
import { textOf } from "../../value";
import { validateGroup } from "../group/rules";
import { targetsDataSchema } from "./data-schema";

export const targetsData: DataSourceType = {
  schema: targetsDataSchema,
  validate: ({ ip }) => validateGroup({ ip: ip ?? null }),
  check: ({ lacks }) =>
    lacks?.targets === undefined ? [] : [problem([], "Not possible on this cloud", lacks.targets)],
  unsupported: (cloud) =>
    cloud.targets ? undefined : (staticRules(cloud.name)?.lacks?.targets ?? `${cloud.name} routes no addresses.`),

  async read({ cloud, signal }, config) {
    const ip = textOf(config.ip);
    const seen = await cloud.targets?.list(ip, signal);
    return (
      seen && {
        id: ip,
        routed_to: seen.routedTo,
        targets: seen.targets.map(({ kind, service, nexthops, obstacle }) => ({
          kind,
          service,
          nexthops,
          allowed: obstacle === undefined,
          reason: obstacle ?? null,
        })),
      }
    );
  },
  missing: ({ ip }) => `ip ${textOf(ip)} is no address of this account. Check it, and the provider's credentials.`,
};
