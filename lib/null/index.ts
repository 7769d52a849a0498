/** Pieces that are built on `null_resource`, from the null provider. */
export { FailoverGate, type FailoverGateProps } from "./failover-gate";
export { NullProvider } from "./null-resource";
