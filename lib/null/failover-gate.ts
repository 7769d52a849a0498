import { Fn, type TerraformMetaArguments } from "cdktf";
import { Construct } from "constructs";
import type { FailoverGroup } from "../constructs/failover-group";
import { isKind, markKind, metaArguments } from "../constructs/meta";
import { constructId } from "../constructs/names";
import { NullResource } from "./null-resource";

const KIND = Symbol.for("cdktf-ip-failover/FailoverGate");

export interface FailoverGateProps extends TerraformMetaArguments {
  /** The group that must be on the cloud as it is declared. */
  readonly group: FailoverGroup;
  /**
   * The beginning of the command, in front of `status …`, for `sh`. It runs in the stack's folder.
   * @default `npx --no-install ipfailover`
   */
  readonly command?: string;
}

/**
 * Stops a deployment whose failover group is not on the cloud what it was declared to be. After each change of the
 * group's address, members or master it runs `ipfailover status`, which asks the cloud and never the state; what
 * depends on the gate waits for the answer. Credentials come from the environment.
 *
 * Needs `new NullProvider(stack, "null")` in the stack, once.
 *
 * @example
 * const gate = new FailoverGate(stack, "gate", { group: web });
 * new Record(stack, "dns", { …, dependsOn: [gate] });
 */
export class FailoverGate extends Construct {
  /** The null resource itself. */
  readonly resource: NullResource;

  /** @throws Error when the group's members cannot be named: they are a token, or the group has `count` or `forEach` */
  constructor(scope: Construct, id: string, props: FailoverGateProps) {
    super(scope, constructId(id));
    markKind(this, KIND);
    const { group, command = "npx --no-install ipfailover" } = props;
    const declared = new Declaration(this.memberTexts(group), group);
    const meta = metaArguments(props);
    this.resource = new NullResource(this, "Default", {
      ...meta,
      triggers: declared.triggers,
      provisioners: [
        ...(meta.provisioners ?? []),
        { type: "local-exec", command: `${command} status ${declared.options}`, environment: declared.environment },
      ],
    });
  }

  static isFailoverGate(this: void, value: unknown): value is FailoverGate {
    return isKind(value, KIND);
  }

  /** Makes the gate usable in `dependsOn`. */
  get fqn(): string {
    return this.resource.fqn;
  }

  /** `NAME=SERVER/NIC` for each member; `NAME=SERVICE` or `NAME=PROJECT/NEXTHOP` where the cloud routes addresses. */
  private memberTexts({ declaredMembers, resource, node }: FailoverGroup): readonly string[] {
    if (declaredMembers === undefined || resource.count !== undefined || resource.forEach !== undefined) {
      throw new Error(
        `${this.node.path}: a gate asks for each member of ${node.path} by name, which it cannot when members are a ` +
          "token or the group has count or forEach. Make one FailoverGroup with literal names for each address.",
      );
    }
    return Object.entries(declaredMembers).map(([name, { server, nic, nexthop }]) =>
      [`${name}=${server}`, ...((nic ?? nexthop) ? [nic ?? nexthop] : [])].join("/"),
    );
  }
}

/**
 * The group as options of `ipfailover status`. Each value travels in an environment variable: whatever a reference
 * turns out to be, the shell reads it as one word and never as code.
 */
class Declaration {
  readonly environment: Record<string, string> = {};
  readonly options: string;
  readonly triggers: Record<string, string>;

  constructor(members: readonly string[], { declaredNetwork: network, resource }: FailoverGroup) {
    const { ip, master, cloud } = resource;
    this.options = [
      this.option("cloud", cloud),
      this.option("ip", ip),
      ...(network ? [this.option("network", `${network.datacenterId}/${network.lanId}`)] : []),
      ...members.map((member, i) => this.option("member", member, `_${i + 1}`)),
      this.option("master", master),
    ].join(" ");
    this.triggers = { ip, master, members: Fn.jsonencode(members) };
  }

  private option(name: string, value: string, suffix = ""): string {
    const variable = `IPFAILOVER_GATE_${name.toUpperCase()}${suffix}`;
    this.environment[variable] = value;
    return `--${name} "$${variable}"`;
  }
}
