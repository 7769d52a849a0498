/**
 * The contract between the resources and a cloud. A `Cloud` has one port per thing that it can do; a port that is
 * absent is a capability that is absent. Adding a cloud means one folder beside this file and a line in registry.ts.
 */
import type { HttpError } from "../http/error";
import type { Diagnostic } from "./diagnostic";
import type { ActivationPort } from "./ports/activation";
import type { AddressPort } from "./ports/addresses";
import type { FrontendBindingPort } from "./ports/frontend-bindings";
import type { FrontendPort } from "./ports/frontends";
import type { GroupDraft, GroupPort } from "./ports/groups";
import type { IpBlockDraft, IpBlockPort } from "./ports/ip-blocks";
import type { LoadBalancerPort } from "./ports/load-balancers";
import type { ReverseDnsPort } from "./ports/reverse-dns";
import type { TargetPort } from "./ports/targets";
import type { VirtualMacPort } from "./ports/virtual-mac";

export interface Cloud {
  readonly name: string;
  /** The account that the credentials belong to, as text. IONOS: the contract number. */
  account(signal: AbortSignal): Promise<string>;
  /** The account where the configuration names it, so that no request is needed. */
  readonly configuredAccount?: string;
  readonly groups?: GroupPort;
  readonly ipBlocks?: IpBlockPort;
  readonly addresses?: AddressPort;
  readonly targets?: TargetPort;
  readonly frontendBindings?: FrontendBindingPort;
  readonly frontends?: FrontendPort;
  readonly loadBalancers?: LoadBalancerPort;
  readonly virtualMacs?: VirtualMacPort;
  readonly reverseDns?: ReverseDnsPort;
  readonly activations?: ActivationPort;
  /** What the user can do about a refused request, as a sentence; undefined where only the cloud's own words help. */
  advice(error: HttpError): string | undefined;
  close(): void;
}

/** What the provider's configuration says, by attribute; what is left out is absent. Secrets stay in memory. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

export type Environment = Readonly<Record<string, string | undefined>>;

/** How a cloud gets its configuration together. */
export interface Setup<Config> {
  /** The provider's attributes that mean something to this cloud. */
  readonly attributes: readonly string[];
  /** Completes the settings from environment and files, or says what is missing or wrong. Asks nobody. */
  complete(
    settings: Settings,
    env: Environment,
  ): { readonly config: Config } | { readonly problems: readonly Diagnostic[] };
}

/** A cloud's own rules that need neither requests nor credentials: for synthesis, where there are none. */
export interface StaticRules {
  /** Why the cloud has no such thing, as a sentence, where it is worth telling. */
  readonly lacks?: Readonly<Partial<Record<"virtualMacs" | "targets" | "loadBalancers", string>>>;
  checkGroup?(draft: GroupDraft): readonly Diagnostic[];
  checkIpBlock?(draft: IpBlockDraft): readonly Diagnostic[];
  checkAddress?(ip: string): readonly Diagnostic[];
}
