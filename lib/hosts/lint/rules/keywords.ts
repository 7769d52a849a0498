/** Keywords that keepalived does not know, not yet knows, or knows differently. */
import { rootKeywords } from "../../keepalived/keywords/root";
import type { Keywords } from "../../keepalived/keywords/keyword";
import { text } from "../../keepalived/config/settings";
import type { Directive } from "../../keepalived/tree";
import { isTooNew } from "../member";
import { memberRule } from "../rule";

interface Placed {
  readonly directive: Directive;
  /** The keywords of its block. */
  readonly among: Keywords;
  readonly block: string;
}

/** Every directive that stands where keywords are expected. */
function* placed(directives: readonly Directive[], among: Keywords, block: string): Generator<Placed> {
  for (const directive of directives) {
    yield { directive, among, block };
    const body = directive.keyword?.body;
    if (body !== undefined && typeof body !== "string") {
      yield* placed(directive.body ?? [], body, text(directive.words[0]));
    }
  }
}

const allPlaced = (directives: readonly Directive[]) => placed(directives, rootKeywords, "");

const inBlock = (block: string) => (block === "" ? "outside of every block" : `in ${block}`);

const unknownKeyword = memberRule({
  id: "unknown-keyword",
  severity: "error",
  title: "A keyword is unknown",
  why: "keepalived ignores it and runs with its default instead. If it opens a block, its lines count as lines of the block around it, and its closing brace ends that block: all that follows is lost.",
  fix: "Correct the spelling or the place.",
  configTest: 5,
  *check({ parsed }) {
    for (const { directive, among, block } of allPlaced(parsed.directives)) {
      if (directive.keyword !== undefined) continue;
      const name = text(directive.words[0]);
      const place = placeOf(name);
      const near = nearest(name, [...among.keys()]);
      const hint =
        place !== undefined ? `It belongs ${inBlock(place)}.` : near !== undefined ? `Is "${near}" meant?` : undefined;
      yield {
        position: directive.position,
        message: `keepalived does not know "${name}" ${inBlock(block)}.${hint ? ` ${hint}` : ""}`,
      };
    }
  },
});

const keywordTooNew = memberRule({
  id: "keyword-too-new",
  severity: "error",
  title: "A keyword is newer than the member's keepalived",
  why: "An unknown keyword is left out, and the daemon runs without it: a member that does not know down_timer_adverts takes over after 3 lost adverts while the others wait for 9.",
  fix: "Update keepalived on the member, or leave the keyword out on all members.",
  configTest: 5,
  *check({ parsed, version }) {
    for (const { directive } of allPlaced(parsed.directives)) {
      if (!isTooNew(directive, version)) continue;
      yield {
        position: directive.position,
        message: `"${text(directive.words[0])}" came with keepalived ${directive.keyword?.since}, and this member has ${version}.`,
      };
    }
  },
});

const missingValue = memberRule({
  id: "missing-value",
  severity: "error",
  title: "A keyword has no value",
  why: "keepalived does not start: it ends with exit code 2 at this line.",
  fix: "Write the value behind the keyword.",
  configTest: 2,
  *check({ parsed }) {
    for (const { directive } of allPlaced(parsed.directives)) {
      if (!directive.keyword?.needsValue || directive.words.length > 1) continue;
      yield { position: directive.position, message: `"${text(directive.words[0])}" stands without a value.` };
    }
  },
});

/** Sources: comments in keepalived's parsers and what `keepalived -t` 2.2.7 says of each. */
const successors: Readonly<Record<string, string>> = {
  lvs_sync_daemon_interface: "lvs_sync_daemon in global_defs",
  global_tracking: "track_interface, track_script and track_file in the sync group",
  vmac_garp_intvl: "garp_extra_if",
  vrrp_vmac_garp_intvl: "vrrp_garp_extra_if",
};

/** Debian's keepalived is built without iptables and takes nftables instead; others' are built with both. */
const inSomeBuilds: Readonly<Record<string, string>> = { vrrp_iptables: "nftables", vrrp_ipsets: "nftables" };

const deprecatedKeyword = memberRule({
  id: "deprecated-keyword",
  severity: "warning",
  title: "A keyword has a successor",
  why: "It still works, but `keepalived -t` answers 5 for it, so that a real fault beside it is not noticed.",
  fix: "Use its successor.",
  configTest: 5,
  *check({ parsed }) {
    for (const { directive, block } of allPlaced(parsed.directives)) {
      const name = text(directive.words[0]);
      const polling = name === "linkbeat_use_polling" && block === "vrrp_instance";
      const everywhere = polling ? "linkbeat_interfaces" : successors[name];
      const successor = everywhere ?? inSomeBuilds[name];
      if (successor === undefined || directive.keyword === undefined) continue;
      yield {
        position: directive.position,
        ...(everywhere === undefined ? { severity: "info" as const } : {}),
        message: `"${name}" is deprecated.`,
        fix: `Use ${successor}.`,
      };
    }
  },
});

const duplicateSetting = memberRule({
  id: "duplicate-setting",
  severity: "warning",
  title: "A setting is given twice",
  why: "One of them counts and the other does not: the last one, but the first one of version and of notify scripts, and MASTER whatever comes after it. `keepalived -t` sees only these cases.",
  fix: "Keep one of them.",
  configTest: 0,
  *check({ config }) {
    const bodies = [config.globals, ...[...config.instances, ...config.scripts].map(({ settings }) => settings)];
    for (const { directives } of bodies) {
      const first = new Map<string, Directive>();
      for (const directive of directives) {
        const name = text(directive.words[0]);
        const earlier = first.get(name);
        if (earlier === undefined) first.set(name, directive);
        else if (directive.keyword?.needsValue && directive.words[1]?.text !== earlier.words[1]?.text) {
          yield {
            position: directive.position,
            message: `"${name}" stands here for the second time; the first is in line ${earlier.position.line}.`,
          };
        }
      }
    }
  },
});

/** The block that knows the keyword, if only one does. */
function placeOf(name: string): string | undefined {
  const blocks = [...rootKeywords]
    .filter(([, { body }]) => typeof body === "object" && body.has(name))
    .map(([block]) => block);
  if (rootKeywords.has(name)) return "";
  return blocks.length === 1 ? blocks[0] : undefined;
}

function nearest(name: string, known: readonly string[]): string | undefined {
  const limit = name.length > 6 ? 3 : 1;
  const distances = known.map((other) => ({ other, distance: distanceOf(name, other, limit) }));
  return distances.filter(({ distance }) => distance <= limit).sort((a, b) => a.distance - b.distance)[0]?.other;
}

/** Insertions, deletions and replacements from one to the other. */
function distanceOf(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? Infinity;
}

export const keywordRules = [unknownKeyword, keywordTooNew, missingValue, deprecatedKeyword, duplicateSetting];
