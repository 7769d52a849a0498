/** Constructs for IP failover: what a stack imports. */
export { ActiveActivePair, type ActiveActivePairProps } from "./constructs/active-active-pair";
export {
  DataIpFailoverAddress,
  DataIpFailoverGroup,
  DataIpFailoverLoadBalancer,
  DataIpFailoverTargets,
  type DataIpFailoverAddressProps,
  type DataIpFailoverGroupProps,
  type DataIpFailoverLoadBalancerProps,
  type DataIpFailoverTargetsProps,
} from "./constructs/data-sources";
export {
  FailoverGroup,
  type FailoverGroupProps,
  type FailoverMember,
  type FailoverNetwork,
} from "./constructs/failover-group";
export { FrontendBinding, type BoundFrontend, type FrontendBindingProps } from "./constructs/frontend-binding";
export { Frontend, type FrontendProps } from "./constructs/frontend";
export { type GoingLiveProps } from "./constructs/going-live";
export { HighAvailability } from "./constructs/high-availability";
export type {
  HighAvailabilityCheck,
  HighAvailabilityGateway,
  HighAvailabilityGroup,
  HighAvailabilityHeartbeat,
  HighAvailabilityMember,
  HighAvailabilityNic,
  HighAvailabilityProps,
  HighAvailabilityPublic,
  HighAvailabilityStaticNetwork,
  HighAvailabilityTracking,
} from "./constructs/high-availability-props";
export { ImportBlock, type ImportBlockProps } from "./constructs/import-block";
export { IpBlock, type AdoptedIpBlockProps, type IpBlockProps } from "./constructs/ip-block";
export { IpFailoverProvider, type IpFailoverProviderProps } from "./constructs/ip-failover-provider";
export { LoadBalancerActivation, type LoadBalancerActivationProps } from "./constructs/load-balancer-activation";
export { type Identified, type Reference } from "./constructs/meta";
export { Duration } from "./hosts/model/duration";
export { constructId } from "./constructs/names";
export { ReverseDns, type ReverseDnsProps } from "./constructs/reverse-dns";
export { VirtualMac, type VirtualMacProps } from "./constructs/virtual-mac";
/** The generated bindings, one class for each resource and data source of the provider. */
export * as bindings from "./bindings";
