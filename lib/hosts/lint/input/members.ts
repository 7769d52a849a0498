/** Members from what stands on a command line. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import type { Manifest } from "../../deliver/manifest";
import { lintMember } from "../member";
import type { LintMember } from "../member";
import { installed, tryReadManifest } from "./manifest";
import { rootedTree, treeBeside } from "./trees";

/** What the user can mend on the command line. */
export class InputError extends Error {}

export interface MemberOptions {
  /** `FILE`, `DIR` or `NAME=FILE`; `-` is what comes on stdin. */
  readonly files: readonly string[];
  /** `NAME=DIR`, or `DIR` with a single member. The same form goes for the others. */
  readonly roots: readonly string[];
  readonly versions: readonly string[];
  readonly configIds: readonly string[];
  readonly defaultVersion: string;
}

const STDIN = "-";
const ON_MEMBER = "/etc/keepalived/keepalived.conf";

interface Given {
  readonly name: string;
  readonly file: string;
  /** The member's file system, when the file lies in one. */
  readonly root?: string;
  /** As rendered, with modes and owners. */
  readonly manifest?: Manifest;
}

/** @throws InputError when a file cannot be read or an option names no member */
export function membersFrom(options: MemberOptions): readonly LintMember[] {
  const given = options.files.map(givenBy);
  const names = given.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new InputError(`Two members are called ${twice}. Write NAME=FILE to give each its own name.`);
  }
  const roots = byMember("--root", options.roots, names);
  const versions = byMember("--keepalived-version", options.versions, names);
  const configIds = byMember("--config-id", options.configIds, names);
  return given.map((member) => {
    const root = roots(member.name) ?? member.root;
    if (root !== undefined && !isFolder(root)) throw new InputError(`There is no folder ${root} for --root.`);
    return load(member, root, {
      version: versions(member.name) ?? member.manifest?.keepalivedVersion ?? options.defaultVersion,
      configId: configIds(member.name) ?? member.name,
    });
  });
}

function load(
  { name, file, manifest }: Given,
  root: string | undefined,
  { version, configId }: { readonly version: string; readonly configId: string },
): LintMember {
  const bytes = readConfigFile(file);
  const common = { name, bytes, version, configId };
  if (root === undefined) {
    return lintMember({
      ...common,
      file: path.resolve(file),
      tree: treeBeside(file),
      wholeTree: false,
      shown: fromHere,
    });
  }
  const inside = path.relative(path.resolve(root), path.resolve(file));
  const onMember = inside.startsWith("..") ? ON_MEMBER : `/${inside}`;
  return lintMember({
    ...common,
    file: onMember,
    tree: manifest === undefined ? rootedTree(root) : installed(rootedTree(root), manifest),
    wholeTree: true,
    shown: (found) => fromHere(found === onMember ? file : path.join(root, found)),
  });
}

function readConfigFile(file: string): Buffer {
  try {
    return readFileSync(file === STDIN ? 0 : file);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === "ENOENT" ? "it does not exist" : String(error);
    throw new InputError(`${file} cannot be read: ${reason}.`);
  }
}

/** Relative where that is shorter to read, as compilers do. */
function fromHere(file: string): string {
  const relative = path.relative(process.cwd(), path.resolve(file));
  return relative.startsWith("..") || relative === "" ? path.resolve(file) : relative;
}

function givenBy(argument: string): Given {
  const named = exists(argument) ? null : /^([A-Za-z0-9_.-]+)=(.+)$/.exec(argument);
  const file = named?.[2] ?? argument;
  if (!isFolder(file)) return { name: named?.[1] ?? nameOf(file), file };
  const name = named?.[1] ?? path.basename(path.resolve(file));
  for (const root of [file, path.join(file, "rootfs")]) {
    const found = path.join(root, ON_MEMBER);
    if (!exists(found)) continue;
    const manifest = root === file ? undefined : tryReadManifest(file);
    return { name, file: found, root, ...(manifest === undefined ? {} : { manifest }) };
  }
  const beside = path.join(file, "keepalived.conf");
  if (exists(beside)) return { name, file: beside };
  const below = readdirSync(file)
    .map((entry) => path.join(file, entry))
    .filter((folder) => ["", "rootfs"].some((root) => exists(path.join(folder, root, ON_MEMBER))) || hasFile(folder));
  const instead = below.length === 0 ? "" : ` Name each member by itself: ${below.join(" ")}.`;
  throw new InputError(`${file} holds neither keepalived.conf nor ${ON_MEMBER.slice(1)}.${instead}`);
}

/** `hosts/a/etc/keepalived/keepalived.conf` and `hosts/a/keepalived.conf` are a's; so is `a.conf`. */
function nameOf(file: string): string {
  if (file === STDIN) return "stdin";
  const full = path.resolve(file);
  if (full === ON_MEMBER) return hostname().split(".")[0] ?? "localhost";
  const above = full.endsWith(ON_MEMBER) ? full.slice(0, -ON_MEMBER.length) : path.dirname(full);
  const base = path.basename(full);
  const own =
    base === "keepalived.conf" ? path.basename(above.replace(/\/rootfs$/, "")) : base.replace(/\.(conf|cfg)$/, "");
  return own === "" ? base : own;
}

const hasFile = (folder: string) => exists(path.join(folder, "keepalived.conf"));
const exists = (file: string) => statSync(file, { throwIfNoEntry: false }) !== undefined;
const isFolder = (file: string) => statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** `NAME=VALUE` for one member, `VALUE` for all, or for the only one. */
function byMember(option: string, values: readonly string[], names: readonly string[]) {
  const own = new Map<string, string>();
  let common: string | undefined;
  for (const value of values) {
    const [name = "", ...rest] = value.split("=");
    if (rest.length === 0) {
      if (option === "--root" && names.length > 1) {
        throw new InputError(`${option} ${value}: there are ${names.length} members. Write ${option} NAME=${value}.`);
      }
      common = value;
    } else if (names.includes(name)) own.set(name, rest.join("="));
    else throw new InputError(`${option} ${value}: there is no member "${name}" among ${names.join(", ")}.`);
  }
  return (name: string) => own.get(name) ?? common;
}
