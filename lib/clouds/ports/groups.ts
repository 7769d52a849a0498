/** Failover groups: one address, and the members that may hold it. */
import type { Diagnostic } from "../diagnostic";
import type { Draft } from "./draft";

export interface Network {
  readonly datacenterId: string;
  readonly lanId: string;
}

/** Who may hold an address. A cloud that knows NICs tells members apart by them, the others by server and next hop. */
export interface Member {
  /** Where the cloud routes addresses: the name of the service. */
  readonly server: string;
  /** IONOS only, where it is required. */
  readonly nic: string | undefined;
  /** OVH only: which instance of a Public Cloud project. */
  readonly nexthop: string | undefined;
}

export type AddressRole = "primary" | "additional";

/** A group as the user wants it; everything is known. */
export interface GroupSpec extends GroupRef {
  readonly members: ReadonlyMap<string, Member>;
  readonly master: string;
  /** Undefined where the cloud has no such notion. */
  readonly role: AddressRole | undefined;
}

/** A group as far as it is known while planning. */
export interface GroupDraft {
  readonly ip: Draft<string>;
  readonly network: Draft<{ readonly [K in keyof Network]: Draft<string> } | null>;
  readonly members: Draft<ReadonlyMap<string, MemberDraft>>;
  readonly master: Draft<string>;
  readonly role: Draft<AddressRole | null>;
}

export interface MemberDraft {
  readonly server: Draft<string>;
  readonly nic: Draft<string | null>;
  readonly nexthop: Draft<string | null>;
}

export interface GroupRef {
  /** An address; a block in CIDR notation where the cloud moves blocks. */
  readonly ip: string;
  /** Undefined where the cloud routes addresses. */
  readonly network: Network | undefined;
}

export interface ObservedMember extends Member {
  readonly serverName: string | undefined;
  readonly zone: string | undefined;
  readonly mac: string | undefined;
}

/** A group as the cloud tells it. */
export interface GroupObservation {
  /** Everybody who has the address and may hold it. Undefined where the API has no list: the configured ones stand. */
  readonly members: readonly ObservedMember[] | undefined;
  /** IONOS: the NIC in the LAN's entry; undefined when there is no entry. */
  readonly registeredNic: string | undefined;
  /** Undefined when the cloud has no such notion or nobody has the address. */
  readonly role: AddressRole | undefined;
  /** Undefined where VRRP decides who holds the address, and the API cannot know. */
  readonly route: Route | undefined;
}

/** Where a cloud routes an address. */
export interface Route {
  /** The service's name; null when the address is parked. */
  readonly service: string | null;
  /** Known only of a route that was just made, because no API tells it; null when it was made without one. */
  readonly nexthop?: string | null;
}

export interface GroupChange {
  readonly observation: GroupObservation;
  /** Addresses that a NIC lost because its list was set, by NIC. */
  readonly replaced: ReadonlyMap<string, readonly string[]>;
  readonly diagnostics: readonly Diagnostic[];
}

/** What the state says of an existing group. */
export interface GroupRecord extends GroupRef {
  readonly members: readonly Member[];
  /** Who held the address when it was last looked at, where the cloud can know. */
  readonly holder: Member | undefined;
}

export interface MasterOptions {
  /** The master shall have the address even where another member has it: it was edited, or the policy says so. */
  readonly moveMaster: boolean;
}

export interface GroupPort {
  readonly defaultRole: AddressRole | null;
  /** IONOS: `datacenter/lan/ip`. OVH: the address or block. */
  formatId(ref: GroupRef): string;
  /** Undefined when the text is not such an id. `members` are those named behind it: `?name=MEMBER&…`. */
  parseId(id: string): { readonly ref: GroupRef; readonly members: ReadonlyMap<string, Member> } | undefined;
  readonly idExample: string;
  /** What the cloud says of the draft before anything is written, and the order of API steps. */
  preflight(
    draft: GroupDraft,
    prior: GroupRecord | undefined,
    options: MasterOptions,
    signal: AbortSignal,
  ): Promise<{ readonly diagnostics: readonly Diagnostic[]; readonly steps: readonly string[] }>;
  /** Undefined only when the address, or the parent that the group lies in, is gone by its own 404. */
  read(
    ref: GroupRef,
    expectedRole: AddressRole | undefined,
    signal: AbortSignal,
  ): Promise<GroupObservation | undefined>;
  /** Makes the group from nothing, or from what an earlier try left behind. Undoes its own steps when it fails. */
  create(spec: GroupSpec, options: MasterOptions, signal: AbortSignal): Promise<GroupChange>;
  /** Brings an existing group to `spec`, in place. */
  change(prior: GroupRecord, spec: GroupSpec, options: MasterOptions, signal: AbortSignal): Promise<GroupChange>;
  /** Takes the group apart. What is gone already is done. */
  release(record: GroupRecord, signal: AbortSignal): Promise<readonly Diagnostic[]>;
}
