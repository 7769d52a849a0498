/** What a delivery for one member consists of. */
import { createHash } from "node:crypto";
import { packageVersion } from "../../version";
import { modelHash } from "../model/hash";
import type { HaGroup, HaMember, HaNic } from "../model/model";
import { placeholders } from "../model/nic";
import { isIpv6 } from "../model/place";
import type { RenderedFile } from "../render/rendered-file";

export interface Manifest {
  readonly format: 1;
  readonly renderedBy: string;
  readonly member: string;
  readonly groups: readonly string[];
  readonly model: string;
  readonly keepalivedVersion: string;
  /** Words in the files that stand for interfaces, and the hardware addresses by which the installation finds them. */
  readonly interfaces: Readonly<Record<string, string>>;
  /** What checks run: a member without it would stay in FAULT. */
  readonly programs: readonly string[];
  readonly files: readonly ManifestFile[];
}

export interface ManifestFile {
  readonly path: string;
  readonly mode: string;
  readonly owner: string;
  readonly sha256: string;
}

export function manifestOf(groups: readonly HaGroup[], self: HaMember, files: readonly RenderedFile[]): Manifest {
  const own = groups.filter(({ members }) => members.has(self.name));
  return {
    format: 1,
    renderedBy: `cdktf-ip-failover ${packageVersion}`,
    member: self.name,
    groups: own.map(({ name }) => name),
    model: modelHash(own),
    keepalivedVersion: self.keepalivedVersion,
    interfaces: interfacesToFind(self),
    programs: programsOf(own),
    files: files.map(({ path, mode, owner, content }) => ({ path, mode, owner, sha256: sha256(content) })),
  };
}

function programsOf(groups: readonly HaGroup[]): readonly string[] {
  const programs = groups.flatMap(({ tracking: { checks, gateway }, readyCheck }) => [
    ...[...checks, ...(readyCheck ? [readyCheck] : [])].map(({ command }) => command[0] ?? ""),
    ...(gateway ? [isIpv6(gateway.address) ? "ping" : "arping"] : []),
  ]);
  return [...new Set(programs)].sort();
}

/** Interfaces without a name, by the words that stand for them. */
export function interfacesToFind({ heartbeat, public: { nic } }: HaMember): Readonly<Record<string, string>> {
  const macOf = (one: HaNic) => ("interface" in one ? undefined : one.mac);
  const found = [
    [placeholders.heartbeat, macOf(heartbeat.nic)],
    [placeholders.public, macOf(nic) === macOf(heartbeat.nic) ? undefined : macOf(nic)],
  ] as const;
  return Object.fromEntries(found.filter((entry): entry is [(typeof entry)[0], string] => entry[1] !== undefined));
}

function sha256(content: string): string {
  return createHash("sha256").update(content).digest("hex");
}
