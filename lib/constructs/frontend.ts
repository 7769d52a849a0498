import type { TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { Frontend as FrontendResource, type FrontendTimeouts } from "../bindings/frontend";
import { activationFor, goesLiveOf, type GoingLiveProps } from "./going-live";
import { configForImport } from "./import-block";
import type { LoadBalancerActivation } from "./load-balancer-activation";
import { defined, idOf, isKind, metaArguments, numberOf, type Reference } from "./meta";
import { ResourceConstruct } from "./resource-construct";
import { checkStack } from "./stack-check";

const KIND = Symbol.for("cdktf-ip-failover/Frontend");

export interface FrontendProps extends TerraformMetaArguments, GoingLiveProps {
  /** `http`, `tcp` or `udp`. */
  readonly protocol: string;
  /** A port, a range such as `8000-8080`, or several of both separated by commas; 1 to 49151. */
  readonly port: string | number;
  /**
   * The load balancer's zone in which it listens, such as `gra`.
   * @default "all"
   */
  readonly zone?: string;
  /** Failover addresses or blocks, the only ones on which it answers. Left out: all that no other one has. */
  readonly dedicatedIps?: string[];
  /** Addresses or blocks that may connect. Not beside `deniedSource`; not with udp. */
  readonly allowedSource?: string[];
  /** Addresses or blocks that may not connect. Not beside `allowedSource`; not with udp. */
  readonly deniedSource?: string[];
  /** The farm that gets what no route takes: its id, or the resource of the vendor's bindings. */
  readonly defaultFarm?: Reference | number;
  /** The certificate for names that no other one fits: its id, or the resource. Not with udp. */
  readonly defaultSsl?: Reference | number;
  /** @default false */
  readonly disabled?: boolean;
  /** The name that the vendor's manager shows. */
  readonly displayName?: string;
  /**
   * Whether connections are encrypted up to the load balancer. Not with udp.
   * @default false
   */
  readonly ssl?: boolean;
  /**
   * Whether browsers are told to stay with HTTPS. Only with http.
   * @default false
   */
  readonly hsts?: boolean;
  /** Headers added to each request, such as `X-Client %ci`. Only with http. */
  readonly httpHeaders?: string[];
  /** Where every request is redirected to, as a URL. Only with http. */
  readonly redirectLocation?: string;
  /** Warnings that are known and meant, by the word that each warning names. */
  readonly acknowledge?: string[];
  /** Deadlines such as `90s`, `30m` or `1h30m`. */
  readonly timeouts?: FrontendTimeouts;
}

/**
 * A front-end of a load balancer, with the failover addresses that are dedicated to it. What it leads to is the vendor's
 * provider's: a farm or routes, which may be made later in the same run.
 *
 * @example
 * new Frontend(stack, "shop", { loadBalancer, protocol: "http", port: 80, dedicatedIps: ["203.0.113.10"], defaultFarm: farm });
 */
export class Frontend extends ResourceConstruct<FrontendResource> {
  override readonly resource: FrontendResource;
  /** What makes it live: depend on it to come after that. Undefined where it goes live by itself. */
  readonly activation: LoadBalancerActivation | undefined;

  constructor(scope: Construct, id: string, props: FrontendProps) {
    super(scope, id, KIND);
    const { loadBalancer, port, defaultFarm, defaultSsl } = props;
    const { protocol, zone, dedicatedIps, allowedSource, deniedSource, disabled, displayName } = props;
    const { ssl, hsts, httpHeaders, redirectLocation, acknowledge, timeouts } = props;
    const goesLive = goesLiveOf(this, props);
    this.resource = new FrontendResource(this, "Default", {
      ...metaArguments(props),
      ...defined({ protocol, zone, dedicatedIps, allowedSource, deniedSource, disabled, displayName }),
      ...defined({ ssl, hsts, httpHeaders, redirectLocation, acknowledge, timeouts }),
      ...defined({ defaultFarmId: numberOf(defaultFarm), defaultSslId: numberOf(defaultSsl) }),
      loadBalancer: idOf(loadBalancer),
      port: String(port),
      goesLive,
    });
    this.activation = activationFor(this, this.resource, goesLive, props);
    checkStack(this);
  }

  static isFrontend(this: void, value: unknown): value is Frontend {
    return isKind(value, KIND);
  }

  /** Has Terraform take a front-end over and write the configuration for it. Import id: `LOADBALANCER/PROTOCOL/NUMBER`. */
  static readonly generateConfigForImport = configForImport(FrontendResource.tfResourceType);

  /** The front-end's number, for the vendor's routes. */
  get frontendId(): number {
    return this.resource.frontendId;
  }

  /** Changes with everything that has to go live. */
  get revision(): string {
    return this.resource.revision;
  }
}
