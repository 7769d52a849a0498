import { TerraformResource, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import {
  FrontendBinding as BindingResource,
  type FrontendBindingFrontend,
  type FrontendBindingTimeouts,
} from "../bindings/frontend-binding";
import { Frontend } from "./frontend";
import { activationFor, goesLiveOf, type GoingLiveProps } from "./going-live";
import { configForImport } from "./import-block";
import type { LoadBalancerActivation } from "./load-balancer-activation";
import { defined, idOf, isKind, metaArguments, type Reference } from "./meta";
import { ResourceConstruct } from "./resource-construct";
import { checkStack } from "./stack-check";
import { protectFrontend, vendorFrontend } from "./vendor-lifecycle";

const KIND = Symbol.for("cdktf-ip-failover/FrontendBinding");

/** A front-end that exists already, or that the vendor's provider makes. */
export interface BoundFrontend {
  /** `http`, `tcp` or `udp`. */
  readonly protocol: string;
  /** Its number, or the resource of the vendor's bindings. */
  readonly id: Reference;
}

export interface FrontendBindingProps extends TerraformMetaArguments, GoingLiveProps {
  /** The failover addresses or blocks, at least one. */
  readonly ips: string[];
  /**
   * The front-end that answers on the addresses and on no others than its dedicated ones: by protocol and number, or the
   * resource of the vendor's bindings. Left out, they serve every front-end of the load balancer without dedicated ones.
   */
  readonly frontend?: BoundFrontend | TerraformResource;
  /** `keep` (default) leaves the addresses routed to the load balancer, `release` parks those that nobody else uses. */
  readonly onDestroy?: string;
  /** Warnings that are known and meant, by the word that each warning names. */
  readonly acknowledge?: string[];
  /** Deadlines such as `90s`, `30m` or `1h30m`. */
  readonly timeouts?: FrontendBindingTimeouts;
}

/**
 * Failover addresses for a load balancer: for the whole of it, or dedicated to one front-end beside those that it has
 * from others. A front-end given as a resource of the vendor's bindings gets `ignore_changes` for its dedicated
 * addresses, and keeps the lifecycle that it has.
 *
 * @example
 * new FrontendBinding(stack, "shop", {
 *   loadBalancer: "loadbalancer-0123456789abcdef",
 *   frontend: { protocol: "http", id: "4242" },
 *   ips: ["203.0.113.10"],
 * });
 */
export class FrontendBinding extends ResourceConstruct<BindingResource> {
  override readonly resource: BindingResource;
  /** What makes it live: depend on it to come after that. Undefined where it goes live by itself. */
  readonly activation: LoadBalancerActivation | undefined;

  /** @throws Error when `frontend` is a resource, but no front-end of the vendor's bindings */
  constructor(scope: Construct, id: string, props: FrontendBindingProps) {
    super(scope, id, KIND);
    const { loadBalancer, ips, frontend, onDestroy, acknowledge, timeouts } = props;
    const goesLive = goesLiveOf(this, props);
    this.resource = new BindingResource(this, "Default", {
      ...metaArguments(props),
      ...defined({ onDestroy, acknowledge, timeouts, frontend: frontend && this.idsOf(frontend) }),
      loadBalancer: idOf(loadBalancer),
      ips,
      goesLive,
    });
    this.activation = activationFor(this, this.resource, goesLive, props);
    const part =
      frontend && "protocol" in frontend && !TerraformResource.isTerraformResource(frontend) ? frontend.id : frontend;
    const protect = () => protectFrontend(part);
    protect();
    checkStack(this, { beforeSynth: protect });
  }

  static isFrontendBinding(this: void, value: unknown): value is FrontendBinding {
    return isKind(value, KIND);
  }

  /**
   * Has Terraform take a binding over and write the configuration for it. Import id: `LOADBALANCER?ips=ADDRESS,ADDRESS`, with
   * `/PROTOCOL/NUMBER` before the `?` for those of one front-end.
   */
  static readonly generateConfigForImport = configForImport(BindingResource.tfResourceType);

  /** The addresses, as a list token. */
  get ips(): string[] {
    return this.resource.ips;
  }

  /** Changes with everything that has to go live. */
  get revision(): string {
    return this.resource.revision;
  }

  private idsOf(frontend: BoundFrontend | TerraformResource): FrontendBindingFrontend {
    if (Frontend.isFrontend(frontend)) {
      throw new Error(
        `${this.node.path}: frontend is ${frontend.node.path}, a front-end of this package, which says itself on which ` +
          "addresses it answers. Write them into its dedicatedIps instead.",
      );
    }
    if (!TerraformResource.isTerraformResource(frontend)) return { protocol: frontend.protocol, id: idOf(frontend.id) };
    const found = vendorFrontend(frontend);
    if (found) return found;
    throw new Error(
      `${this.node.path}: frontend is ${frontend.node.path}, a ${frontend.terraformResourceType}. Give an ` +
        "ovh_iploadbalancing_http_frontend, _tcp_frontend or _udp_frontend, or protocol and id.",
    );
  }
}
