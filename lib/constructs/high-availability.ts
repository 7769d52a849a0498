import { Annotations, Lazy, TerraformLocal, TerraformOutput, TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { firstStart } from "../hosts/deliver/first-start";
import { userDataTooLong } from "../hosts/deliver/user-data-size";
import type { HaFinding } from "../hosts/model/model";
import { promiseText } from "../hosts/model/promise";
import { readDeclaration, type ReadDeclaration } from "../hosts/model/read";
import { findingsBetween } from "../hosts/model/rules/declarations";
import { localPrefix } from "../hosts/model/travel";
import { cloudOf } from "./cloud-rules";
import type { FailoverGroup } from "./failover-group";
import { laterText } from "./first-start-text";
import type { HighAvailabilityGroup, HighAvailabilityProps } from "./high-availability-props";
import { hostsDeclaration, type ConfiguredGroup } from "./hosts-declaration";
import { defined, isKind, markKind } from "./meta";
import { constructId } from "./names";
import { checkStack } from "./stack-check";
import { declaredProviders, elementsOf, isExpression, resolve, textsIn, unescaped, type Json } from "./stack-elements";
import { addressOf, ignoreLaterUserData, userDataCycles } from "./user-data-users";

const KIND = Symbol.for("cdktf-ip-failover/HighAvailability");

/**
 * The hosts' half of failover groups: how members notice a failure and who takes the address over. `ipfailover render`
 * writes keepalived's configuration and all that belongs to it from this declaration, `ipfailover drill` tries it.
 *
 * @example
 * const ha = new HighAvailability(stack, "ha", {
 *   members: {
 *     a: { heartbeat: { address: "10.0.0.11", interface: "ens7" }, public: { interface: "ens6" } },
 *     b: { heartbeat: { address: "10.0.0.12", interface: "ens7" }, public: { interface: "ens6" } },
 *   },
 * });
 * // … servers with userData: ha.userData("a"), and a group of them
 * ha.addGroup(web, { readyCheck: { command: ["/usr/local/bin/standby-is-fresh"] } });
 */
export class HighAvailability extends Construct {
  private readonly props: HighAvailabilityProps;
  private readonly added: { readonly group: FailoverGroup; readonly settings: HighAvailabilityGroup }[] = [];
  private readonly startedBy = new Set<string>();

  constructor(scope: Construct, id: string, props: HighAvailabilityProps) {
    super(scope, constructId(id));
    markKind(this, KIND);
    this.props = props;
    for (const group of props.groups ?? []) this.addGroup(group);
    const local = new TerraformLocal(this, "hosts", Lazy.anyValue({ produce: () => this.declaration() }));
    local.overrideLogicalId(`${localPrefix}${this.hostsName()}`);
    const promise = new TerraformOutput(this, "promise", {
      value: Lazy.anyValue({ produce: () => this.promises() }),
      description: "How long until an address is taken over, as it is configured",
    });
    promise.overrideLogicalId(`${this.hostsName()}_promise`);
    checkStack(this, { beforeSynth: () => this.ignoreLaterUserData() });
    this.node.addValidation({ validate: () => [...this.validate()] });
  }

  static isHighAvailability(this: void, value: unknown): value is HighAvailability {
    return isKind(value, KIND);
  }

  /** Adds a group; what `settings` leaves out is as it was said for all groups. */
  addGroup(group: FailoverGroup, settings: HighAvailabilityGroup = {}): this {
    this.added.push({ group, settings });
    return this;
  }

  /**
   * cloud-init's user data for a member's first start, as plain text: `Fn.base64encode(…)` where the vendor wants it so.
   * It is the same whatever version of this package renders it, and later changes of it replace no server.
   *
   * @throws Error when there is no such member
   */
  userData(member: string): string {
    if (!(member in this.props.members)) {
      const known = Object.keys(this.props.members).join(", ");
      throw new Error(`${this.node.path} has no member ${member}; its members are ${known}.`);
    }
    this.startedBy.add(member);
    return laterText((user) => {
      if (user !== this.stack) throw new Error(`${this.node.path}: ${elsewhere(user)}`);
      return {
        text: this.firstStart(member),
        references: textsIn(resolve(this.stack, this.declaration()) as Json).map(({ text }) => text),
      };
    });
  }

  private get stack(): TerraformStack {
    return TerraformStack.of(this);
  }

  /** Its path within the stack, as one word. */
  private hostsName(): string {
    return nameWithin(this.stack, this);
  }

  private declaration(): object {
    const { members, reservedHeartbeats, ...common } = this.props;
    const configured = this.added.map(({ group, settings }): ConfiguredGroup => {
      const home = TerraformStack.of(group);
      return {
        name: settings.name ?? nameWithin(home, group),
        group,
        settings: { ...common, ...defined(settings) },
        cloud: cloudOf(group.resource.provider?.alias ?? "", declaredProviders(home, elementsOf(home))),
        isHere: home === this.stack,
      };
    });
    return hostsDeclaration({ members, ...defined({ reservedHeartbeats }) }, configured);
  }

  private read(): ReadDeclaration {
    return readDeclaration(literal(resolve(this.stack, this.declaration())), { isLater: isExpression });
  }

  private promises(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.read().groups.map((group) => [group.name, promiseText(group)]));
  }

  /** @throws Error when the declaration has problems */
  private firstStart(member: string): string {
    const { groups, findings } = this.read();
    if (groups.length === 0) throw new Error(findings.map((finding) => sentence(finding)).join("\n"));
    return firstStart(groups, member);
  }

  private ignoreLaterUserData(): void {
    // What is wrong with the declaration is told by validation.
    if (this.startedBy.size === 0 || this.read().groups.length === 0) return;
    ignoreLaterUserData(this.stack, [...this.startedBy]);
  }

  private validate(): readonly string[] {
    const { groups, findings } = this.read();
    for (const finding of findings) {
      if (finding.severity === "warning") this.warn(sentence(finding));
    }
    const errors = [
      ...this.added.filter(({ group }) => group.declaredMembers === undefined).map(({ group }) => unnamed(group)),
      ...findings.filter(({ severity }) => severity === "error").map((finding) => sentence(finding)),
      ...this.besideOthers().map((finding) => sentence(finding)),
    ];
    return errors.length > 0 || groups.length === 0 ? errors : this.userDataProblems();
  }

  /** What is wrong with this declaration beside those of the same stack that come before it. */
  private besideOthers(): readonly HaFinding[] {
    const all = this.stack.node.findAll().filter((node) => HighAvailability.isHighAvailability(node));
    const upToThis = all.slice(0, all.indexOf(this) + 1).map((one) => ({ name: one.hostsName(), ...one.read() }));
    return findingsBetween(upToThis).filter((finding) => finding.in === this.hostsName());
  }

  private userDataProblems(): readonly string[] {
    const texts = new Map([...this.startedBy].map((member) => [member, this.firstStart(member)]));
    if (texts.size === 0) return [];
    for (const [member, text] of texts) {
      const tooLong = userDataTooLong(member, text);
      if (tooLong !== undefined) this.warn(tooLong);
    }
    const parts = this.added.flatMap(({ group }) =>
      [...group.memberParts].flatMap(([name, given]) =>
        given.flatMap((part) =>
          TerraformResource.isTerraformResource(part) ? [[addressOf(part), name] as const] : [],
        ),
      ),
    );
    const places = textsIn(resolve(this.stack, this.declaration()) as Json);
    const placeOf = (address: string) =>
      places.find(({ text, path }) => text.includes(address) && path.at(-1) !== "zone")?.path.join(".") ?? "groups";
    return userDataCycles(this.stack, texts, new Map(parts), placeOf);
  }

  /** A stack may be synthesized more than once; what was said already is not said again. */
  private warn(message: string): void {
    if (!this.node.metadata.some(({ data }) => data === message)) Annotations.of(this).addWarning(message);
  }
}

function sentence({ path, message }: HaFinding): string {
  return path.length === 0 ? message : `${path.join(".")}: ${message}`;
}

function unnamed(group: FailoverGroup): string {
  return (
    `groups: the members of ${group.node.path} are known only later, so nobody can tell who they are. Give its members ` +
    "as a map whose keys are names."
  );
}

function elsewhere(stack: TerraformStack): string {
  return (
    `userData is used in the stack ${stack.node.path}, where changes of it cannot be kept from replacing servers. Make ` +
    "the HighAvailability in the stack that has the servers; its groups may be in another one."
  );
}

function nameWithin(stack: TerraformStack, construct: Construct): string {
  return construct.node.path
    .slice(stack.node.path.length + 1)
    .split("/")
    .join("-");
}

/** Texts as Terraform will have them, except for those that it evaluates. */
function literal(value: unknown): unknown {
  if (typeof value === "string") return isExpression(value) ? value : unescaped(value);
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item)]));
}
