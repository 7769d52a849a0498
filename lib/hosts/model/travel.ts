/**
 * How a declaration travels from a stack to the commands: as a local value whose name begins so. Terraform makes
 * nothing of it, it makes no dependency, and whoever reads it with the state knows what it refers to.
 */
export const localPrefix = "ipfailover_hosts_";
