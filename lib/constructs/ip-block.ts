import { propertyAccess, Token, Tokenization, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { IpBlock as IpBlockResource, type IpBlockTimeouts } from "../bindings/ip-block";
import { problem, type Diagnostic } from "../resources/diagnostic";
import { configForImport } from "./import-block";
import { defined, isKind, metaArguments } from "./meta";
import { ResourceConstruct } from "./resource-construct";
import { checkStack } from "./stack-check";
import type { Json } from "./stack-elements";

const KIND = Symbol.for("cdktf-ip-failover/IpBlock");

interface CommonIpBlockProps extends TerraformMetaArguments {
  /** Warnings that are known and meant, by the word that each warning names. */
  readonly acknowledge?: string[];
  /** Deadlines such as `90s`, `30m` or `1h30m`. */
  readonly timeouts?: IpBlockTimeouts;
}

/** A block to reserve. */
export interface IpBlockProps extends CommonIpBlockProps {
  /** Where the addresses can be used, such as `de/fra`. */
  readonly location: string;
  /** How many addresses, 1 to 1000. */
  readonly size: number;
  /**
   * Unique on the contract: it is how a block is found again whose creation was cut off. A name of your own must change
   * together with location or size, because the new block is there before the old one goes.
   * @default the construct's path, location and size, such as `production-addresses-de-fra-2`
   */
  readonly name?: string;
}

/** A block that exists already. */
export interface AdoptedIpBlockProps extends CommonIpBlockProps {
  /** The block's id, as the cloud shows it; on OVHcloud the address or the block in CIDR notation. */
  readonly adopt: string;
  /** OVHcloud: what the account's list says of the block. Left out, it stays as it is. */
  readonly description?: string;
}

/**
 * Public addresses to use: reserved here, or of a block that exists already. Destroying gives a reserved block back;
 * an adopted one is left as it is.
 *
 * @example
 * const block = new IpBlock(stack, "addresses", { location: "de/fra", size: 2 });
 * new FailoverGroup(stack, "web", { ip: block.ip(0), … });
 */
export class IpBlock extends ResourceConstruct<IpBlockResource> {
  override readonly resource: IpBlockResource;
  private readonly indexes = new Set<number>();

  constructor(scope: Construct, id: string, props: IpBlockProps | AdoptedIpBlockProps) {
    super(scope, id, KIND);
    const { acknowledge, timeouts } = props;
    const what =
      "adopt" in props
        ? { adopt: props.adopt, description: props.description }
        : { name: props.name ?? this.defaultName(props), location: props.location, size: props.size };
    this.resource = new IpBlockResource(this, "Default", {
      ...metaArguments(props),
      ...defined({ ...what, acknowledge, timeouts }),
    });
    checkStack(this, { problems: (json) => this.indexProblems(json.size) });
  }

  static isIpBlock(this: void, value: unknown): value is IpBlock {
    return isKind(value, KIND);
  }

  /** Uses a block that exists already; it is never given back. Which address is which, `ips` tells after apply. */
  static fromBlockId(
    scope: Construct,
    id: string,
    blockId: string,
    options: Omit<AdoptedIpBlockProps, "adopt"> = {},
  ): IpBlock {
    return new IpBlock(scope, id, { ...options, adopt: blockId });
  }

  /** Has Terraform take a reserved block over and write the configuration for it. Import id: the block's id. */
  static readonly generateConfigForImport = configForImport(IpBlockResource.tfResourceType);

  /**
   * One address of the block. An index beyond the block's end is an error: at synth when `size` and `index` are
   * literal, else at plan (Terraform's `element()` would begin again at the start).
   *
   * @param index counts from 0; may be a token
   * @throws Error when the index is no whole number from 0 on, or when the block has `count` or `forEach`
   */
  ip(index: number): string {
    if (this.resource.count !== undefined || this.resource.forEach !== undefined) {
      throw new Error(
        `${this.node.path} stands for several blocks (count or forEach), so ip(${index}) could mean any of them. ` +
          `Make one IpBlock for each, or refer to one instance: Token.asString(ref(...)).`,
      );
    }
    if (Token.isUnresolved(index)) return Token.asString(propertyAccess(this.resource.ips, [index]));
    if (!Number.isInteger(index) || index < 0) {
      throw new Error(`${this.node.path}: ip(${index}) is no address of a block. Count in whole numbers from 0 on.`);
    }
    this.indexes.add(index);
    return this.resource.getStringAttribute(`ips[${index}]`);
  }

  /** All addresses, as a list token. Their order never changes. */
  get ips(): string[] {
    return this.resource.ips;
  }

  /** The block's id on the cloud; on OVHcloud the address or block itself, which a group takes as its `ip`. */
  get blockId(): string {
    return this.resource.id;
  }

  /** OVHcloud: the service that it is routed to; null when it is parked, and on IONOS. */
  get routedTo(): string {
    return this.resource.routedTo;
  }

  private indexProblems(size: Json | undefined): readonly Diagnostic[] {
    if (typeof size !== "number") return [];
    return [...this.indexes]
      .filter((index) => index >= size)
      .map((index) =>
        problem(
          ["size"],
          "The block is smaller than what is taken from it",
          `ip(${index}) is asked for, but size is ${size}, so the last address is ip(${size - 1}). Raise size to at ` +
            `least ${index + 1} or use a smaller index.`,
        ),
      );
  }

  /**
   * With what forces a new block in it: the new one is made before the old one goes, and no two of a contract may have
   * one name.
   */
  private defaultName({ location, size, forEach, count }: IpBlockProps): string {
    const place = Token.isUnresolved(location) ? location : location.replaceAll("/", "-");
    const name = `${this.node.path.replaceAll("/", "-")}-${place}-${Tokenization.stringifyNumber(size)}`;
    if (forEach) return `${name}-\${each.key}`;
    return count === undefined ? name : `${name}-\${count.index}`;
  }
}
