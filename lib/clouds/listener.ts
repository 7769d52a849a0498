/** Where a front-end of a load balancer listens: the ports, zone and addresses that it answers on. */
export const protocols = ["http", "tcp", "udp"] as const;
export type Protocol = (typeof protocols)[number];
