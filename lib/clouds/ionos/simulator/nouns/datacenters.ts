import { invalid } from "../errors";
import type { Noun } from "../noun";
import { CPU_ARCHITECTURE, FEATURES } from "./locations";

export const datacenters: Noun = {
  type: "datacenter",
  collection: "datacenters",
  labels: true,
  fields: {
    name: { type: "string" },
    description: { type: "string", default: "" },
    location: { type: "string", required: true, immutable: true },
    version: { type: "integer", readOnly: true },
    features: { type: "strings", readOnly: true },
    secAuthProtection: { type: "boolean", default: false },
    cpuArchitecture: { type: "objects", readOnly: true },
    ipv6CidrBlock: { type: "string", readOnly: true },
    defaultSecurityGroupId: { type: "string", hiddenWhenUnset: true },
  },
  children: ["servers", "volumes", "loadbalancers", "lans", "networkloadbalancers", "natgateways", "securitygroups"],
  prepare(cloud, _work, _parent, { properties }) {
    const location = properties.location as string;
    if (!cloud.behaviour.locations.includes(location))
      throw invalid("location", `Location '${location}' does not exist`);
    return {
      properties: {
        ...properties,
        version: 1,
        features: FEATURES,
        cpuArchitecture: CPU_ARCHITECTURE,
        ipv6CidrBlock: `2001:db8:${cloud.ids.hex(4).replace(/^0+(?=.)/, "")}::/56`, // documentation (RFC 3849)
      },
    };
  },
};
