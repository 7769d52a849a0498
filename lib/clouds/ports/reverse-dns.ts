/** The PTR record of an address: the name to which it resolves back. */
import type { Diagnostic } from "../diagnostic";

export interface ReverseDnsRecord {
  /** One address, without a mask. */
  readonly ip: string;
  /** Without a dot at its end. */
  readonly name: string;
}

export interface ReverseDnsPort {
  /** Why the address cannot have a record that is managed here. */
  check(ip: string, signal: AbortSignal): Promise<readonly Diagnostic[]>;
  /** The name; undefined only when the record, or the address itself, is not in the account. */
  read(ip: string, signal: AbortSignal): Promise<string | undefined>;
  /** Makes the record or gives it another name. Answers the name as the cloud has it. */
  set(record: ReverseDnsRecord, signal: AbortSignal): Promise<string>;
  /** What is gone already is done. */
  remove(ip: string, signal: AbortSignal): Promise<void>;
}
