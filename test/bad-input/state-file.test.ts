/** State files that cannot be used. They stay as they are. */
import { PROVIDER_SOURCE } from "../../lib/resources/schemas";
import { testBadInput } from "./support/run-cases";
import type { BadInput } from "./support/run-cases";
import type { Json } from "./support/stacks";

const NOBODY = "00000000-0000-4000-8000-000000000000";
const USE_TERRAFORM = "Use Terraform for this stack";

const good = { version: 4, terraform_version: "1.11.4", serial: 1, lineage: "one", outputs: {}, resources: [] };
const state = (content: unknown) => () => ({ state: typeof content === "string" ? content : JSON.stringify(content) });
const recorded = (schema_version: number, attributes: Json, type = "ipfailover_ip_block", source = PROVIDER_SOURCE) => {
  const instances = [{ schema_version, attributes: attributes as unknown }];
  return {
    ...good,
    resources: [{ mode: "managed", type, name: "addresses", provider: `provider["${source}"]`, instances }],
  };
};
const theirs = { id: NOBODY, name: "web", location: "de/fra", size: 2, cloud: "ionos", account: "31777777" };

const states: readonly BadInput[] = [
  { what: "cut off", trial: state('{"version": 4,'), at: "", says: ["terraform.tfstate: it is not JSON", ".backup"] },
  { what: "a list", trial: state([]), at: "", says: ["terraform.tfstate: it is not a JSON object"] },
  { what: "no state at all", trial: state({ hello: "world" }), at: "", says: ['it has no "version"', ".backup"] },
  { what: "version 3", trial: state({ ...good, version: 3 }), at: "", says: ["format version 3", "Terraform 1.x"] },
  {
    what: "a version that is still to come",
    trial: state({ ...good, version: 5, terraform_version: "2.0.0" }),
    at: "",
    says: ["format version 5", "written by Terraform 2.0.0", "Use a newer version of this tool"],
  },
  { what: "a serial in letters", trial: state({ ...good, serial: "one" }), at: "", says: ['"serial"'] },
  {
    what: "half a resource",
    trial: state({ ...good, resources: [{ mode: "managed" }] }),
    at: "",
    says: ["resources[0]"],
  },
  {
    what: "an object of another provider",
    trial: state(recorded(0, {}, "aws_instance", "registry.terraform.io/hashicorp/aws")),
    at: "",
    says: ["aws_instance.addresses, which ipfailover does not manage", USE_TERRAFORM],
  },
  {
    what: "an object of a newer version of this provider",
    trial: state(recorded(7, {})),
    at: "ipfailover_ip_block.addresses",
    says: ["created by a newer provider version", "Upgrade cdktf-ip-failover"],
  },
  {
    what: "an object of another account",
    trial: state(recorded(0, theirs)),
    at: "ipfailover_ip_block.addresses",
    says: ["account 31777777 of ionos", "configured for account 31000000", "Use the provider configuration"],
  },
];

describe("a state file", () => testBadInput(states));
