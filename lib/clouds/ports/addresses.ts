/** Single addresses, whoever manages them. */
import type { GroupRef } from "./groups";

export interface AddressConsumer {
  readonly datacenterId: string | undefined;
  readonly serverId: string | undefined;
  readonly serverName: string | undefined;
  readonly nicId: string | undefined;
  readonly mac: string | undefined;
}

export interface AddressObservation {
  readonly type: string;
  readonly location: string | undefined;
  readonly blockId: string | undefined;
  readonly consumers: readonly AddressConsumer[];
  /** Undefined where the cloud's API knows no groups. */
  readonly group: GroupRef | undefined;
  /** The service that it is routed to, null when it is parked. Undefined where VRRP decides. */
  readonly routedTo?: string | null;
  /** The PTR record's name, where it is told together with the address. */
  readonly reverseDns?: string | undefined;
}

export interface AddressPort {
  /** Undefined when the account has no such address. */
  read(ip: string, signal: AbortSignal): Promise<AddressObservation | undefined>;
}
