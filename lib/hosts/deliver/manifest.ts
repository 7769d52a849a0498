/** What a delivery for one member consists of. */
import { createHash } from "node:crypto";
import { packageVersion } from "../../version";
import { modelHash } from "../model/hash";
import type { HaGroup, HaMember, HaNic } from "../model/model";
import { placeholders } from "../model/nic";
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
    files: files.map(({ path, mode, owner, content }) => ({ path, mode, owner, sha256: sha256(content) })),
  };
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
