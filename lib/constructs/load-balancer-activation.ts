import { Lazy, TerraformResource, TerraformStack, type TerraformMetaArguments, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import {
  LoadBalancerActivation as ActivationResource,
  type LoadBalancerActivationTimeouts,
} from "../bindings/load-balancer-activation";
import { defined, idOf, isKind, metaArguments, type Reference } from "./meta";
import { constructId } from "./names";
import { ResourceConstruct } from "./resource-construct";
import { checkStack } from "./stack-check";
import { differsByInstance, elementsOf, resolve } from "./stack-elements";
import { configuredValues, revisionOf, serviceOf } from "./triggers";

const KIND = Symbol.for("cdktf-ip-failover/LoadBalancerActivation");
const ACTIVATIONS = Symbol.for("cdktf-ip-failover/activations");

export interface LoadBalancerActivationProps extends TerraformMetaArguments {
  /** The load balancer: its service name, or the resource or data source of the vendor's bindings. */
  readonly loadBalancer: Reference;
  /** Further values whose change makes a refresh, by names of your choice. */
  readonly triggers?: Readonly<Record<string, string>>;
  /**
   * What has to be written before, beyond what the stack shows by itself to be of this load balancer: resources of
   * another name for it, or of modules.
   */
  readonly after?: readonly TerraformResource[];
  /** Warnings that are known and meant, by the word that each warning names. */
  readonly acknowledge?: string[];
  /** Deadlines such as `90s`, `30m` or `1h30m`. */
  readonly timeouts?: LoadBalancerActivationTimeouts;
}

/**
 * Makes live what is configured on a load balancer, with one refresh after everything of it: front-ends and bindings of
 * ours, and what the vendor's bindings (`ovh_iploadbalancing_*`) declare for it in this stack. There is one for each
 * load balancer of a stack; `Frontend` and `FrontendBinding` add it where you do not. What depends on it comes after all is live.
 */
export class LoadBalancerActivation extends ResourceConstruct<ActivationResource> {
  override readonly resource: ActivationResource;
  private readonly ours = new Map<string, TerraformResource>();
  private readonly others = new Set<TerraformResource>();

  /** @throws Error when the stack has one for this load balancer already */
  constructor(scope: Construct, id: string, props: LoadBalancerActivationProps) {
    super(scope, id, KIND);
    const { loadBalancer, triggers, after, acknowledge, timeouts } = props;
    const key = keyOf(this, idOf(loadBalancer), props.provider);
    const known = activationsOf(this);
    const other = known.get(key);
    if (other) {
      throw new Error(
        `${this.node.path}: the stack has an activation of this load balancer already, ${other.node.path}. A load balancer ` +
          "goes live once for everything: use LoadBalancerActivation.of(…), or make this one before the first Frontend or " +
          "FrontendBinding of the load balancer.",
      );
    }
    known.set(key, this);
    this.resource = new ActivationResource(this, "Default", {
      ...metaArguments(props),
      ...defined({ acknowledge, timeouts }),
      loadBalancer: idOf(loadBalancer),
      // Everything that is of the load balancer is known only once the stack is complete.
      triggers: Lazy.anyValue({ produce: () => this.triggers(triggers) }) as unknown as Record<string, string>,
    });
    this.after(...(after ?? []));
    checkStack(this);
  }

  static isLoadBalancerActivation(this: void, value: unknown): value is LoadBalancerActivation {
    return isKind(value, KIND);
  }

  /** The stack's activation of this load balancer, made at its root where there is none yet. */
  static of(
    this: void,
    scope: Construct,
    loadBalancer: Reference,
    provider?: TerraformProvider,
  ): LoadBalancerActivation {
    const known = activationsOf(scope).get(keyOf(scope, idOf(loadBalancer), provider));
    if (known) return known;
    const id = freeId(scope, textOf(scope, loadBalancer));
    return new LoadBalancerActivation(TerraformStack.of(scope), id, { loadBalancer, ...defined({ provider }) });
  }

  /**
   * Has it come after these as well, and refresh when what is configured of one of them changes.
   * @throws Error when one is of another stack
   */
  after(...resources: readonly TerraformResource[]): void {
    for (const resource of resources) {
      if (TerraformStack.of(resource) !== TerraformStack.of(this)) {
        throw new Error(
          `${resource.node.path} is of another stack than ${this.node.path}: an activation comes after what its own stack ` +
            "writes. Make one in that stack with LoadBalancerActivation.of(…).",
        );
      }
      this.others.add(resource);
    }
  }

  /** The zones with changes that are stored and not live. */
  get pendingChanges(): ActivationResource["pendingChanges"] {
    return this.resource.pendingChanges;
  }

  /** @internal A front-end or binding of ours, by the path of its construct. */
  _include(construct: Construct, resource: TerraformResource): void {
    this.ours.set(construct.node.path, resource);
  }

  private triggers(given: LoadBalancerActivationProps["triggers"] = {}): Record<string, string> {
    const stack = TerraformStack.of(this);
    const service = textOf(this, this.resource.loadBalancerInput ?? "");
    const declared = elementsOf(stack).filter(
      (element): element is TerraformResource =>
        TerraformResource.isTerraformResource(element) && serviceOf(stack, element) === service,
    );
    return {
      ...Object.fromEntries([...this.ours].map(([path, resource]) => [path, revisionOf(resource)])),
      ...Object.fromEntries(
        [...new Set([...this.others, ...declared])].map((resource) => [
          resource.node.path,
          configuredValues(TerraformStack.of(resource), resource),
        ]),
      ),
      ...given,
    };
  }
}

/** Whether one activation can stand for it: a name that differs between instances cannot. */
export function isOneLoadBalancer(scope: Construct, loadBalancer: Reference): boolean {
  return !differsByInstance(textOf(scope, loadBalancer));
}

type WithActivations = TerraformStack & { [ACTIVATIONS]?: Map<string, LoadBalancerActivation> };

function activationsOf(scope: Construct): Map<string, LoadBalancerActivation> {
  const stack = TerraformStack.of(scope) as WithActivations;
  const known = stack[ACTIVATIONS];
  if (known) return known;
  const made = new Map<string, LoadBalancerActivation>();
  Object.defineProperty(stack, ACTIVATIONS, { value: made });
  return made;
}

function keyOf(scope: Construct, loadBalancer: string, provider: TerraformProvider | undefined): string {
  return `${textOf(scope, loadBalancer)}\n${provider?.fqn ?? ""}`;
}

/** The name, or the reference that stands for it: the same for whoever refers to the same thing. */
function textOf(scope: Construct, loadBalancer: Reference): string {
  return resolve(TerraformStack.of(scope), idOf(loadBalancer)) as string;
}

function freeId(scope: Construct, text: string): string {
  const { node } = TerraformStack.of(scope);
  // A reference such as ${data.ovh_iploadbalancing.shop.id} names it by its own name.
  const [, name = text] = /\$\{(?:data\.)?[^.}]+\.([^.}[]+)/.exec(text) ?? [];
  const id = constructId(`activation-${name}`);
  for (let i = 1; ; i++) {
    const candidate = i === 1 ? id : `${id}-${i}`;
    if (!node.tryFindChild(candidate)) return candidate;
  }
}
