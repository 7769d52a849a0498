/** The kernel's monotonic clock in milliseconds: the same in every process of one machine, whatever its namespaces. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1000n) / 1000;
}
