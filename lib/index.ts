/** Constructs for IP failover: what a stack imports. */
export { ActiveActivePair, type ActiveActivePairProps } from "./constructs/active-active-pair";
export {
  DataIpFailoverAddress,
  DataIpFailoverGroup,
  type DataIpFailoverAddressProps,
  type DataIpFailoverGroupProps,
} from "./constructs/data-sources";
export {
  FailoverGroup,
  type FailoverGroupProps,
  type FailoverMember,
  type FailoverNetwork,
} from "./constructs/failover-group";
export { ImportBlock, type ImportBlockProps } from "./constructs/import-block";
export { IpBlock, type AdoptedIpBlockProps, type IpBlockProps } from "./constructs/ip-block";
export { IpFailoverProvider, type IpFailoverProviderProps } from "./constructs/ip-failover-provider";
export { type Identified, type Reference } from "./constructs/meta";
export { constructId } from "./constructs/names";
/** The generated bindings, one class for each resource and data source of the provider. */
export * as bindings from "./bindings";
